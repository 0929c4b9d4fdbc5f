/** A utilization figure never stands alone: its proved ceiling and what holds it down stand beside it. */

export const HOLDERS = ['staffing', 'maintenance', 'demand', 'downtime', 'lanes', 'none'] as const;

/** What holds a figure down; `none`: only the changeovers between runs do. */
export type Holder = (typeof HOLDERS)[number];

export interface Figure {
  /** 0..1; null where there is nothing to divide by, e.g. nothing was bought. */
  readonly value: number | null;
  /** No plan can exceed it; >= value. */
  readonly ceiling: number;
  readonly heldBy: Holder;
  /** One sentence with the numbers. */
  readonly because: string;
}

/** A loss below this share of the denominator is not worth a name. */
const NEGLIGIBLE = 0.005;

/** Seconds inside the horizon, of one position or summed over several. */
export interface RunTimes {
  readonly horizon: number;
  /** In which some allowed run could have been going on, maintenance taken out. */
  readonly available: number;
  readonly busy: number;
  /** Ceiling with nothing but changeovers between runs ... */
  readonly bare: number;
  /** ... with operators on shift and opening hours too ... */
  readonly staffed: number;
  /** ... and with maintenance ... */
  readonly maintained: number;
  /** ... and with an operator for two hours on Saturdays and Sundays; absent: weekends are staffed anyway. */
  readonly visited?: number;
  /** As `maintained`, less the time in which machines were down. */
  readonly realized: number;
  /** The most that the orders can justify: a bound. */
  readonly justified: number;
  /** The most that they need without a flow cell to spare: an explanation. */
  readonly needed: number;
  /** Down while it could have run. */
  readonly down: number;
}

interface Loss {
  readonly heldBy: Holder;
  readonly seconds: number;
  readonly because: string;
}

/** Busy / all time. */
export function calendarFigure(times: RunTimes): Figure {
  const { horizon, bare, staffed, maintained } = times;
  return runTimeFigure(times, horizon, [
    {
      heldBy: 'staffing',
      seconds: bare - staffed,
      because:
        `Runs start only while operators are on shift: at most ${inHours(staffed)} of ${inHours(horizon)} h, ` +
        `against ${inHours(bare)} h around the clock.${visitText(times, horizon)}`,
    },
    {
      heldBy: 'maintenance',
      seconds: staffed - maintained,
      because: `Maintenance lowers the ceiling from ${inHours(staffed)} to ${inHours(maintained)} of ${inHours(horizon)} h.`,
    },
  ]);
}

/** Busy / time in which it could have run: maintenance, and hours that no run could reach, are out of the denominator. */
export function availableFigure(times: RunTimes): Figure {
  const { horizon, available, bare, maintained } = times;
  const bareShare = horizon > 0 ? bare / horizon : 0;
  return runTimeFigure(times, available, [
    {
      heldBy: 'staffing',
      seconds: bareShare * available - maintained,
      because:
        `Runs end outside staffed hours and wait for their successor: at most ${inHours(maintained)} of ` +
        `${inHours(available)} h in which one could run.${visitText(times, available)}`,
    },
  ]);
}

/** What the cheapest remedy would give. */
const visitText = ({ visited, maintained }: RunTimes, denominator: number): string =>
  visited === undefined || visited <= maintained
    ? ''
    : ` Two hours on Saturdays and Sundays would allow ${inHours(visited)} h, ${((100 * visited) / denominator).toFixed(1)} % instead of ${((100 * maintained) / denominator).toFixed(1)} %.`;

/**
 * Of calendar and demand, the smaller ceiling binds. Below a ceiling of the calendar's it is still the demand that holds,
 * where the orders need fewer hours than the calendar allows; else the largest loss gives the name.
 */
function runTimeFigure(times: RunTimes, denominator: number, losses: readonly Loss[]): Figure {
  const { busy, maintained, justified, needed, down } = times;
  if (denominator <= 0) {
    return { value: null, ceiling: 0, heldBy: 'staffing', because: 'No run can be started in the horizon.' };
  }
  const figure = { value: busy / denominator, ceiling: Math.min(maintained, justified) / denominator };
  const of = `of ${inHours(denominator)} h`;
  if (justified < maintained) {
    const because = `The orders justify at most ${inHours(justified)} ${of}; the calendar allows ${inHours(maintained)} h.`;
    return { ...figure, heldBy: 'demand', because };
  }
  if (Math.max(needed, busy) < maintained) {
    const because = `Without a flow cell to spare, the orders take at most ${inHours(needed)} ${of}; the calendar allows ${inHours(maintained)} h.`;
    return { ...figure, heldBy: 'demand', because };
  }
  const downtime: Loss = { heldBy: 'downtime', seconds: down, because: `Down for ${inHours(down)} ${of}.` };
  const largest = losses.reduce((most, next) => (next.seconds > most.seconds ? next : most), downtime);
  if (largest.seconds >= NEGLIGIBLE * denominator) {
    return { ...figure, heldBy: largest.heldBy, because: largest.because };
  }
  return { ...figure, heldBy: 'none', because: `Only changeovers between runs: at most ${inHours(maintained)} ${of}.` };
}

/** Read pairs. */
export function laneFillFigure(fill: {
  readonly served: number;
  readonly bought: number;
  readonly least: number;
}): Figure {
  const { served, bought, least } = fill;
  if (bought <= 0) return { value: null, ceiling: 1, heldBy: 'demand', because: 'No run was begun.' };
  const ceiling = least > 0 ? served / least : 1;
  if (ceiling <= 1 - NEGLIGIBLE) {
    const because = `Whole flow cells are sold: ${inMillions(served)} M reads need at least ${inMillions(least)} M.`;
    return { value: served / bought, ceiling, heldBy: 'lanes', because };
  }
  const because = `${inMillions(served)} of ${inMillions(bought)} M reads bought were wanted.`;
  return { value: served / bought, ceiling, heldBy: 'none', because };
}

const inHours = (seconds: number): string => (seconds / 3600).toFixed(1);
const inMillions = (reads: number): string => String(Math.round(reads / 1e6));
