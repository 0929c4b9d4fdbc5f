/** Small random laboratories with every kind of constraint, and situations in the middle of a plan. */

import {
  DAY,
  HOUR,
  MINUTE,
  NEVER,
  createRandom,
  duration,
  interval,
  normalise,
  seconds,
  subtract,
  sumOfLevels,
  type Random,
} from '../../src/base/index.ts';
import {
  id,
  type BenchStage,
  type ComputeStage,
  type FlexibleMaintenance,
  type LotId,
  type LotSituation,
  type MachineId,
  type MachineSituation,
  type Order,
  type Plan,
  type PlannedTask,
  type Scenario,
  type SequencingStage,
  type Situation,
  type Workflow,
} from '../../src/model/index.ts';
import {
  ALIGN,
  EXTRACT,
  HANDLER,
  PREP,
  SEQUENCE,
  WEEKDAYS,
  cycler,
  indexSetsOf,
  order,
  position,
  tinyLab,
  untouched,
} from '../support/tiny-lab.ts';

/** The same seed always gives the same laboratory. */
export function randomLab(seed: number): { readonly scenario: Scenario; readonly situation: Situation } {
  const random = createRandom(seed);
  const orders = randomOrders(random.split('orders'));
  const scenario = tinyLab({
    orders,
    indexSets: randomClashes(random.split('clashes'), orders),
    workflows: new Map([randomWorkflow(random.split('workflow'))].map((w) => [w.id, w])),
    ...randomEquipment(random.split('equipment')),
  });
  return { scenario, situation: randomSituation(random.split('situation'), scenario) };
}

const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)] as T;
const chance = (random: Random, percent: number): boolean => random.below(100) < percent;
const minutes = (n: number) => duration(n * MINUTE);

function randomOrders(random: Random): Order[] {
  return Array.from({ length: 1 + random.below(9) }, (_, k) => {
    const release = 8 * HOUR + random.below(12) * 6 * HOUR;
    const samples = 1 + random.below(16);
    return order(`o${k}`, {
      samples: Array.from({ length: samples }, (_s, i) => ({ id: id(`o${k}/s${i}`), name: `s${i}` })),
      release: seconds(release),
      due: seconds(release + (1 + random.below(8)) * DAY),
      expires: seconds(release + (chance(random, 10) ? 30 * HOUR : 6 * DAY)),
      ...(chance(random, 30) ? { deadline: seconds(release + (2 + random.below(12)) * DAY) } : {}),
      readsPerSample: pick(random, [20_000_000, 50_000_000, 100_000_000, 130_000_001]),
      weight: pick(random, [0.3, 1, 10]),
      ...(chance(random, 15) ? {} : { indexSet: id(`set-${random.below(5)}`) }),
    });
  });
}

function randomClashes(random: Random, orders: readonly Order[]): Scenario['indexSets'] {
  const sets = [...new Set(orders.flatMap((o) => (o.indexSet === undefined ? [] : [o.indexSet as string])))];
  const pairs = sets.flatMap((a) => sets.filter((b) => a < b && chance(random, 30)).map((b) => [a, b] as const));
  // Order ids and index sets share nothing here: `indexSetsOf` reads the sets from the orders.
  return indexSetsOf(orders, pairs);
}

function randomWorkflow(random: Random): Workflow {
  const hold = (max: readonly number[]) => ({
    min: minutes(pick(random, [0, 15, 60])),
    ...(chance(random, 70) ? { max: minutes(60 + pick(random, max)) } : {}),
  });
  const extract: BenchStage = {
    ...EXTRACT,
    time: { fixed: minutes(pick(random, [20, 60])), perSample: minutes(pick(random, [0, 1, 5])) },
    attendance: chance(random, 50) ? { operators: 1 } : { operators: 1, handsOn: minutes(15) },
    hold: hold([5, 60, 600, 4000]),
    ...(chance(random, 30)
      ? { startWindows: normalise(WEEKDAYS.map((d) => interval(d.start + HOUR, d.start + 3 * HOUR))) }
      : {}),
  };
  const prep: BenchStage = {
    ...PREP,
    time: { fixed: minutes(120), perSample: minutes(pick(random, [0, 0, 2])) },
    attendance: pick(random, [{ operators: 1 }, { operators: 2, handsOn: minutes(30) }, { operators: 0 }]),
    hold: hold([5, 120, 1440]),
  };
  const quantify: BenchStage = {
    ...EXTRACT,
    id: id('quantify'),
    name: 'quantification',
    equipment: 'reader',
    time: { fixed: minutes(30), perSample: minutes(0) },
    after: [id('prep')],
    hold: hold([5, 120, 1440]),
    isOptional: true,
    ...(chance(random, 50) ? { batch: { family: 'quantify' } } : {}),
  };
  const sequence: SequencingStage = { ...SEQUENCE, after: [id('quantify')], hold: { min: duration(0) } };
  const align: ComputeStage = { ...ALIGN, parallel: pick(random, [[1], [1, 4], [2, 8]]) };
  return { id: id('wgs'), name: 'genomes', stages: [extract, prep, quantify, sequence, align] };
}

