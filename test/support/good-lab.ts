/** The tiny laboratory with everything in it that the good plan (`good-plan.ts`) is about, at Monday 00:00. */

import { DAY, HOUR, MINUTE, duration, interval, seconds, type Interval } from '../../src/base/index.ts';
import {
  id,
  type BenchStage,
  type FlexibleMaintenance,
  type Machine,
  type Order,
  type Scenario,
  type SequencingStage,
} from '../../src/model/index.ts';
import {
  ALIGN,
  EXTRACT,
  HANDLER,
  PREP,
  SEQUENCE,
  WORKFLOW,
  cycler,
  indexSetsOf,
  order,
  position,
  tinyLab,
} from './tiny-lab.ts';

/** `clock(1, 8, 45)`: Tuesday of the first week, 8:45. */
export const clock = (day: number, hour: number, minute = 0) => seconds(day * DAY + hour * HOUR + minute * MINUTE);

const minutes = (n: number) => duration(n * MINUTE);
const hours = (n: number) => duration(n * HOUR);

const RNA_PREP: BenchStage = {
  ...PREP,
  id: id('rna-prep'),
  name: 'RNA library preparation',
  batch: { family: 'rna-prep' },
  attendance: { operators: 1, handsOn: minutes(30) },
  after: [],
  output: { material: id('rna'), condition: id('fridge') },
  hold: { min: minutes(10), max: hours(12) },
};

export const RNA_CHECK: BenchStage = {
  ...EXTRACT,
  id: id('rna-check'),
  name: 'RNA integrity',
  isOptional: true,
  after: [RNA_PREP.id],
  output: { material: id('rna'), condition: id('fridge') },
};

/** 20 min for one load of the handler, by appointment in the afternoon. */
export const RNA_QUANT: BenchStage = {
  ...RNA_CHECK,
  id: id('rna-quant'),
  name: 'RNA quantification',
  isOptional: false,
  time: { fixed: minutes(20), perSample: duration(0) },
  attendance: { operators: 0 },
  after: [RNA_CHECK.id],
  startWindows: [interval(clock(0, 14), clock(0, 16)), interval(clock(1, 14), clock(1, 16))],
};

/** `xl` is allowed but offered nowhere. */
const WIDE_SEQUENCE: SequencingStage = { ...SEQUENCE, recipes: [id('short'), id('long'), id('xl')] };

/** Both sides at once; stated on side A. */
const SERVICE: FlexibleMaintenance = {
  id: id('service'),
  every: duration(21 * DAY),
  early: duration(3 * DAY),
  late: duration(3 * DAY),
  duration: hours(4),
  operators: 2,
  lastDone: seconds(0),
  scope: 'instrument',
};

export const CLEAN: FlexibleMaintenance = {
  id: id('clean'),
  everyRuns: 3,
  early: duration(0),
  late: duration(0),
  duration: minutes(30),
  operators: 1,
  lastDone: seconds(0),
  scope: 'machine',
};

function machines(): readonly Machine[] {
  const a = position('A');
  const b = position('B');
  // `mini` is offered but allowed by no stage.
  const menu = { recipes: [id<never>('long'), id<never>('mini'), id<never>('short')] };
  // tc-2 closes for the day at 14:00, when its last batch ends.
  const day: readonly Interval[] = [interval(clock(0, 6), clock(0, 14)), interval(clock(1, 6), clock(1, 18))];
  return [
    { ...HANDLER, flexibleMaintenance: [CLEAN] },
    { ...a, ...menu, flexibleMaintenance: [SERVICE, ...a.flexibleMaintenance] },
    { ...b, ...menu },
    { ...cycler('tc-1'), capacity: 10 },
    { ...cycler('tc-2'), available: [...day, interval(clock(2, 0), clock(40, 0))] },
  ];
}

const early = (name: string, changes: Partial<Order> = {}): Order =>
  order(name, {
    collected: clock(-1, 12),
    storage: [
      { condition: id('room'), from: clock(-1, 12) },
      { condition: id('fridge'), from: clock(-1, 18) },
    ],
    release: clock(-1, 18),
    ...changes,
  });

/** Two samples of RNA, which does not degrade in the fridge. */
const rnaOrder = (name: string, changes: Partial<Order> = {}): Order => {
  const { samples, indexSet: _, ...rest } = order(name, changes);
  return { ...rest, workflow: id('rna'), material: id('rna'), samples: samples.slice(0, 2) };
};

export const ORDERS: readonly Order[] = [
  // Alignment under way, and alignment that may begin now.
  early('c1'),
  early('c2'),
  // Lost: expired an hour ago.
  order('l1', { expires: clock(0, 7), weight: 10, priority: 'urgent' }),
  // Released when its preparation starts, and expired a second later.
  rnaOrder('n1', { release: clock(0, 9), expires: clock(0, 9), deadline: clock(0, 15, 20) }),
  rnaOrder('n2'),
  order('o1'),
  order('o2'),
  // 150 M read pairs a sample, due 2 h 45 min before it is ready.
  order('o3', { readsPerSample: 150_000_000, due: clock(2, 0) }),
  // One batch under way; p2 tells its past by its order's history, p1 by what it is kept as.
  early('p1', { deadline: clock(1, 0) }),
  early('p2', {
    progress: [
      { stage: EXTRACT.id, start: clock(-1, 21), end: clock(-1, 22, 4), on: id<never>('handler-1') },
      { stage: PREP.id, start: clock(0, 7), end: clock(0, 9), on: id<never>('tc-2') },
    ],
  }),
  // Being sequenced.
  early('r1'),
];

export function laboratory(): Scenario {
  const base = tinyLab({ orders: ORDERS });
  const short = [...base.recipes.values()].find((recipe) => recipe.id === 'short');
  const alike = (['mini', 'xl'] as const).flatMap((name) =>
    short === undefined ? [] : [{ ...short, id: id<never>(name) }],
  );
  const curve = (days: number) => ({ tau: days * DAY, beta: 1.5 });
  const material = (name: string, fridge: number, room = fridge) => ({
    id: id<never>(name),
    conditions: new Map([
      [id<never>('fridge'), curve(fridge)],
      [id<never>('room'), curve(room)],
    ]),
  });
  return {
    ...base,
    // Washes are due again on day 28, at the latest day 30: not within these 27 days.
    horizon: duration(27 * DAY),
    machines: machines(),
    recipes: new Map([...base.recipes, ...alike.map((recipe) => [recipe.id, recipe] as const)]),
    materials: new Map(
      [material('blood', 10, 4), material('extract', 30), material('library', 14), material('rna', Infinity)].map(
        (m) => [m.id, m],
      ),
    ),
    indexSets: indexSetsOf(ORDERS, [['set-o1', 'set-o2']]),
    workflows: new Map([
      [WORKFLOW.id, { ...WORKFLOW, stages: [EXTRACT, PREP, WIDE_SEQUENCE, ALIGN] }],
      [id<never>('rna'), { id: id<never>('rna'), name: 'RNA', stages: [RNA_PREP, RNA_CHECK, RNA_QUANT] }],
    ]),
  };
}
