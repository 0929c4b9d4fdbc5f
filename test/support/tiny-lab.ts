/**
 * A laboratory small enough to plan by hand, as checked values: one liquid handler, two thermocyclers, one sequencer with
 * two positions, 64 cores, operators 8-18 on weekdays. Instant 0 is a Monday, 00:00 UTC.
 *
 * Every constraint kind of the model occurs once; tests override what they are about.
 */

import {
  DAY,
  HOUR,
  MINUTE,
  NEVER,
  WEEK,
  constantLevel,
  duration,
  interval,
  normalise,
  seconds,
  subtract,
  sumOfLevels,
  type Interval,
} from '../../src/base/index.ts';
import {
  DEFAULT_OBJECTIVE,
  DEFAULT_PRIORITY_WEIGHTS,
  QUIET_WORLD,
  id,
  type BenchStage,
  type ComputeStage,
  type Equipment,
  type IndexSetId,
  type LotId,
  type MachineId,
  type MaterialId,
  type Order,
  type OrderId,
  type Position,
  type Scenario,
  type SequencingStage,
  type Situation,
  type Workflow,
} from '../../src/model/index.ts';

const hours = (n: number) => duration(n * HOUR);
const minutes = (n: number) => duration(n * MINUTE);

const WEEKS = 4;
const CALENDAR_END = seconds(2 * WEEKS * WEEK);

/** Monday to Friday, 8:00-18:00, until the calendar ends. */
export const WEEKDAYS: readonly Interval[] = Array.from({ length: 2 * WEEKS * 7 }, (_, day) => day)
  .filter((day) => day % 7 < 5)
  .map((day) => interval(day * DAY + 8 * HOUR, day * DAY + 18 * HOUR));

const WHOLE_CALENDAR = [interval(0, CALENDAR_END)];

const stageDefaults = {
  after: [],
  hold: { min: duration(0) },
  isOptional: false,
  gates: [],
  onError: [],
  failureRates: new Map(),
  durationCv: 0,
} as const;

/** 90 min on the liquid handler; the extract keeps for 72 h. Each lot by itself. */
export const EXTRACT: BenchStage = {
  ...stageDefaults,
  id: id('extract'),
  name: 'DNA extraction',
  kind: 'bench',
  equipment: 'liquid-handler',
  time: { fixed: minutes(60), perSample: minutes(1) },
  attendance: { operators: 1, handsOn: minutes(30) },
  zone: 'pre-pcr',
  output: { material: id('extract'), condition: id('fridge') },
  hold: { min: duration(0), max: hours(72) },
};

/** 2 h on a thermocycler, lots of the family together, at most 24 h before sequencing, at least 15 min (cooling). */
export const PREP: BenchStage = {
  ...stageDefaults,
  id: id('prep'),
  name: 'library preparation',
  kind: 'bench',
  equipment: 'thermocycler',
  time: { fixed: hours(2), perSample: duration(0) },
  batch: { family: 'dna-prep' },
  attendance: { operators: 1 },
  after: [id('extract')],
  output: { material: id('library'), condition: id('fridge') },
  hold: { min: minutes(15), max: hours(24) },
};

export const SEQUENCE: SequencingStage = {
  ...stageDefaults,
  id: id('sequence'),
  name: 'sequencing',
  kind: 'sequencing',
  recipes: [id('short'), id('long')],
  readsPerSample: 100_000_000,
  after: [id('prep')],
  onError: [
    {
      when: ['equipment-failure', 'transient'],
      action: { do: 'retry', max: 2, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 },
    },
    { action: { do: 'quarantine' } },
  ],
};

export const ALIGN: ComputeStage = {
  ...stageDefaults,
  id: id('align'),
  name: 'alignment',
  kind: 'compute',
  pool: id('cluster'),
  time: { fixed: hours(1), perSample: duration(0) },
  cores: 8,
  memoryBytes: 32e9,
  gpus: 0,
  parallel: [1, 4],
  after: [id('sequence')],
  onError: [
    {
      when: ['out-of-memory'],
      action: { do: 'retry', max: 1, backoff: { base: duration(60), factor: 2 }, memoryFactor: 2 },
    },
    { action: { do: 'quarantine' } },
  ],
};

export const WORKFLOW: Workflow = { id: id('wgs'), name: 'genomes', stages: [EXTRACT, PREP, SEQUENCE, ALIGN] };

const machineDefaults = {
  available: WHOLE_CALENDAR,
  fixedMaintenance: [],
  flexibleMaintenance: [],
  changeover: { default: duration(0), rules: [], operators: 0 },
} as const;

export const HANDLER: Equipment = {
  ...machineDefaults,
  kind: 'equipment',
  id: id('handler-1'),
  class: 'liquid-handler',
  capacity: 96,
};

export const cycler = (name: string): Equipment => ({
  ...machineDefaults,
  kind: 'equipment',
  id: id(name),
  class: 'thermocycler',
  capacity: 24,
  changeover: { default: minutes(20), rules: [{ from: 'dna-prep', to: 'dna-prep', time: minutes(5) }], operators: 0 },
});

