/** An instant within a draft plan: what is over by then, what runs, and what is still a plan. */

import { NEVER, at, mustGet, seconds, type Seconds } from '../../../src/base/index.ts';
import {
  id,
  type LotId,
  type LotSituation,
  type MachineSituation,
  type Order,
  type PlannedMaintenance,
  type Situation,
} from '../../../src/model/index.ts';
import { keptAfter, type Visit } from '../objective-oracle.ts';
import type { Dice } from './dice.ts';
import type { DraftLab } from './draft-lab.ts';
import { stagesOf, type DraftPlan, type DraftTask } from './draft-plan.ts';

export interface Cut {
  readonly now: Seconds;
  readonly past: readonly DraftTask[];
  readonly running: readonly DraftTask[];
  readonly open: readonly DraftTask[];
  readonly pastMaintenance: readonly PlannedMaintenance[];
  readonly openMaintenance: readonly PlannedMaintenance[];
}

/** At an instant when no set-up and no maintenance is under way: neither can be told to a situation as a task. */
export function cutPlan(dice: Dice, plan: DraftPlan): Cut {
  const last = Math.max(0, ...plan.tasks.map(({ task }) => task.end));
  const tries = Array.from({ length: 10 }, () => dice.int(0, last));
  const now = dice.chance(0.4) ? 0 : (tries.find((instant) => canCut(plan, instant)) ?? 0);
  return {
    now: seconds(now),
    past: plan.tasks.filter(({ task }) => task.end <= now),
    running: plan.tasks.filter(({ task }) => task.start < now && now < task.end),
    open: plan.tasks.filter(({ task }) => task.start >= now),
    pastMaintenance: plan.maintenance.filter(({ start }) => start < now),
    openMaintenance: plan.maintenance.filter(({ start }) => start >= now),
  };
}

const canCut = (plan: DraftPlan, instant: number): boolean =>
  plan.tasks.every(({ task }) => task.start - task.setup >= instant || task.start < instant) &&
  plan.maintenance.every(({ start, end }) => start >= instant || end <= instant);

/** `orders` with their times set. Orders of which nothing is left to do have no lot. */
export function deriveSituation(
  dice: Dice,
  { lab, plan, cut, orders }: { lab: DraftLab; plan: DraftPlan; cut: Cut; orders: readonly Order[] },
): Situation {
  return {
    now: cut.now,
    lots: orders.map((order) => lotOf(dice, { lab, plan, cut, order })).filter((lot) => hasWork(lab, orders, lot)),
    machines: lab.machines.flatMap((machine) => machineOf(dice, { lab, cut, machine: machine.id }) ?? []),
  };
}

export const holds = (draft: DraftTask, order: Order): boolean => draft.jobs.some((job) => job.order.id === order.id);

/** When each stage of the order was or will be worked on. */
export const visitsOf = (tasks: readonly DraftTask[], order: Order): readonly Visit[] =>
  tasks.flatMap(({ task, jobs }) =>
    jobs.filter((job) => job.order.id === order.id).map(({ stage }) => ({ stage, start: task.start, end: task.end })),
  );

function lotOf(
  dice: Dice,
  { lab, plan, cut, order }: { lab: DraftLab; plan: DraftPlan; cut: Cut; order: Order },
): LotSituation {
  const done = visitsOf(cut.past, order);
  const running = cut.running
    .filter((draft) => holds(draft, order))
    .flatMap((draft) =>
      visitsOf([draft], order).map(({ stage, start, end }) => ({
        stage: stage.id,
        start: seconds(start),
        end: seconds(end),
        placement: draft.task.placement,
      })),
    );
  const material = done.filter(({ stage }) => stage.kind !== 'compute').toSorted((a, b) => a.start - b.start);
  const starts = visitsOf(cut.open, order).map(({ start }) => start);
  // What it is kept as sums up the past only where stages follow one another.
  const isChain = stagesOf(lab, order).every((stage, k, all) => k === 0 || stage.after.includes(at(all, k - 1).id));
  return {
    lot: id<LotId>(order.id),
    order: order.id,
    samples: order.samples.map((sample) => sample.id),
    done: done.map(({ stage, end }) => ({ stage: stage.id, end: seconds(end) })),
    running,
    skipped: mustGet(plan.skipped, order.id),
    notBefore: seconds(dice.chance(0.5) || starts.length === 0 ? -NEVER : Math.min(...starts) - dice.slack(7200)),
    ...(isChain && material.length > 0 && dice.chance(0.5)
      ? {
          keeping: keptAfter(
            { materials: new Map(lab.materials.map((m) => [m.id, m])) },
            { order, keeping: undefined, visits: material },
          ),
        }
      : {}),
  };
}

function hasWork(lab: DraftLab, orders: readonly Order[], lot: LotSituation): boolean {
  const order = orders.find((candidate) => candidate.id === lot.order);
  const over = new Set([...lot.done.map(({ stage }) => stage), ...lot.skipped]);
  return order !== undefined && stagesOf(lab, order).some((stage) => !over.has(stage.id));
}

function machineOf(
  dice: Dice,
  { lab, cut, machine }: { lab: DraftLab; cut: Cut; machine: string },
): MachineSituation | undefined {
  const isHere = ({ task }: DraftTask): boolean => task.placement.kind !== 'pool' && task.placement.machine === machine;
  const past = cut.past.filter(isHere).toSorted((a, b) => a.task.start - b.task.start);
  const begun = [...past, ...cut.running.filter(isHere)];
  const served = cut.pastMaintenance.filter(({ machines }) => machines.some((name) => name === machine));
  const next = [
    ...cut.open.filter(isHere).map(({ task }) => task.start - task.setup),
    ...cut.openMaintenance
      .filter(({ machines }) => machines.some((name) => name === machine))
      .map(({ start }) => start),
  ];
  if (begun.length === 0 && served.length === 0 && dice.chance(0.5)) return undefined;
  const state = past.at(-1)?.state;
  return {
    machine: id(machine),
    freeFrom: seconds(next.length === 0 || dice.chance(0.5) ? -NEVER : Math.min(...next) - dice.slack(7200)),
    ...(state === undefined ? {} : { state }),
    maintenance: lab.care
      .filter((care) => care.machines.includes(machine))
      .flatMap((care) => {
        const lastDone = served.filter((occurrence) => occurrence.maintenance === care.id).at(-1)?.end;
        const runsSince = begun.filter(({ task }) => task.start >= (lastDone ?? 0)).length;
        // Never since the scenario began: as the scenario says, which for runs is none.
        return lastDone === undefined && runsSince === 0
          ? []
          : [{ id: id<never>(care.id), lastDone: lastDone ?? careStart(care.id), runsSince }];
      }),
  };
}

/** `lastDone` of the scenario, which a situation without an occurrence so far repeats. */
export const careStart = (care: string): Seconds => seconds(care === 'service' ? -3600 : -1800);
