/**
 * `[STAFF]`, `[POOL]`: whatever starts finds room for as long as it is planned to take, beside what is under way.
 *
 * What runs already may come to exceed what is left (it takes longer, a shift ends, a shortage begins): that is nobody's
 * fault. Starting more on top of it is.
 */

import { levelAt, seconds, type StepFunction } from '../../base/index.ts';
import type { PoolPlacement, Shortage } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { machineOf, type FactOf, type RunningTask, type Scene } from './scene.ts';
import { attendanceOf, attendanceOfWork } from './attendance.ts';

/** An amount in use over [from, until). */
interface Use {
  readonly from: number;
  readonly until: number;
  readonly amount: number;
}

export function* checkStaffOfTask(scene: Scene, fact: FactOf<'task-started'>): Generator<Fault> {
  const name = machineOf(fact.placement);
  if (name === undefined) return;
  const start = fact.at + fact.setup;
  const { operators, until } = attendanceOf(scene, fact);
  const atSetup = scene.index.machines.get(name)?.changeover.operators ?? 0;
  yield* checkStaff(scene, fact.at, fact.task, [
    { from: fact.at, until: start, amount: atSetup },
    { from: start, until, amount: operators },
  ]);
}

export function* checkStaffOfMaintenance(scene: Scene, fact: FactOf<'maintenance-started'>): Generator<Fault> {
  const rules = fact.machines.flatMap((m) => scene.index.machines.get(m)?.flexibleMaintenance ?? []);
  const amount = rules.find((rule) => rule.id === fact.maintenance)?.operators ?? 0;
  yield* checkStaff(scene, fact.at, fact.task, [{ from: fact.at, until: fact.expectedEnd, amount }]);
}

function* checkStaff(scene: Scene, now: number, task: string, wanted: readonly Use[]): Generator<Fault> {
  if (wanted.every((use) => use.amount === 0)) return;
  const others = [
    ...[...scene.running.values()].flatMap((running) => attendance(scene, running, now)),
    ...[...scene.maintenance.values()].map(({ at, expectedEnd, operators }) => ({
      from: at,
      until: Math.max(expectedEnd, now + 1),
      amount: operators,
    })),
  ];
  const short = shortagesOf(scene, now, ({ of }) => (of.kind === 'staff' ? of.operators : 0));
  const over = firstOveruse(scene.scenario.staff, { wanted, others, short });
  if (over === undefined) return;
  const { at, used, limit } = over;
  yield fault('STAFF', `${task} starts: ${used} operators in use at ${at}, ${limit} are there`, 'Wait for operators.');
}

function attendance(scene: Scene, task: RunningTask, now: number): Use[] {
  const name = machineOf(task.placement);
  if (name === undefined) return [];
  const end = Math.max(task.expectedEnd, now + 1);
  const stages = task.members.map((m) => m.stage);
  const { operators, until } = attendanceOfWork(stages, { start: task.workStart, end });
  const atSetup = scene.index.machines.get(name)?.changeover.operators ?? 0;
  return [
    { from: task.at, until: task.workStart, amount: atSetup },
    { from: task.workStart, until, amount: operators },
  ];
}

const AMOUNTS = [
  { what: 'cores', of: (p: PoolPlacement) => p.cores },
  { what: 'memoryBytes', of: (p: PoolPlacement, factor: number) => Math.round(p.memoryBytes * factor) },
  { what: 'gpus', of: (p: PoolPlacement) => p.gpus },
] as const;

export function* checkPool(scene: Scene, fact: FactOf<'task-started'>): Generator<Fault> {
  const { placement, at, expectedEnd, task, memoryFactor } = fact;
  if (placement.kind !== 'pool') return;
  const pool = scene.index.pools.get(placement.pool);
  if (pool === undefined) return;
  for (const { what, of } of AMOUNTS) {
    const wanted = [{ from: at, until: Math.max(expectedEnd, at + 1), amount: of(placement, memoryFactor) }];
    const others = [...scene.running.values()].flatMap((running): Use[] =>
      running.placement.kind === 'pool' && running.placement.pool === pool.id
        ? [
            {
              from: running.at,
              until: Math.max(running.expectedEnd, at + 1),
              amount: of(running.placement, running.memoryFactor),
            },
          ]
        : [],
    );
    const capacity = what === 'cores' ? pool.cores : constant(pool[what]);
    const short = shortagesOf(scene, at, ({ of: s }) => (s.kind === 'pool' && s.pool === pool.id ? s[what] : 0));
    const over = firstOveruse(capacity, { wanted, others, short });
    if (over === undefined) continue;
    yield fault(
      'POOL',
      `${task} starts: ${over.used} ${what} of ${pool.id} in use at ${over.at}, ${over.limit} are there`,
      'Wait for room.',
    );
  }
}

const constant = (level: number): StepFunction => ({ times: [seconds(-(2 ** 50))], levels: [level] });

/** What is missing, as far as it is known now; what is overdue to end is still missing for a second. */
function shortagesOf({ shortages }: Scene, now: number, amount: (shortage: Shortage) => number): Use[] {
  return [...shortages.values()].map((shortage) => ({
    from: shortage.since,
    until: Math.max(shortage.until, now + 1),
    amount: amount(shortage),
  }));
}

interface Load {
  readonly wanted: readonly Use[];
  readonly others: readonly Use[];
  readonly short: readonly Use[];
}

/** The first instant at which what is wanted is in use and all together is more than there is. */
function firstOveruse(capacity: StepFunction, { wanted, others, short }: Load) {
  for (const { from, until, amount } of wanted) {
    if (amount === 0 || from >= until) continue;
    const edges = [...others, ...short, ...wanted].flatMap((use) => [use.from, use.until]);
    const instants = [from, ...edges, ...changesWithin(capacity, from, until)].filter((t) => t >= from && t < until);
    for (const at of instants.toSorted((a, b) => a - b)) {
      const used = amountAt(wanted, at) + amountAt(others, at);
      const limit = Math.max(0, levelAt(capacity, seconds(at)) - amountAt(short, at));
      if (used > limit) return { at, used, limit };
    }
  }
  return undefined;
}

const amountAt = (uses: readonly Use[], at: number): number =>
  uses.reduce((total, { from, until, amount }) => (from <= at && at < until ? total + amount : total), 0);

/** Instants in (from, until) at which the level changes. */
function changesWithin({ times }: StepFunction, from: number, until: number): readonly number[] {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) > from) high = middle;
    else low = middle + 1;
  }
  const end = times.findIndex((t, k) => k >= low && t >= until);
  return times.slice(low, end === -1 ? undefined : end);
}
