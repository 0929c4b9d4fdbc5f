/**
 * Starts whatever of the plan in force can start now, and says when the next start is due without an event.
 *
 * On a machine the plan's order holds, except that a more urgent task may go first (`overtaking.ts`), and what is due behind a task
 * that waits for an event. On a pool the ready tasks go by urgency; one that waits for room keeps those behind it from
 * overtaking, so that a big task cannot starve.
 */

import { NEVER, after, assert, at, between, by, compareNumbers, mustGet, type Seconds } from '../base/index.ts';
import type { MachineId, PlannedMaintenance, TaskId } from '../model/index.ts';
import { isToDo } from './agenda.ts';
import { liveMembers } from './lots.ts';
import { candidateOf, overtakerOf, type Candidate, type Overtaker } from './overtaking.ts';
import { machineProspect, maintenanceProspect, poolProspect, type Prospect } from './start-time.ts';
import type { MachineState, PoolState, RunState, WaitingTask } from './state.ts';
import type { Turn } from './turn.ts';
import { byNeed, byUrgency, inPlanOrder, whyFirst, type Urgency } from './urgency.ts';

/** The first later instant at which something could start if nothing else happened; NEVER: none. */
export function dispatch(turn: Turn): Seconds {
  let wake = NEVER;
  for (const start of nextOnMachines(turn.state, turn.now)) wake = sooner(wake, start(turn));
  for (const pool of turn.state.pools.values()) wake = sooner(wake, dispatchPool(turn, pool));
  return wake;
}

/** Starts it if it can start now; otherwise says when. */
type Starter = (turn: Turn) => Seconds;

/** What is next on each free machine, in the order in which they have first call on the operators: by urgency. */
function nextOnMachines(state: RunState, now: Seconds): readonly Starter[] {
  const heads: { readonly urgency: Urgency; readonly start: Starter }[] = [];
  for (const [id, machine] of state.machines) {
    if (!isFree(machine)) continue;
    const head = headOf(state, machine);
    if (head === undefined) continue;
    if (head.kind === 'task') {
      const next = candidateOf(state, head.waiting, now);
      const overtaker = machine.ready.length > 0 ? overtakerOf(state, machine, next, now) : undefined;
      const { urgency } = overtaker ?? next;
      heads.push({ urgency, start: (turn) => startNext(turn, id, next, overtaker) });
    } else if (head.planned.machines[0] === id) {
      // Maintenance of several machines is the head of each; the first of them speaks for all.
      const urgency = inPlanOrder(head.planned.id, head.planned.start);
      heads.push({ urgency, start: (turn) => startMaintenance(turn, head.planned) });
    }
  }
  return heads.toSorted(by((h) => h.urgency, byUrgency)).map((h) => h.start);
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
  const waiting = mustGet(state.plan.tasks, id);
  return { kind: 'task', waiting };
}

function startNext(turn: Turn, id: MachineId, next: Candidate, overtaker: Overtaker | undefined): Seconds {
  const { state, now } = turn;
  const machine = mustGet(state.machines, id);
  if (!isFree(machine)) return NEVER;
  if (overtaker !== undefined) {
    const { waiting, members, reason, isRescue } = overtaker;
    const prospect = machineProspect(state, waiting, members, { now, isUrgent: true });
    if (prospect.go !== undefined) {
      recordOvertaking(turn, machine.queue, waiting, reason);
      start(turn, waiting, prospect.go);
      return NEVER;
    }
    // Kept for what would be too late behind the next one; it cannot begin before.
    if (isRescue && prospect.at < NEVER) return prospect.at;
  }
  const prospect = machineProspect(state, next.waiting, next.members, { now });
  if (prospect.go !== undefined) {
    start(turn, next.waiting, prospect.go);
    return NEVER;
  }
  // The head waits for an event, not for a moment: what is due behind it need not wait along.
  return prospect.at < NEVER ? prospect.at : passBlocked(turn, machine, next.waiting);
}

/** The first task behind a blocked head whose planned start has come, up to the next maintenance. */
function passBlocked(turn: Turn, { queue, head }: MachineState, blocked: WaitingTask): Seconds {
  const { state, now } = turn;
  let wake = NEVER;
  for (let place = head; place < queue.length; place++) {
    const id = at(queue, place);
    if (state.plan?.maintenance.has(id) === true) return wake;
    const waiting = state.plan?.tasks.get(id);
    if (waiting === undefined || waiting === blocked) continue;
    const planned = after(waiting.task.start, -waiting.task.setup);
    if (planned > now) return sooner(wake, planned);
    const members = liveMembers(state, id, waiting.task.members);
    const prospect = members.length > 0 ? machineProspect(state, waiting, members, { now }) : undefined;
    if (prospect?.go !== undefined) {
      recordOvertaking(
        turn,
        queue,
        waiting,
        `its planned start ${planned} has come, and ${blocked.task.id} waits for an event`,
      );
      start(turn, waiting, prospect.go);
      return wake;
    }
    if (prospect !== undefined) wake = sooner(wake, prospect.at);
  }
  return wake;
}

function recordOvertaking(turn: Turn, queue: readonly TaskId[], { task, position }: WaitingTask, reason: string): void {
  const { state } = turn;
  const over = queue.slice(0, position).filter((id) => state.plan?.tasks.has(id) === true && isToDo(state, id));
  if (over.length > 0) turn.record({ type: 'task-overtook', task: task.id, over, reason: `${task.id}: ${reason}` });
}

function startMaintenance(turn: Turn, planned: PlannedMaintenance): Seconds {
  const { state, now } = turn;
  for (const id of planned.machines) {
    const machine = mustGet(state.machines, id);
    const head = isFree(machine) ? headOf(state, machine) : undefined;
    if (head?.kind !== 'maintenance' || head.planned.id !== planned.id) return NEVER;
  }
  const operators = operatorsFor(state, planned);
  const prospect = maintenanceProspect(state, planned, operators, now);
  if (prospect > now) return prospect;
  const { id: task, maintenance, machines, start: from, end } = planned;
  turn.record({
    type: 'maintenance-started',
    task,
    maintenance,
    machines,
    expectedEnd: after(now, between(from, end)),
    operators,
  });
  turn.command({ type: 'start-maintenance', task, maintenance, machines, duration: between(from, end) });
  return NEVER;
}

function operatorsFor(state: RunState, { machines, maintenance }: PlannedMaintenance): number {
  const needs = machines.flatMap((m) => mustGet(state.lookups.machines, m).flexibleMaintenance);
  return needs.find((m) => m.id === maintenance)?.operators ?? 0;
}

function dispatchPool(turn: Turn, pool: PoolState): Seconds {
  const { state, now } = turn;
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
  const candidates = ready.map((id) => {
    assert(state.plan !== undefined, 'ready tasks without a plan');
    return candidateOf(state, mustGet(state.plan.tasks, id), now);
  });
  // By place in the plan, not by planned start: compute starts as soon as there is something to compute.
  return candidates.sort((a, b) => byNeed(a.urgency, b.urgency) || a.waiting.position - b.waiting.position);
}

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
