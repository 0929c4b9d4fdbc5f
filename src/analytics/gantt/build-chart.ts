/** Makes the chart of a timeline: one row per machine and compute pool, all that occupies it, and when nobody is there. */

import {
  at,
  by,
  compareText,
  intersect,
  interval,
  normalise,
  seconds,
  subtract,
  whereAtLeast,
  type Interval,
  type IntervalSet,
  type Seconds,
} from '../../base/index.ts';
import type { ComputePool, Machine, Scenario, WallClock } from '../../model/index.ts';
import type { Attempt, Timeline } from '../timeline.ts';
import { barMaker, type BarMaker } from './bar.ts';
import type { Band, Chart, Group, MachineRow, PoolRow } from './chart.ts';
import { span } from './tooltip.ts';
import { workflowColours } from './workflow-colours.ts';

export interface ChartInput {
  readonly scenario: Scenario;
  readonly timeline: Timeline;
  readonly clock: WallClock;
  readonly title: string;
}

/** Work that ends in this share of the horizon is drawn alone, so that it is not lost at the left edge. */
const CLOSE_UP_SHARE = 0.25;

export function buildChart({ scenario, timeline, clock, title }: ChartInput): Chart {
  const colours = workflowColours(scenario);
  const makeBar = barMaker({ scenario, clock, colours });
  const lastEnd = timeline.attempts.reduce<Seconds>((last, a) => (a.end > last ? a.end : last), seconds(0));
  const isCloseUp = lastEnd > 0 && lastEnd < CLOSE_UP_SHARE * scenario.horizon;
  const to = seconds(isCloseUp ? Math.ceil(lastEnd * 1.05) : Math.max(scenario.horizon, lastEnd));
  const view = interval(0, to);
  const row = (machine: Machine): MachineRow =>
    machineRow({ scenario, timeline, clock, title }, machine, view, makeBar);
  return {
    title,
    subtitle: `${day(clock, view.start)} to ${day(clock, view.end)} (${scenario.timeZone}), ${scenario.machines.length} machines, ${scenario.orders.length} orders`,
    clock,
    from: view.start,
    to,
    horizon: seconds(scenario.horizon),
    unstaffed: subtract([view], whereAtLeast(scenario.staff, 1)),
    groups: [
      ...sequencerGroups(scenario, row),
      ...equipmentGroups(scenario, row),
      ...poolGroup(scenario, timeline, makeBar),
    ],
    workflows: colours.legend,
  };
}

const day = (clock: WallClock, instant: Seconds): string => clock.write(instant).slice(0, 10);

function sequencerGroups(scenario: Scenario, row: (machine: Machine) => MachineRow): readonly Group[] {
  return scenario.instruments.toSorted(by((i) => i.id, compareText)).map(({ id, type }) => ({
    title: `${id} (${type})`,
    rows: scenario.machines.filter((m) => m.kind === 'position' && m.instrument === id).map(row),
  }));
}

function equipmentGroups(scenario: Scenario, row: (machine: Machine) => MachineRow): readonly Group[] {
  const equipment = scenario.machines.filter((machine) => machine.kind === 'equipment');
  const classes = [...new Set(equipment.map((machine) => machine.class))].toSorted(compareText);
  return classes.map((title) => ({ title, rows: equipment.filter((m) => m.class === title).map(row) }));
}

function poolGroup(scenario: Scenario, timeline: Timeline, makeBar: BarMaker): readonly Group[] {
  if (scenario.pools.length === 0) return [];
  const pools = scenario.pools.toSorted(by((pool) => pool.id, compareText));
  return [{ title: 'compute: cores in use', rows: pools.map((pool) => poolRow(pool, timeline, makeBar)) }];
}

function machineRow({ timeline, clock }: ChartInput, machine: Machine, view: Interval, makeBar: BarMaker): MachineRow {
  const isInView = (spell: Interval): boolean => spell.start < view.end && spell.end > view.start;
  const isHere = ({ placement }: Attempt): boolean => placement.kind !== 'pool' && placement.machine === machine.id;
  const fixed = machine.fixedMaintenance.map((m) => band(clock, m.at, `maintenance ${m.id}, fixed`));
  const flexible = timeline.maintenance
    .filter((m) => m.machines.includes(machine.id))
    .map((m) => band(clock, m, `maintenance ${m.maintenance}`));
  return {
    kind: machine.kind,
    label: machine.kind === 'position' ? sideOf(machine.id, machine.instrument) : machine.id,
    closed: closedTimes(machine, view),
    bars: timeline.attempts
      .filter((a) => isHere(a) && a.setupStart < view.end && a.end > view.start)
      .map((attempt) => makeBar.bar(attempt)),
    maintenance: [...fixed, ...flexible].filter(isInView),
    downtime: timeline.downtime
      .filter((d) => d.machine === machine.id)
      .map((d) => band(clock, d, `down: ${d.reason}`))
      .filter(isInView),
  };
}

/** `novaseq-x/A` on the instrument `novaseq-x` is its side `A`. */
const sideOf = (position: string, instrument: string): string =>
  position.startsWith(`${instrument}/`) ? position.slice(instrument.length + 1) : position;

function closedTimes(machine: Machine, view: Interval): IntervalSet {
  const open = normalise([...machine.available, ...machine.fixedMaintenance.map((m) => m.at)]);
  return intersect(subtract([view], open), [view]);
}

const band = (clock: WallClock, { start, end }: Interval, what: string): Band => ({
  start,
  end,
  tooltip: `${what}\n${span(clock, start, end)}`,
});

function poolRow(pool: ComputePool, timeline: Timeline, makeBar: BarMaker): PoolRow {
  return {
    kind: 'pool',
    label: pool.id,
    offered: pool.cores,
    uses: timeline.attempts.flatMap((attempt) =>
      attempt.placement.kind === 'pool' && attempt.placement.pool === pool.id
        ? [
            {
              start: attempt.start,
              end: attempt.end,
              cores: attempt.placement.cores,
              colour: at(makeBar.shares(attempt), 0).colour,
            },
          ]
        : [],
    ),
  };
}
