/**
 * A busy core facility made from a seed: the workload of the planning benchmarks.
 *
 * Two sequencers with two sides each, four weeks, orders of a ten-stage workflow that arrive over the first two weeks.
 */

import {
  DAY,
  HOUR,
  MINUTE,
  WEEK,
  constantLevel,
  createRandom,
  duration,
  interval,
  seconds,
  sumOfLevels,
  type Random,
} from '../src/base/index.ts';
import {
  DEFAULT_OBJECTIVE,
  DEFAULT_PRIORITY_WEIGHTS,
  QUIET_WORLD,
  id,
  initialSituation,
  type BenchStage,
  type Equipment,
  type Order,
  type Position,
  type Scenario,
  type Situation,
  type Stage,
} from '../src/model/index.ts';

export interface BusyLabOptions {
  readonly seed: number;
  readonly orders: number;
}

export function busyLab({ seed, orders: count }: BusyLabOptions): { scenario: Scenario; situation: Situation } {
  const random = createRandom(seed);
  const orders = Array.from({ length: count }, (_, k) => orderOf(random.split(`order ${k}`), k));
  const stages = stagesOf();
  const scenario: Scenario = {
    schemaVersion: 1,
    name: 'busy',
    priorityWeights: DEFAULT_PRIORITY_WEIGHTS,
    simulation: QUIET_WORLD,
    epoch: { iso: '2026-11-30T00:00:00+00:00', ms: Date.UTC(2026, 10, 30) },
    timeZone: 'UTC',
    horizon: duration(4 * WEEK),
    calendarEnd: seconds(8 * WEEK),
    staff: sumOfLevels([
      { intervals: shifts(7, 15), level: 4 },
      { intervals: shifts(11, 19), level: 3 },
    ]),
    machines: machines(),
    instruments: ['x1', 'x2'].map((name) => ({
      id: id(name),
      type: 'X',
      positions: [id<never>(`${name}/A`), id<never>(`${name}/B`)],
    })),
    recipes: new Map(
      [
        { name: '1.5B', lanes: 2, reads: 800e6, hours: 21 },
        { name: '10B', lanes: 8, reads: 1250e6, hours: 24 },
        { name: '25B', lanes: 8, reads: 3250e6, hours: 48 },
      ].map((r) => [
        id(r.name),
        {
          id: id(r.name),
          flowCell: r.name,
          lanes: r.lanes,
          readsPerLane: r.reads,
          cycles: { read1: 151, read2: 151, index1: 10, index2: 10 },
          runTime: duration(r.hours * HOUR),
          indexScope: 'lane',
        },
      ]),
    ),
    pools: [{ id: id('cluster'), kind: 'local', cores: constantLevel(1024), memoryBytes: 8e12, gpus: 0 }],
    materials: new Map([
      [id('blood'), { id: id('blood'), conditions: new Map([[id('fridge'), { tau: 20 * DAY, beta: 1.5 }]]) }],
      [id('library'), { id: id('library'), conditions: new Map([[id('fridge'), { tau: 30 * DAY, beta: 1.5 }]]) }],
    ]),
    indexSets: new Map(
      Array.from({ length: 8 }, (_, k) => id<never>(`plate-${k}`)).map((set) => [
        set,
        { id: set, pairs: [], clashes: new Set([set]) },
      ]),
    ),
    workflows: new Map([[id('wgs'), { id: id('wgs'), name: 'genomes', stages }]]),
    orders,
    objective: DEFAULT_OBJECTIVE,
  };
  return { scenario, situation: initialSituation(scenario) };
}

const shifts = (from: number, to: number) =>
  Array.from({ length: 56 }, (_, day) => day)
    .filter((day) => day % 7 < 5)
    .map((day) => interval(day * DAY + from * HOUR, day * DAY + to * HOUR));

function orderOf(random: Random, k: number): Order {
  const name = `order-${String(k).padStart(3, '0')}`;
  const release = random.below(14) * DAY + (8 + random.below(8)) * HOUR;
  const isUrgent = random.below(8) === 0;
  return {
    id: id(name),
    workflow: id('wgs'),
    material: id('blood'),
    samples: Array.from({ length: 8 + random.below(44) }, (_, i) => ({ id: id(`${name}/${i}`), name: String(i) })),
    collected: seconds(release - DAY),
    storage: [{ condition: id('fridge'), from: seconds(release - DAY) }],
    release: seconds(release),
    due: seconds(release + (isUrgent ? 5 : 10 + random.below(10)) * DAY),
    expires: seconds(release + 12 * DAY),
    priority: isUrgent ? 'urgent' : 'routine',
    weight: isUrgent ? 10 : 1,
    readsPerSample: [60e6, 120e6, 200e6][random.below(3)] ?? 120e6,
    indexSet: id(`plate-${random.below(8)}`),
    progress: [],
    inputs: new Map(),
  };
}

