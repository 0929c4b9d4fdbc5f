/** `[PLAN-UNASKED]`, `[PLAN-FACTS]`: plans answer requests, and what is said of them is true. */

import { planDigest, type PlanChange } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { isOpen, machineOf, type FactOf, type Scene } from './scene.ts';

type PlanFact = FactOf<'task-planned' | 'maintenance-planned' | 'plan-adopted' | 'plan-refused'>;

export function* checkRequest({ planning }: Scene, { request }: FactOf<'plan-requested'>): Generator<Fault> {
  if (request === planning.requests + 1) return;
  yield fault('PLAN-FACTS', `request ${request} follows request ${planning.requests}`, 'Requests count up from 1.');
}

/** A later request stands in for an earlier one that is not answered. */
export function* checkAnswer({ planning }: Scene, { type, request }: PlanFact): Generator<Fault> {
  if (planning.outstanding && request === planning.requests) return;
  const asked = planning.outstanding ? `request ${planning.requests} is` : 'none is';
  yield fault('PLAN-UNASKED', `${type} answers request ${request}, but ${asked} open`, 'A plan is asked for first.');
}

export function* checkAdoption(scene: Scene, fact: FactOf<'plan-adopted'>): Generator<Fault> {
  const { tasks } = scene.planning;
  if (fact.tasks !== tasks.length) {
    yield fault('PLAN-FACTS', `the plan has ${tasks.length} tasks, not ${fact.tasks}`, 'Each is told by task-planned.');
  }
  const seen = new Set<string>();
  for (const { members } of tasks) {
    for (const { lot, stage } of members) {
      const name = `${lot}/${stage}`;
      if (seen.has(name)) yield fault('PLAN-FACTS', `the plan has ${name} twice`, 'A stage of a lot is in one task.');
      seen.add(name);
    }
  }
  const { kept, moved, hours } = fact.change;
  const real = changeOf(scene);
  if (kept === real.kept && moved === real.moved && Math.abs(hours - real.hours) < 0.002) return;
  const text = ({ kept: k, moved: m, hours: h }: PlanChange): string => `${k} kept, ${m} moved by ${h} h`;
  yield fault(
    'PLAN-FACTS',
    `the change is ${text(real)}, not ${text(fact.change)}`,
    'Stages that both plans start count.',
  );
}

/** `[PLAN-DIGEST]` */
export function* checkDigest({ planning }: Scene, fact: FactOf<'plan-adopted'>): Generator<Fault> {
  const right = planDigest({ ...fact, tasks: planning.tasks, maintenance: planning.maintenance });
  if (right === fact.digest) return;
  yield fault('PLAN-DIGEST', `the plan has the digest ${right}, not ${fact.digest}`, 'It is of the facts before.');
}

/** Over the stages of lots that the plan before and the new one have both still to start. */
function changeOf({ planning, plan, lots }: Scene): PlanChange {
  const change = { kept: 0, moved: 0, hours: 0 };
  for (const { members, placement, start } of planning.tasks) {
    for (const { lot: name, stage } of members) {
      const lot = lots.get(name);
      const link = lot !== undefined && lot.samples.size > 0 && isOpen(lot, stage) ? lot.links.get(stage) : undefined;
      const before = link === undefined ? undefined : plan?.tasks.get(link);
      if (before === undefined) continue;
      change.kept++;
      const place = machineOf(placement) ?? (placement.kind === 'pool' ? placement.pool : undefined);
      const old = machineOf(before.placement) ?? (before.placement.kind === 'pool' ? before.placement.pool : undefined);
      if (start === before.start && place === old) continue;
      change.moved++;
      change.hours += Math.abs(start - before.start) / 3600;
    }
  }
  return change;
}

/** `[UNPLANNED]`: what starts is in the plan in force, with these members, there. */
export function* checkPlanned({ plan }: Scene, { task, members, placement }: FactOf<'task-started'>): Generator<Fault> {
  const planned = plan?.tasks.get(task);
  if (planned === undefined) {
    yield fault('UNPLANNED', `${task} starts, which is not in the plan in force`, 'Only planned work starts.');
    return;
  }
  const strangers = members.filter((m) => !planned.members.some((p) => p.lot === m.lot && p.stage === m.stage));
  for (const { lot, stage } of strangers) {
    yield fault('UNPLANNED', `${task} starts with ${lot}/${stage}, which it was not planned for`, 'See the plan.');
  }
  const there = planned.placement;
  const isThere =
    machineOf(there) === machineOf(placement) &&
    (there.kind !== 'pool' || (placement.kind === 'pool' && there.pool === placement.pool)) &&
    (there.kind !== 'run' || (placement.kind === 'run' && there.recipe === placement.recipe));
  if (!isThere)
    yield fault('UNPLANNED', `${task} starts elsewhere than planned, or with another recipe`, 'See the plan.');
}

export function* checkMaintenancePlanned({ plan }: Scene, fact: FactOf<'maintenance-started'>): Generator<Fault> {
  const planned = plan?.maintenance.get(fact.task);
  if (planned?.maintenance === fact.maintenance) return;
  yield fault('UNPLANNED', `maintenance ${fact.task} starts, which the plan has no more`, 'Only planned work starts.');
}
