/**
 * Starts whatever of the plan in force can start now, and says when the next start is due without an event.
 *
 * On a machine the plan's order holds, except that a more urgent task may go first (`overtaking.ts`), and what is due behind a task
 * that waits for an event. On a pool the ready tasks go by urgency; one that waits for room keeps those behind it from
 * overtaking, so that a big task cannot starve.
 */

import { NEVER, after, assert, between, by, compareNumbers, levelAt, mustGet, type Seconds } from '../base/index.ts';
import type { MachineId, PlannedMaintenance, PoolId, TaskId } from '../model/index.ts';
import { isToDo } from './agenda.ts';
import { nextChange } from './earliest-start.ts';
import { liveMembers } from './lots.ts';
import { candidateOf, overtakerOf, placeOfMaintenance, type Candidate } from './overtaking.ts';
import { machineProspect, maintenanceProspect, poolProspect, type Prospect } from './start-time.ts';
import type { MachineState, RunState, WaitingTask } from './state.ts';
import type { Turn } from './turn.ts';
import { byNeed, byUrgency, inPlanOrder, urgencyOf, whyFirst, type Urgency } from './urgency.ts';

/** The first later instant at which something could start if nothing else happened; NEVER: none. */
export function dispatch(turn: Turn): Seconds {
  let wake = dispatchMachines(turn);
  for (const id of turn.state.pools.keys()) wake = sooner(wake, dispatchPool(turn, id));
  return wake;
}

/** The most urgent of what can start has first call on the operators; after a start the others are looked at again. */
function dispatchMachines(turn: Turn): Seconds {
  const { state, now } = turn;
  const ready: { readonly machine: MachineId; readonly next: Next }[] = [];
  let wake = NEVER;
  for (const machine of state.machines.keys()) {
    const next = nextOn(state, machine, now);
    if (typeof next === 'number') wake = sooner(wake, next);
    else ready.push({ machine, next });
  }
  const ranked =
    ready.length < 2 ? ready : ready.toSorted(by(({ next }) => urgencyOfNext(state, next, now), byUrgency));
  for (const [place, { machine, next }] of ranked.entries()) {
    const still = place === 0 ? next : nextOn(state, machine, now);
    if (typeof still === 'number') wake = sooner(wake, still);
    else begin(turn, still);
  }
  return wake;
}

/** What a machine can start now. */
type Next =
  | { readonly kind: 'task'; readonly waiting: WaitingTask; readonly go: Go; readonly overtakes?: string }
  | { readonly kind: 'maintenance'; readonly planned: PlannedMaintenance; readonly operators: number };

type Go = NonNullable<Prospect['go']>;

const urgencyOfNext = (state: RunState, next: Next, now: Seconds): Urgency =>
  next.kind === 'task'
    ? urgencyOf(state, next.waiting.task, next.go.members, now)
    : inPlanOrder(next.planned.id, next.planned.start);

function begin(turn: Turn, next: Next): void {
  if (next.kind === 'maintenance') return startMaintenance(turn, next.planned, next.operators);
  const { waiting, go, overtakes } = next;
  if (overtakes !== undefined) recordOvertaking(turn, waiting, overtakes);
  start(turn, waiting, go);
}

/** What the machine can start now, or when it could if nothing else happened. */
function nextOn(state: RunState, id: MachineId, now: Seconds): Next | Seconds {
  const machine = mustGet(state.machines, id);
  const head = isFree(machine) ? headOf(state, machine) : undefined;
  if (head === undefined) return NEVER;
  if (head.kind === 'maintenance') return nextMaintenance(state, id, head.planned, now);
  const { waiting } = head;
  if (machine.ready.some((task) => task !== waiting.task.id)) {
    const overtaker = overtakerOf(state, machine, candidateOf(state, waiting, now), now);
    if (overtaker !== undefined) {
      const prospect = machineProspect(state, overtaker.waiting, overtaker.members, { now, isUrgent: true });
      if (prospect.go !== undefined) {
        return { kind: 'task', waiting: overtaker.waiting, go: prospect.go, overtakes: overtaker.reason };
      }
      // Kept for what would be too late behind the head; it cannot begin before.
      if (overtaker.isRescue && prospect.at < NEVER) return prospect.at;
    }
  }
  const members = liveMembers(state, waiting.task.id, waiting.task.members);
  const prospect = machineProspect(state, waiting, members, { now });
  if (prospect.go !== undefined) return { kind: 'task', waiting, go: prospect.go };
  // The head waits for an event, not for a moment: what is due behind it need not wait along.
  if (prospect.at < NEVER) return prospect.at;
  const next = behind(state, machine, waiting, now);
  return typeof next === 'object' ? next : sooner(next, prospect.again ?? NEVER);
}

