/** What goes wrong in a benchmark laboratory and asks for a new plan: work overruns, a machine breaks, work fails, an order comes in. */

import { after, createRandom, duration, HOUR, MINUTE, type Random, type Seconds } from '../../src/base/index.ts';
import type { LotId, MachineId, Plan, RunningStage, Situation, TaskPlacement } from '../../src/model/index.ts';
import { advance } from './advance.ts';
import type { Lab } from './make-lab.ts';

export const DISTURBANCES = ['overrun', 'breakdown', 'failure', 'arrival'] as const;
export type Disturbance = (typeof DISTURBANCES)[number];

export interface DisturbOptions {
  readonly lab: Lab;
  /** Made for `lab`; afterwards it is the plan in force. */
  readonly plan: Plan;
  readonly now: Seconds;
  readonly seed: number;
  /** Drawn where absent. */
  readonly what?: Disturbance;
}

export interface DisturbedLab extends Lab {
  readonly what: Disturbance;
}

/** The laboratory at `now`, by plan until then, when something happens. The same options give the same situation. */
export function disturb({ lab, plan, now, seed, what }: DisturbOptions): DisturbedLab {
  const random = createRandom(seed).split('disturbance');
  const kind = what ?? pick(random, DISTURBANCES) ?? 'overrun';
  const { scenario, situation } = advance(lab, plan, now);
  return { scenario, situation: HAPPEN[kind](situation, random), what: kind };
}

type Happen = (situation: Situation, random: Random) => Situation;

const HAPPEN: Readonly<Record<Disturbance, Happen>> = { overrun, breakdown, failure, arrival };

/** Up to three tasks under way take longer by a fifth to four fifths. */
function overrun(situation: Situation, random: Random): Situation {
  const late = new Map(
    draw(random, runningTasks(situation), 3).map((task) => {
      const extra = Math.round((0.2 + 0.6 * random.uniform()) * (task.end - task.start));
      return [keyOf(task.placement, task.start, task.lot), after(task.end, extra)] as const;
    }),
  );
  const endOf = (placement: TaskPlacement, start: Seconds, lot: LotId, end: Seconds): Seconds =>
    late.get(keyOf(placement, start, lot)) ?? end;
  return {
    ...situation,
    lots: situation.lots.map((lot) => ({
      ...lot,
      running: lot.running.map((r) => ({ ...r, end: endOf(r.placement, r.start, lot.lot, r.end) })),
    })),
    ...inForce(situation, (plan) => ({
      ...plan,
      tasks: plan.tasks.map((task) => {
        const [member] = task.members;
        if (!task.isFrozen || member === undefined) return task;
        return { ...task, end: endOf(task.placement, task.start, member.lot, task.end) };
      }),
    })),
  };
}

/** A machine stands still for six hours to two days, and what it was doing is to be done again. */
function breakdown(situation: Situation, random: Random): Situation {
  const busy = runningTasks(situation).flatMap(({ placement }) =>
    placement.kind === 'pool' ? [] : [placement.machine],
  );
  const broken = pick(random, busy.length > 0 ? busy : situation.machines.map(({ machine }) => machine));
  const repaired = after(situation.now, Math.round((6 + 42 * random.uniform()) * 60) * MINUTE);
  const down = situation.machines.map((entry) => (entry.machine === broken ? { ...entry, freeFrom: repaired } : entry));
  return withoutRunning({ ...situation, machines: down }, (placement) => machineOf(placement) === broken);
}

/** Up to two tasks under way have failed: their machines are free, their lots wait an hour and do it again. */
function failure(situation: Situation, random: Random): Situation {
  const failed = new Set(
    draw(random, runningTasks(situation), 2).map(({ placement, start, lot }) => keyOf(placement, start, lot)),
  );
  return withoutRunning(situation, (placement, start, lot) => failed.has(keyOf(placement, start, lot)));
}

/** Up to two orders that nothing was done for are new to the plan. */
function arrival(situation: Situation, random: Random): Situation {
  const untouched = situation.lots.filter(({ done, running }) => done.length + running.length === 0);
  const fresh = new Set(draw(random, untouched, 2).map(({ lot }) => lot));
  return {
    ...situation,
    ...inForce(situation, (plan) => ({
      ...plan,
      tasks: withoutMembers(plan, ({ lot }) => fresh.has(lot)),
    })),
  };
}

/** Takes running work back: the stages are open again, and no plan holds them. */
function withoutRunning(
  situation: Situation,
  isHit: (placement: TaskPlacement, start: Seconds, lot: LotId) => boolean,
): Situation {
  const again = after(situation.now, duration(HOUR));
  const hit = new Set(
    situation.lots.flatMap((lot) =>
      lot.running.filter((r) => isHit(r.placement, r.start, lot.lot)).map((r) => `${lot.lot}:${r.stage}`),
    ),
  );
  return {
    ...situation,
    lots: situation.lots.map((lot) => {
      const running = lot.running.filter((r) => !hit.has(`${lot.lot}:${r.stage}`));
      return running.length === lot.running.length ? lot : { ...lot, running, notBefore: again };
    }),
    ...inForce(situation, (plan) => ({
      ...plan,
      tasks: withoutMembers(plan, ({ lot, stage }) => hit.has(`${lot}:${stage}`)),
    })),
  };
}

function withoutMembers(plan: Plan, isGone: (member: Plan['tasks'][number]['members'][number]) => boolean) {
  return plan.tasks
    .map((task) => ({ ...task, members: task.members.filter((member) => !isGone(member)) }))
    .filter(({ members }) => members.length > 0);
}

function inForce({ planInForce }: Situation, change: (plan: Plan) => Plan): { planInForce?: Plan } {
  return planInForce === undefined ? {} : { planInForce: change(planInForce) };
}

interface RunningTask extends RunningStage {
  readonly lot: LotId;
}

/** One entry per task under way, whatever the number of its lots; in the order of lots. */
function runningTasks(situation: Situation): readonly RunningTask[] {
  const tasks = new Map<string, RunningTask>();
  for (const { lot, running } of situation.lots) {
    for (const stage of running) {
      const key = keyOf(stage.placement, stage.start, lot);
      if (!tasks.has(key)) tasks.set(key, { ...stage, lot });
    }
  }
  return [...tasks.values()];
}

const machineOf = (placement: TaskPlacement): MachineId | undefined =>
  placement.kind === 'pool' ? undefined : placement.machine;

/** On a machine, what began together is one task; in a pool every lot has its own. */
const keyOf = (placement: TaskPlacement, start: Seconds, lot: LotId): string =>
  placement.kind === 'pool' ? `${placement.pool} ${lot} ${start}` : `${placement.machine} ${start}`;

const pick = <T>(random: Random, items: readonly T[]): T | undefined =>
  items.length === 0 ? undefined : items[random.below(items.length)];

/** One to `most` different items, fewer where there are fewer. */
function draw<T>(random: Random, items: readonly T[], most: number): T[] {
  const left = [...items];
  const count = Math.min(left.length, 1 + random.below(most));
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)).flat();
}
