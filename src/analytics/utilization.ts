/**
 * Utilization of sequencers as three figures, never one, and of everything else as one.
 *
 * - calendar: run time / all time of the horizon;
 * - available: run time / time in which some allowed run could have been going on, maintenance taken out;
 * - lane fill: reads wanted / reads bought.
 *
 * Run time is that of sequencing attempts inside [0, horizon), from the end of the set-up to the end of the run, failed
 * attempts included (they are counted apart beside it).
 */

import { at, by, compareText, hours, intersect, interval, measure, normalise, seconds } from '../base/index.ts';
import type { Instrument, InstrumentId, MachineId, Position, Scenario } from '../model/index.ts';
import { mostRunTime } from './ceiling.ts';
import { insideHorizon, justifiedRunTime, neededRunTime } from './demand.ts';
import { availableFigure, calendarFigure, laneFillFigure, type Figure, type RunTimes } from './figure.ts';
import { laneFill } from './lane-fill.ts';
import { orderOfLot, type OrderOfLot } from './lots.ts';
import { couldRun, lessDowntime, positionCalendars } from './position-calendar.ts';
import { equipmentUtilization, poolUtilization } from './support-utilization.ts';
import type { EquipmentUtilization, PoolUtilization } from './support-utilization.ts';
import type { Attempt, Timeline } from './timeline.ts';

export interface Utilization {
  /** Sorted by instrument. */
  readonly instruments: readonly InstrumentUtilization[];
  /** Sorted by class. */
  readonly equipment: readonly EquipmentUtilization[];
  /** Sorted by pool. */
  readonly pools: readonly PoolUtilization[];
}

export interface SequencerFigures {
  readonly calendarUtilization: Figure;
  readonly availableUtilization: Figure;
  readonly laneFill: Figure;
  readonly runs: number;
  readonly failedRuns: number;
  /** Hours inside the horizon; `failed` is part of `busy`. */
  readonly busyHours: number;
  readonly failedHours: number;
  readonly downHours: number;
  /** The denominator of available utilization. */
  readonly availableHours: number;
  /** The most that could have run by the calendar as it turned out: maintenance and downtime taken out. */
  readonly realizedHours: number;
  /** Read pairs: the numerator and the denominator of lane fill. */
  readonly readsServed: number;
  readonly readsBought: number;
}

export interface InstrumentUtilization extends SequencerFigures {
  readonly instrument: InstrumentId;
  readonly type: string;
  /** Sorted by position. */
  readonly positions: readonly PositionUtilization[];
}

export interface PositionUtilization extends SequencerFigures {
  readonly position: MachineId;
}

/** Of what took place, or of a plan as if it took place: the timeline says which. */
export function utilizationOf(scenario: Scenario, timeline: Timeline): Utilization {
  const context: Context = { scenario, timeline, orderOf: orderOfLot(scenario) };
  return {
    instruments: scenario.instruments
      .map((instrument) => ofInstrument(context, instrument))
      .toSorted(by((i) => i.instrument, compareText)),
    equipment: equipmentUtilization(scenario, timeline),
    pools: poolUtilization(scenario, timeline),
  };
}

interface Context {
  readonly scenario: Scenario;
  readonly timeline: Timeline;
  readonly orderOf: OrderOfLot;
}

function ofInstrument(context: Context, instrument: Instrument): InstrumentUtilization {
  const positions = context.scenario.machines
    .filter((machine) => machine.kind === 'position')
    .filter((position) => position.instrument === instrument.id);
  const times = positions.map((position) => timesOf(context, position));
  return {
    instrument: instrument.id,
    type: instrument.type,
    ...figuresOf(context, positions, times),
    positions: positions.map((position, k) => ({
      position: position.id,
      ...figuresOf(context, [position], [at(times, k)]),
    })),
  };
}

/** All of `RunTimes` but the demand, which positions share and which is therefore not summed over them. */
type PositionTimes = Omit<RunTimes, 'justified' | 'needed'>;

function timesOf(context: Context, position: Position): PositionTimes {
  const { scenario, timeline } = context;
  const horizon = seconds(scenario.horizon);
  const runs = runsOn(timeline, new Set([position.id]));
  const maintenance = timeline.maintenance.filter((spell) => spell.machines.includes(position.id));
  const calendars = positionCalendars(scenario, position, normalise(maintenance));
  const busy = intersect(normalise(runs), [interval(0, horizon)]);
  // Where it did run it could have run, even if only because a run took longer than planned.
  const available = normalise([...couldRun(calendars.maintained, horizon), ...busy]);
  const down = normalise(timeline.downtime.filter((spell) => spell.machine === position.id));
  const { visited } = calendars;
  return {
    horizon,
    available: measure(available),
    busy: measure(busy),
    bare: mostRunTime(calendars.bare, horizon, runs),
    staffed: mostRunTime(calendars.staffed, horizon, runs),
    maintained: mostRunTime(calendars.maintained, horizon, runs),
    realized: mostRunTime(lessDowntime(calendars.maintained, down), horizon, runs),
    ...(visited && { visited: mostRunTime(visited, horizon, runs) }),
    down: measure(intersect(down, available)),
  };
}

function figuresOf(
  { scenario, timeline, orderOf }: Context,
  positions: readonly Position[],
  times: readonly PositionTimes[],
): SequencerFigures {
  const here = new Set(positions.map((position) => position.id));
  const runs = runsOn(timeline, here);
  const elsewhere = runsOn(timeline, new Set(scenario.machines.map((m) => m.id).filter((m) => !here.has(m))));
  const recipes = new Set(positions.flatMap((position) => position.recipes));
  const demand = { scenario, recipes, runs, elsewhere, orderOf };
  const sum: RunTimes = {
    horizon: total(times, 'horizon'),
    available: total(times, 'available'),
    busy: total(times, 'busy'),
    bare: total(times, 'bare'),
    staffed: total(times, 'staffed'),
    maintained: total(times, 'maintained'),
    realized: total(times, 'realized'),
    ...(times.every(({ visited }) => visited !== undefined) && { visited: total(times, 'visited') }),
    justified: justifiedRunTime(demand),
    needed: neededRunTime(demand),
    down: total(times, 'down'),
  };
  const fill = laneFill(demand);
  const failed = runs.filter((run) => run.outcome === 'failed');
  return {
    calendarUtilization: calendarFigure(sum),
    availableUtilization: availableFigure(sum),
    laneFill: laneFillFigure(fill),
    runs: runs.length,
    failedRuns: failed.length,
    busyHours: hours(sum.busy),
    failedHours: hours(failed.reduce((length, run) => length + insideHorizon(run, scenario), 0)),
    downHours: hours(sum.down),
    availableHours: hours(sum.available),
    realizedHours: hours(sum.realized),
    readsServed: fill.served,
    readsBought: fill.bought,
  };
}

const total = (times: readonly PositionTimes[], key: keyof PositionTimes): number =>
  times.reduce((sum, each) => sum + (each[key] ?? 0), 0);

/** Those that began: a run given up during its set-up ran nothing and used no flow cell. */
const runsOn = (timeline: Timeline, positions: ReadonlySet<MachineId>): readonly Attempt[] =>
  timeline.attempts.filter(
    ({ placement, start, end }) => placement.kind === 'run' && positions.has(placement.machine) && start < end,
  );
