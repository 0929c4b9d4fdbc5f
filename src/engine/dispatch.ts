/**
 * Starts whatever of the plan in force can start now, and says when the next start is due without an event.
 *
 * On a machine the plan's order holds, except that what is due behind a task that waits for an event may go first. On a pool the ready tasks go in plan order; one
 * that waits for room keeps those behind it from overtaking, so that a big task cannot starve.
 */

import {
  DAY,
  NEVER,
  after,
  assert,
  between,
  by,
  compareNumbers,
  compareText,
  firstOf,
  mustGet,
  type Seconds,
} from '../base/index.ts';
import type { MachineId, PlannedMaintenance, TaskId } from '../model/index.ts';
import { liveMembers } from './lots.ts';
import { latestTogether, machineProspect, maintenanceProspect, poolProspect, type Prospect } from './start-time.ts';
import type { MachineState, Member, PoolState, RunState, WaitingTask } from './state.ts';
import type { Turn } from './turn.ts';

/** The first later instant at which something could start if nothing else happened; NEVER: none. */
export function dispatch(turn: Turn): Seconds {
  let wake = NEVER;
  for (const start of nextOnMachines(turn.state, turn.now)) wake = sooner(wake, start(turn));
  for (const pool of turn.state.pools.values()) wake = sooner(wake, dispatchPool(turn, pool));
  return wake;
}

/** Starts it if it can start now; otherwise says when. */
type Starter = (turn: Turn) => Seconds;

/**
 * The heads of the free machines' queues, in the order in which they have first call on the operators: what will not keep
 * until tomorrow, soonest limit first; then what was planned first.
 */
function nextOnMachines(state: RunState, now: Seconds): readonly Starter[] {
  const heads: { readonly limit: number; readonly from: number; readonly id: TaskId; readonly start: Starter }[] = [];
  for (const [id, machine] of state.machines) {
    if (!isFree(machine)) continue;
    const head = headOf(state, machine);
    if (head === undefined) continue;
    if (head.kind === 'task') {
      const { task } = head.waiting;
      const limit = latestTogether(state, head.members);
      const start: Starter = (turn) => startTask(turn, id, head.waiting, head.members);
      heads.push({ limit: limit <= now + DAY ? limit : NEVER, from: task.start - task.setup, id: task.id, start });
    } else if (head.planned.machines[0] === id) {
      // Maintenance of several machines is the head of each; the first of them speaks for all.
      const start: Starter = (turn) => startMaintenance(turn, head.planned);
      heads.push({ limit: NEVER, from: head.planned.start, id: head.planned.id, start });
    }
  }
  heads.sort(
    firstOf(
      by((h) => h.limit, compareNumbers),
      by((h) => h.from, compareNumbers),
      by((h) => h.id, compareText),
    ),
  );
  return heads.map((h) => h.start);
}

const isFree = (machine: MachineState): boolean => machine.occupiedBy === undefined && machine.down === undefined;

type Head =
  | { readonly kind: 'task'; readonly waiting: WaitingTask; readonly members: readonly Member[] }
  | { readonly kind: 'maintenance'; readonly planned: PlannedMaintenance };

function headOf(state: RunState, { queue, head }: MachineState): Head | undefined {
  const id = queue[head];
  if (state.plan === undefined || id === undefined) return undefined;
  const planned = state.plan.maintenance.get(id);
  if (planned !== undefined) return { kind: 'maintenance', planned };
  const waiting = mustGet(state.plan.tasks, id);
  return { kind: 'task', waiting, members: liveMembers(state, id, waiting.task.members) };
}

function startTask(turn: Turn, machine: MachineId, waiting: WaitingTask, members: readonly Member[]): Seconds {
  const { state, now } = turn;
  if (!isFree(mustGet(state.machines, machine))) return NEVER;
  const prospect = machineProspect(state, waiting, members, now);
  if (prospect.go !== undefined) {
    start(turn, waiting, prospect.go);
    return NEVER;
  }
  // The head waits for an event, not for a moment: what is due behind it need not wait along.
  return prospect.at < NEVER ? prospect.at : overtake(turn, mustGet(state.machines, machine), waiting);
}

/** The first task behind a blocked head whose planned start has come, up to the next maintenance. */
function overtake(turn: Turn, { queue, head }: MachineState, blocked: WaitingTask): Seconds {
  const { state, now } = turn;
  let wake = NEVER;
  for (const id of queue.slice(head)) {
    if (state.plan?.maintenance.has(id) === true) return wake;
    const waiting = state.plan?.tasks.get(id);
    if (waiting === undefined || waiting === blocked) continue;
    const planned = after(waiting.task.start, -waiting.task.setup);
    if (planned > now) return sooner(wake, planned);
    const members = liveMembers(state, id, waiting.task.members);
    const prospect = members.length > 0 ? machineProspect(state, waiting, members, now) : undefined;
    if (prospect?.go !== undefined) {
      start(turn, waiting, prospect.go);
      return wake;
    }
    if (prospect !== undefined) wake = sooner(wake, prospect.at);
  }
  return wake;
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
  // A start takes its task off the list, so the list is walked as it was.
  for (const id of pool.ready.slice()) {
    assert(state.plan !== undefined, 'ready tasks without a plan');
    const waiting = mustGet(state.plan.tasks, id);
    const members = liveMembers(state, id, waiting.task.members);
    const prospect = poolProspect(state, waiting, members, now);
    if (prospect.go !== undefined) start(turn, waiting, prospect.go);
    else {
      wake = sooner(wake, prospect.at);
      if (prospect.isForRoom) break;
    }
  }
  return wake;
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