/** Changeover 45 min attended, 90 min from long to short; fixed maintenance on the second Monday, 8-16, on side A. */
export const position = (side: 'A' | 'B'): Position => {
  const fixed =
    side === 'A' ? [{ id: id<never>('annual'), at: interval(7 * DAY + 8 * HOUR, 7 * DAY + 16 * HOUR) }] : [];
  return {
    ...machineDefaults,
    kind: 'position',
    id: id(`seq/${side}`),
    instrument: id('seq'),
    recipes: [id('long'), id('short')],
    available: subtract(WHOLE_CALENDAR, normalise(fixed.map((m) => m.at))),
    fixedMaintenance: fixed,
    flexibleMaintenance: [
      {
        id: id('wash'),
        every: duration(14 * DAY),
        early: duration(2 * DAY),
        late: duration(2 * DAY),
        duration: hours(2),
        operators: 1,
        lastDone: seconds(0),
        scope: 'machine',
      },
    ],
    changeover: { default: minutes(45), rules: [{ from: 'long', to: 'short', time: minutes(90) }], operators: 1 },
    reliability: {
      shape: 1.5,
      scale: duration(160 * DAY),
      age: duration(0),
      renewal: 0.5,
      hazardMultiplier: 1,
      repair: { mean: hours(72), cv: 0.5 },
    },
  };
};

/** Four samples of 100 M read pairs each, received at 8:00 on the first Monday, due after a week. */
export const order = (name: string, changes: Partial<Order> = {}): Order => ({
  id: id<OrderId>(name),
  workflow: id('wgs'),
  material: id<MaterialId>('blood'),
  samples: Array.from({ length: 4 }, (_, i) => ({ id: id(`${name}/s${i + 1}`), name: `s${i + 1}` })),
  collected: seconds(0),
  storage: [{ condition: id('fridge'), from: seconds(0) }],
  release: seconds(8 * HOUR),
  due: seconds(7 * DAY),
  expires: seconds(7 * DAY),
  priority: 'routine',
  weight: 1,
  indexSet: id<IndexSetId>(`set-${name}`),
  progress: [],
  inputs: new Map(),
  ...changes,
});

/** Index sets clash only with themselves, unless `clashes` pairs them. */
export function indexSetsOf(orders: readonly Order[], clashes: readonly (readonly [string, string])[] = []) {
  const ids = new Set(orders.flatMap((o) => (o.indexSet === undefined ? [] : [o.indexSet])));
  return new Map(
    [...ids].map((set) => {
      const others = clashes.flatMap(([a, b]) => (a === set ? [b] : b === set ? [a] : []));
      return [set, { id: set, pairs: [], clashes: new Set([set, ...others.map((o) => id<IndexSetId>(o))]) }] as const;
    }),
  );
}

/** `orders` default to three: `o1`, `o2`, `o3`. */
export function tinyLab(changes: Partial<Scenario> = {}): Scenario {
  const orders = changes.orders ?? [order('o1'), order('o2'), order('o3')];
  return {
    schemaVersion: 1,
    name: 'tiny',
    priorityWeights: DEFAULT_PRIORITY_WEIGHTS,
    simulation: QUIET_WORLD,
    epoch: { iso: '2026-11-30T00:00:00+00:00', ms: Date.UTC(2026, 10, 30) },
    timeZone: 'UTC',
    horizon: duration(WEEKS * WEEK),
    calendarEnd: CALENDAR_END,
    staff: sumOfLevels([{ intervals: WEEKDAYS, level: 3 }]),
    machines: [HANDLER, position('A'), position('B'), cycler('tc-1'), cycler('tc-2')].toSorted((a, b) =>
      a.id < b.id ? -1 : 1,
    ),
    instruments: [{ id: id('seq'), type: 'Tiny Seq', positions: [id<MachineId>('seq/A'), id<MachineId>('seq/B')] }],
    recipes: new Map(
      [
        { name: 'short', hours: 13, reads: 400_000_000 },
        { name: 'long', hours: 24, reads: 1_000_000_000 },
      ].map((r) => [
        id(r.name),
        {
          id: id(r.name),
          flowCell: r.name,
          lanes: 2,
          readsPerLane: r.reads,
          cycles: { read1: 151, read2: 151, index1: 10, index2: 10 },
          runTime: hours(r.hours),
          indexScope: 'lane',
        },
      ]),
    ),
    pools: [{ id: id('cluster'), kind: 'local', cores: constantLevel(64), memoryBytes: 256e9, gpus: 0 }],
    materials: new Map(
      (
        [
          ['blood', 10],
          ['extract', 30],
          ['library', 14],
        ] as const
      ).map(([name, days]) => [
        id(name),
        // tau in seconds; q = 0.9 after about a fifth of tau with beta 1.5.
        { id: id(name), conditions: new Map([[id('fridge'), { tau: days * DAY, beta: 1.5 }]]) },
      ]),
    ),
    indexSets: indexSetsOf(orders),
    workflows: new Map([[WORKFLOW.id, WORKFLOW]]),
    orders,
    objective: DEFAULT_OBJECTIVE,
    ...changes,
  };
}

/** Nothing has happened yet: what `initialSituation` gives for orders without progress. */
export const untouched = (scenario: Scenario): Situation => ({
  now: seconds(0),
  lots: scenario.orders.map((o) => ({
    lot: id<LotId>(o.id),
    order: o.id,
    samples: o.samples.map((s) => s.id),
    done: [],
    running: [],
    skipped: [],
    notBefore: seconds(-NEVER),
  })),
  machines: [],
});