const isFree = (machine: MachineState): boolean => machine.occupiedBy === undefined && machine.down === undefined;

type Head =
  | { readonly kind: 'task'; readonly waiting: WaitingTask }
  | { readonly kind: 'maintenance'; readonly planned: PlannedMaintenance };

function headOf(state: RunState, { queue, head }: MachineState): Head | undefined {
  const id = queue[head];
  if (state.plan === undefined || id === undefined) return undefined;
  const planned = state.plan.maintenance.get(id);
  if (planned !== undefined) return { kind: 'maintenance', planned };
  return { kind: 'task', waiting: mustGet(state.plan.tasks, id) };
}

/** The first task behind a blocked head whose planned start has come, up to the next maintenance. */
function behind(state: RunState, machine: MachineState, blocked: WaitingTask, now: Seconds): Next | Seconds {
  let wake = NEVER;
  const end = placeOfMaintenance(state, machine);
  for (const id of machine.ready) {
    const waiting = state.plan?.tasks.get(id);
    if (waiting === undefined || waiting === blocked) continue;
    if (waiting.position >= end) return wake;
    const planned = after(waiting.task.start, -waiting.task.setup);
    if (planned > now) return sooner(wake, planned);
    const members = liveMembers(state, id, waiting.task.members);
    const prospect = machineProspect(state, waiting, members, { now });
    if (prospect.go !== undefined) {
      const overtakes = `its planned start ${planned} has come, and ${blocked.task.id} waits for an event`;
      return { kind: 'task', waiting, go: prospect.go, overtakes };
    }
    wake = sooner(wake, sooner(prospect.at, prospect.again ?? NEVER));
  }
  return wake;
}

/** Tells whom a task goes before: those that the plan has earlier on the machine and that are still to be done. */
function recordOvertaking(turn: Turn, { task, position }: WaitingTask, reason: string): void {
  const { state } = turn;
  if (task.placement.kind === 'pool') return;
  const { queue, head } = mustGet(state.machines, task.placement.machine);
  const over = queue.slice(head, position).filter((id) => state.plan?.tasks.has(id) === true && isToDo(state, id));
  if (over.length > 0) turn.record({ type: 'task-overtook', task: task.id, over, reason: `${task.id}: ${reason}` });
}

/** Maintenance of several machines is the head of each; the first of them speaks for all. */
function nextMaintenance(state: RunState, id: MachineId, planned: PlannedMaintenance, now: Seconds): Next | Seconds {
  if (planned.machines[0] !== id) return NEVER;
  for (const name of planned.machines) {
    const machine = mustGet(state.machines, name);
    const head = isFree(machine) ? headOf(state, machine) : undefined;
    if (head?.kind !== 'maintenance' || head.planned.id !== planned.id) return NEVER;
  }
  const operators = operatorsFor(state, planned);
  const prospect = maintenanceProspect(state, planned, operators, now);
  return prospect > now ? prospect : { kind: 'maintenance', planned, operators };
}

function startMaintenance(turn: Turn, planned: PlannedMaintenance, operators: number): void {
  const { id: task, maintenance, machines, start: from, end } = planned;
  const expectedEnd = after(turn.now, between(from, end));
  turn.record({ type: 'maintenance-started', task, maintenance, machines, expectedEnd, operators });
  turn.command({ type: 'start-maintenance', task, maintenance, machines, duration: between(from, end) });
}

