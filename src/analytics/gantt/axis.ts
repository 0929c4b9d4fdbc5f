/** The time axis, by the site's wall clock: two bands of dates or hours, whichever unit leaves room to read. */

import { DateTime, type DurationLike } from 'luxon';

import { after, seconds, type Seconds } from '../../base/index.ts';
import type { Chart } from './chart.ts';
import { AXIS_HEIGHT, type Layout } from './layout.ts';
import { GRID, GRID_STRONG, INK, MUTED } from './palette.ts';
import { element, rect, text, textWidth } from './svg.ts';

/** A division of time: where it begins, how to step on, what to write. */
interface Unit {
  readonly floor: (moment: DateTime) => DateTime;
  readonly step: DurationLike;
  /** Of the label, longest first. */
  readonly formats: readonly string[];
  /** Typical length in seconds. */
  readonly length: number;
}

const hoursUnit = (count: number): Unit => ({
  floor: (m) => m.startOf('hour').set({ hour: m.hour - (m.hour % count) }),
  step: { hours: count },
  formats: ['HH:mm'],
  length: count * 3600,
});
const secondsUnit = (count: number): Unit => ({
  floor: (m) => m.startOf('second').set({ second: m.second - (m.second % count) }),
  step: { seconds: count },
  formats: ['HH:mm:ss'],
  length: count,
});
const minutesUnit = (count: number): Unit => ({
  floor: (m) => m.startOf('minute').set({ minute: m.minute - (m.minute % count) }),
  step: { minutes: count },
  formats: ['HH:mm'],
  length: count * 60,
});
const DAYS: Unit = {
  floor: (m) => m.startOf('day'),
  step: { days: 1 },
  formats: ['ccc d'],
  length: 86_400,
};
const LONG_DAYS: Unit = { ...DAYS, formats: ['cccc d LLLL yyyy', 'ccc d LLL yyyy', 'ccc d LLL', 'ccc d'] };
const WEEKS: Unit = {
  floor: (m) => m.startOf('week'),
  step: { weeks: 1 },
  formats: ["'week of' d LLLL yyyy", 'd LLL yyyy', 'd LLL'],
  length: 604_800,
};
const SHORT_WEEKS: Unit = { ...WEEKS, formats: ['d LLL'] };
const MONTHS: Unit = {
  floor: (m) => m.startOf('month'),
  step: { months: 1 },
  formats: ['LLLL yyyy', 'LLL yyyy', 'LLL'],
  length: 30 * 86_400,
};
const YEARS: Unit = { floor: (m) => m.startOf('year'), step: { years: 1 }, formats: ['yyyy'], length: 365 * 86_400 };

/** Fine unit below, coarse unit above, finest first. */
const SCALES: readonly (readonly [fine: Unit, coarse: Unit])[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => [secondsUnit(count), LONG_DAYS] as const),
  ...[1, 2, 5, 10, 15, 30].map((count) => [minutesUnit(count), LONG_DAYS] as const),
  ...[1, 2, 3, 6, 12].map((count) => [hoursUnit(count), LONG_DAYS] as const),
  [DAYS, WEEKS],
  [SHORT_WEEKS, MONTHS],
];
const COARSEST = [MONTHS, YEARS] as const;

/** Room that a label of the fine unit needs. */
const MIN_TICK_WIDTH = 46;

export function drawAxis(chart: Chart, layout: Layout): string {
  const perSecond = (layout.right - layout.left) / (chart.to - chart.from);
  const [fine, coarse] = SCALES.find(([unit]) => unit.length * perSecond >= MIN_TICK_WIDTH) ?? COARSEST;
  const y = layout.top - AXIS_HEIGHT;
  return element(
    'g',
    {},
    rect({ x: layout.left, y, width: layout.right - layout.left, height: AXIS_HEIGHT }, { fill: '#F7F8FA' }),
    ...drawBand(chart, layout, {
      unit: coarse,
      stroke: GRID_STRONG,
      above: AXIS_HEIGHT,
      baseline: layout.top - AXIS_HEIGHT / 2 - 6,
      style: { 'font-size': 11, 'font-weight': 'bold' },
    }),
    ...drawBand(chart, layout, {
      unit: fine,
      stroke: GRID,
      above: AXIS_HEIGHT / 2,
      baseline: layout.top - 7,
      style: { 'font-size': 10 },
    }),
  );
}

interface BandStyle {
  readonly unit: Unit;
  readonly stroke: string;
  /** How far grid lines reach above the rows. */
  readonly above: number;
  readonly baseline: number;
  readonly style: { readonly 'font-size': number; readonly 'font-weight'?: string };
}

/** All labels of a band have one format: the longest that fits every whole division. */
function drawBand(chart: Chart, layout: Layout, band: BandStyle): readonly string[] {
  const { unit, style } = band;
  const marks = divisions(chart, unit);
  const widthOf = (label: string): number => textWidth(label, style['font-size'] + (style['font-weight'] ? 1 : 0)) + 6;
  const whole = layout.x(after(chart.from, unit.length)) - layout.left;
  const format = unit.formats.find((f) => marks.every(({ moment }) => widthOf(moment.toFormat(f)) <= whole));
  return marks.map(({ start, end, moment }) => {
    const place = layout.spanX({ start, end });
    if (place === undefined) return '';
    const label = format === undefined ? '' : moment.toFormat(format);
    const isWeekend = unit === DAYS && moment.weekday > 5;
    const isFitting = widthOf(label) <= place.width + 1;
    return [
      gridLine(start, layout, band.stroke, band.above),
      isFitting ? text(label, { x: place.x + 4, y: band.baseline }, { ...style, fill: isWeekend ? MUTED : INK }) : '',
    ].join('');
  });
}

interface Division {
  readonly start: Seconds;
  readonly end: Seconds;
  readonly moment: DateTime;
}

function divisions(chart: Chart, unit: Unit): readonly Division[] {
  const { epochMs, timeZone } = chart.clock;
  const instantOf = (m: DateTime): Seconds => seconds(Math.round((m.toMillis() - epochMs) / 1000));
  const first = DateTime.fromMillis(epochMs + chart.from * 1000, { zone: timeZone, locale: 'en-US' });
  const result: Division[] = [];
  let moment = unit.floor(first);
  while (instantOf(moment) < chart.to) {
    // Where clocks go back, an hour's floor may lie at or before the last one: always move on.
    const next = moment.plus(unit.step);
    const end = instantOf(next);
    const start = instantOf(moment);
    result.push({ start, end: end > start ? end : after(start, unit.length), moment });
    moment = next;
  }
  return result;
}

function gridLine(at: Seconds, layout: Layout, stroke: string, above: number): string {
  const x = layout.x(at);
  if (x < layout.left || x > layout.right) return '';
  return element('line', { x1: x, x2: x, y1: layout.top - above, y2: layout.bottom, stroke, 'stroke-width': 1 });
}