const stageDefaults = {
  isOptional: false,
  gates: [],
  onError: [],
  failureRates: new Map(),
  durationCv: 0,
} as const;

function stagesOf(): readonly Stage[] {
  const bench = (
    name: string,
    after: string | undefined,
    changes: Partial<BenchStage> & { readonly minutes: number; readonly holdHours: number },
  ): BenchStage => ({
    ...stageDefaults,
    id: id(name),
    name,
    kind: 'bench',
    equipment: 'handler',
    after: after === undefined ? [] : [id(after)],
    time: { fixed: duration(changes.minutes * MINUTE), perSample: duration(0) },
    attendance: { operators: 1, handsOn: duration(15 * MINUTE) },
    hold: { min: duration(0), max: duration(changes.holdHours * HOUR) },
    output: { material: id('library'), condition: id('fridge') },
    ...changes,
  });
  const compute = (name: string, after: string, minutes: number, cores: number): Stage => ({
    ...stageDefaults,
    id: id(name),
    name,
    kind: 'compute',
    after: [id(after)],
    hold: { min: duration(0) },
    pool: id('cluster'),
    time: { fixed: duration(minutes * MINUTE), perSample: duration(0) },
    cores,
    memoryBytes: 32e9,
    gpus: 0,
    parallel: [1, 4, 16],
  });
  return [
    bench('intake', undefined, { minutes: 30, holdHours: 240, equipment: 'reader' }),
    bench('extract', 'intake', { minutes: 120, holdHours: 72 }),
    bench('quantify', 'extract', { minutes: 30, holdHours: 72, equipment: 'reader' }),
    bench('tagment', 'quantify', { minutes: 60, holdHours: 4 }),
    bench('amplify', 'tagment', { minutes: 90, holdHours: 24, equipment: 'cycler', batch: { family: 'pcr' } }),
    bench('clean-up', 'amplify', { minutes: 45, holdHours: 168 }),
    bench('library-check', 'clean-up', { minutes: 60, holdHours: 240, equipment: 'reader' }),
    {
      ...stageDefaults,
      id: id('sequence'),
      name: 'sequencing',
      kind: 'sequencing',
      after: [id('library-check')],
      hold: { min: duration(0) },
      recipes: [id('1.5B'), id('10B'), id('25B')],
      readsPerSample: 120e6,
    },
    compute('align', 'sequence', 180, 16),
    compute('call', 'align', 120, 8),
  ];
}

function machines(): Scenario['machines'] {
  const whole = [interval(0, 8 * WEEK)];
  const base = { available: whole, fixedMaintenance: [], flexibleMaintenance: [] };
  const equipment = (name: string, kind: string, capacity: number): Equipment => ({
    ...base,
    kind: 'equipment',
    id: id(name),
    class: kind,
    capacity,
    changeover: { default: duration(10 * MINUTE), rules: [], operators: 0 },
  });
  const position = (instrument: string, side: string): Position => ({
    ...base,
    kind: 'position',
    id: id(`${instrument}/${side}`),
    instrument: id(instrument),
    recipes: [id('1.5B'), id('10B'), id('25B')],
    changeover: { default: duration(45 * MINUTE), rules: [], operators: 1 },
    flexibleMaintenance: [
      {
        id: id('wash'),
        every: duration(14 * DAY),
        early: duration(3 * DAY),
        late: duration(3 * DAY),
        duration: duration(2 * HOUR),
        operators: 1,
        lastDone: seconds(-3 * DAY),
        scope: 'machine',
      },
    ],
  });
  return [
    ...[1, 2, 3].map((k) => equipment(`handler-${k}`, 'handler', 96)),
    ...[1, 2, 3, 4].map((k) => equipment(`cycler-${k}`, 'cycler', 96)),
    ...[1, 2].map((k) => equipment(`reader-${k}`, 'reader', 96)),
    ...['x1', 'x2'].flatMap((name) => [position(name, 'A'), position(name, 'B')]),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