function operatorsFor(state: RunState, { machines, maintenance }: PlannedMaintenance): number {
  const needs = machines.flatMap((m) => mustGet(state.lookups.machines, m).flexibleMaintenance);
  return needs.find((m) => m.id === maintenance)?.operators ?? 0;
}

function dispatchPool(turn: Turn, id: PoolId): Seconds {
  const { state, now } = turn;
  const pool = mustGet(state.pools, id);
  if (pool.ready.length === 0) return NEVER;
  // Without a free core nothing starts before something ends, or there are more of them.
  const { cores } = mustGet(state.lookups.pools, id);
  if (pool.cores > 0 && pool.cores >= levelAt(cores, now)) return nextChange(cores, now);
  let wake = NEVER;
  const ranked = byNeedOf(state, pool.ready, now);
  for (const [place, { waiting, members, urgency }] of ranked.entries()) {
    const prospect = poolProspect(state, waiting, members, now);
    if (prospect.go !== undefined) {
      const behind = ranked.slice(place + 1).filter((c) => c.waiting.position < waiting.position);
      recordRanking(turn, urgency, behind);
      start(turn, waiting, prospect.go);
    } else {
      wake = sooner(wake, prospect.at);
      if (prospect.isForRoom) break;
    }
  }
  return wake;
}

/** Most urgent first. A copy: starting a task takes it off the list. */
function byNeedOf(state: RunState, ready: readonly TaskId[], now: Seconds): readonly Candidate[] {
  const { plan } = state;
  assert(plan !== undefined, 'ready tasks without a plan');
  const [only, another] = ready;
  if (only !== undefined && another === undefined) return [unranked(state, mustGet(plan.tasks, only))];
  const candidates = ready.map((id) => candidateOf(state, mustGet(plan.tasks, id), now));
  // By place in the plan, not by planned start: compute starts as soon as there is something to compute.
  return candidates.sort((a, b) => byNeed(a.urgency, b.urgency) || a.waiting.position - b.waiting.position);
}

const unranked = (state: RunState, waiting: WaitingTask): Candidate => ({
  waiting,
  members: liveMembers(state, waiting.task.id, waiting.task.members),
  urgency: inPlanOrder(waiting.task.id, waiting.task.start),
});

function recordRanking(turn: Turn, urgency: Urgency, behind: readonly Candidate[]): void {
  const [next] = behind.toSorted(by((c) => c.waiting.position, compareNumbers));
  if (next === undefined) return;
  const over = behind.map((c) => c.waiting.task.id);
  const reason = `${urgency.id}: ${whyFirst(urgency, next.urgency)}`;
  turn.record({ type: 'task-overtook', task: urgency.id, over, reason });
}

function start(turn: Turn, { task, attempts }: WaitingTask, { work, members }: NonNullable<Prospect['go']>): void {
  const { state, now } = turn;
  const { placement, memoryFactor, setup, length, operators, handsOn, setupOperators } = work;
  const attempt = attempts + 1;
  const workStart = after(now, setup);
  const attendedFor = operators === 0 ? 0 : Math.min(handsOn ?? length, length);
  const isAttended = attendedFor > 0 || setupOperators > 0;
  turn.command({
    type: 'start-task',
    task: task.id,
    attempt,
    work: {
      members: members.map(({ lot: name, stage }) => {
        const lot = mustGet(state.lots, name);
        return { lot: name, order: lot.order, route: lot.route, stage, samples: lot.samples };
      }),
      placement,
      memoryFactor,
      setup,
      planned: length,
    },
  });
  turn.record({
    type: 'task-started',
    task: task.id,
    attempt,
    members,
    placement,
    memoryFactor,
    setup,
    expectedEnd: after(workStart, length),
    attendedUntil: isAttended ? after(workStart, attendedFor) : now,
    operators: attendedFor > 0 ? operators : setupOperators,
  });
}

const sooner = (a: Seconds, b: Seconds): Seconds => (b < a ? b : a);