function randomEquipment(random: Random): Partial<Scenario> {
  const scope = pick(random, ['machine', 'instrument'] as const);
  const everyRuns = chance(random, 40) ? { everyRuns: 1 + random.below(3) } : {};
  const wash: FlexibleMaintenance = {
    id: id('wash'),
    every: duration((5 + random.below(9)) * DAY),
    ...everyRuns,
    early: duration(2 * DAY),
    late: duration(2 * DAY + 12 * HOUR),
    duration: duration(2 * HOUR),
    operators: 1,
    lastDone: seconds(-random.below(4) * DAY),
    scope,
  };
  const sides = (['A', 'B'] as const).map((side) => {
    const base = position(side);
    // Short enough that every maintenance window keeps some open, staffed time.
    const from = 2 * DAY + random.below(96) * HOUR;
    const closed = [interval(from, from + 12 * HOUR)];
    return {
      ...base,
      flexibleMaintenance: [wash],
      available: chance(random, 50) ? base.available : subtract(base.available, closed),
      ...(chance(random, 50) ? { initialState: 'long' } : {}),
      changeover: { ...base.changeover, operators: random.below(3) },
    };
  });
  const changeover = {
    default: minutes(20),
    rules: [
      { from: 'dna-prep', to: 'dna-prep', time: minutes(pick(random, [0, 5])) },
      { from: '*', to: 'dna-prep', time: minutes(pick(random, [10, 50])) },
    ],
    operators: random.below(2),
  };
  const cyclers = ['tc-1', 'tc-2'].map((name) => ({ ...cycler(name), changeover, capacity: 16 + random.below(16) }));
  const handler = { ...HANDLER, capacity: pick(random, [4, 8, 96]), changeover };
  const reader = { ...HANDLER, id: id<MachineId>('reader-1'), class: 'reader', capacity: 24 };
  const machines = [handler, reader, ...sides, ...cyclers].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const recipes = new Map(
    [...tinyLab().recipes].map(([key, r]) => [key, { ...r, indexScope: pick(random, ['lane', 'run'] as const) }]),
  );
  return { machines, recipes, staff: sumOfLevels([{ intervals: WEEKDAYS, level: 2 + random.below(2) }]) };
}

/** At instant 0: some lots split, some stages skipped, some machines down. */
function randomSituation(random: Random, scenario: Scenario): Situation {
  const base = untouched(scenario);
  const lots = base.lots.flatMap((lot): LotSituation[] => {
    const own = {
      ...lot,
      skipped: chance(random, 20) ? [id<never>('quantify')] : [],
      notBefore: chance(random, 20) ? seconds(random.below(48) * HOUR) : seconds(-NEVER),
    };
    if (lot.samples.length < 2 || !chance(random, 20)) return [own];
    const middle = lot.samples.length >>> 1;
    return [
      { ...own, samples: lot.samples.slice(0, middle) },
      { ...own, lot: id<LotId>(`${lot.lot}~r`), samples: lot.samples.slice(middle) },
    ];
  });
  const down = scenario.machines.filter(() => chance(random, 15));
  return {
    ...base,
    lots,
    machines: down.map((m) => ({
      machine: m.id,
      freeFrom: seconds(random.below(72) * HOUR),
      maintenance: m.flexibleMaintenance.map((f) => ({ id: f.id, lastDone: f.lastDone, runsSince: random.below(2) })),
    })),
  };
}

/** The situation at `now` when everything before it went as planned. Finished lots are gone; so are lost orders' lots. */
export function later(scenario: Scenario, before: Situation, plan: Plan, now: number): Situation {
  const started = plan.tasks.filter((t) => t.start <= now);
  const stages = (lot: LotSituation, tasks: readonly PlannedTask[]) =>
    tasks.flatMap((task) => task.members.filter((m) => m.lot === lot.lot).map((m) => ({ stage: m.stage, task })));
  const lots = before.lots.flatMap((lot): LotSituation[] => {
    const own = stages(lot, started);
    const done = own.filter(({ task }) => task.end <= now).map(({ stage, task }) => ({ stage, end: task.end }));
    const running = own
      .filter(({ task }) => task.end > now)
      .map(({ stage, task }) => ({ stage, start: task.start, end: task.end, placement: task.placement }));
    const isFinished = running.length === 0 && stages(lot, plan.tasks).length === own.length && own.length > 0;
    return isFinished ? [] : [{ ...lot, done: [...lot.done, ...done], running }];
  });
  const machines = scenario.machines.map((machine): MachineSituation => {
    const present = before.machines.find((m) => m.machine === machine.id);
    const tasks = started.filter((t) => t.placement.kind !== 'pool' && t.placement.machine === machine.id);
    const last = tasks.at(-1);
    const maintained = plan.maintenance.filter((m) => m.machines.includes(machine.id) && m.start <= now);
    const state = last === undefined ? present?.state : stateOf(scenario, last);
    const busyUntil = Math.max(-NEVER, ...maintained.map((m) => m.end));
    return {
      machine: machine.id,
      freeFrom: seconds(Math.max(present?.freeFrom ?? -NEVER, busyUntil)),
      ...(state === undefined ? {} : { state }),
      maintenance: machine.flexibleMaintenance.map((rule) => {
        const own = maintained.filter((m) => m.maintenance === rule.id);
        const known = present?.maintenance.find((m) => m.id === rule.id);
        const lastDone = own.at(-1)?.end ?? known?.lastDone ?? rule.lastDone;
        const since = tasks.filter((t) => t.start >= (own.at(-1)?.start ?? -NEVER)).length;
        return { id: rule.id, lastDone, runsSince: since + (own.length === 0 ? (known?.runsSince ?? 0) : 0) };
      }),
    };
  });
  return { now: seconds(now), lots, machines, planInForce: plan };
}

function stateOf(scenario: Scenario, task: PlannedTask): string {
  if (task.placement.kind === 'run') return task.placement.recipe;
  const stages = [...scenario.workflows.values()].flatMap((w) => w.stages);
  const stage = stages.find((s) => s.id === task.members[0]?.stage);
  return stage?.kind === 'bench' && stage.batch ? stage.batch.family : (stage?.id ?? '');
}
