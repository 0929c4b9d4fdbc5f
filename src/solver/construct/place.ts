/**
 * Places a set of connected nodes into a schedule, each as early as it goes, or leaves the schedule as it was.
 *
 * Nodes are placed in topological order. Where a node cannot start within the maximum lag of what precedes it, its
 * earliest start t is a fact of the rest of the schedule, so the predecessors must end at or after t - max: they are
 * taken back, placed again no earlier than that, and everything after them follows. Pushing a predecessor can break its
 * own maximum lag, which pushes the one before it in turn; ends only ever move right, so the search is finite, and it is
 * bounded besides.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32, item } from '../columns.ts';
import { NONE } from '../problem.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { firstStartingFrom, type Slot, type Task, type TaskSpec } from '../schedule/task.ts';
import { earliestSlot } from '../schedule/slots.ts';
import type { Failure } from './failure.ts';
import { addWithinRunLimits } from './maintenance.ts';
import { joiningModes, type Node } from './node.ts';
import type { Outlook } from './outlook.ts';

export interface PlaceContext {
  readonly schedule: Schedule;
  readonly outlook: Outlook;
  /** Policy: see `Policy.joinPatience`. */
  readonly joinPatience: number;
  /** Policy: see `Policy.keepsFresh`. */
  readonly keepsFresh: boolean;
}

/** Times that a node may be placed again, per node of the set. */
const RETRIES_PER_NODE = 12;

export function placeNodes(context: PlaceContext, nodes: readonly Node[]): Failure | undefined {
  if (!context.keepsFresh) return placeWithin(context, nodes, context.schedule.problem.arcs.max);
  // What cannot be kept fresh is better planned stale than not at all.
  const failure = placeWithin(context, nodes, context.outlook.freshMax);
  return failure === undefined ? undefined : placeWithin(context, nodes, context.schedule.problem.arcs.max);
}

/** `max`: the maximum lag of each arc. */
function placeWithin(context: PlaceContext, nodes: readonly Node[], max: Float64Array): Failure | undefined {
  const { schedule } = context;
  const earliestEnd = new Float64Array(nodes.length).fill(-NEVER);
  const marks: number[] = [];
  let attempts = 0;
  for (let n = 0; n < nodes.length;) {
    marks[n] = schedule.mark();
    const node = nodes[n] as Node;
    const failure = placeNode(
      context,
      node,
      boundsOf(schedule, node.operations, { earliestEnd: f64(earliestEnd, n), max }),
    );
    if (failure === undefined) {
      n++;
      continue;
    }
    schedule.rollback(item(marks, n));
    const pushed =
      failure.kind === 'hold' && failure.earliest < NEVER ? push(schedule, node, failure.earliest, max) : [];
    const movable = pushed.map(({ operation, end }) => ({ node: nodeWith(nodes, operation), end }));
    const isStuck = movable.length === 0 || movable.some((m) => m.node === NONE);
    if (isStuck || ++attempts > RETRIES_PER_NODE * nodes.length) {
      schedule.rollback(item(marks, 0));
      return isStuck ? failure : { ...failure, kind: 'too-many-retries' };
    }
    for (const { node: moved, end } of movable) earliestEnd[moved] = Math.max(f64(earliestEnd, moved), end);
    n = Math.min(...movable.map((m) => m.node));
    schedule.rollback(item(marks, n));
  }
  return undefined;
}

/** Which node holds the operation; NONE: it is none of these. Asked seldom, so no index is kept. */
const nodeWith = (nodes: readonly Node[], operation: number): number =>
  nodes.findIndex((node) => node.operations.includes(operation));

/** The predecessors of `node` that end too early for a start at `start`, with the earliest end that would do. */
function push(schedule: Schedule, node: Node, start: number, max: Float64Array): { operation: number; end: number }[] {
  const { arcs } = schedule.problem;
  const pushed: { operation: number; end: number }[] = [];
  for (const operation of node.operations) {
    for (let a = i32(arcs.firstIn, operation); a < i32(arcs.firstIn, operation + 1); a++) {
      const from = i32(arcs.from, a);
      const end = start - f64(max, a);
      if ((schedule.taskOf[from] as Task).end < end) pushed.push({ operation: from, end });
    }
  }
  return pushed;
}

export interface Bounds {
  /** Earliest and latest start. */
  readonly earliest: number;
  readonly latest: number;
  readonly earliestEnd: number;
  /** What sets `latest`. */
  readonly operation: number;
  readonly after: number;
}

/** When a task of these operations may start, by what comes before them and by what is set for them. */
export function boundsOf(
  schedule: Schedule,
  members: readonly number[],
  { earliestEnd, max }: { readonly earliestEnd: number; readonly max: Float64Array },
): Bounds {
  const { operations, arcs } = schedule.problem;
  let earliest: number = schedule.problem.now;
  let latest: number = NEVER;
  let binding = item(members, 0);
  let after = NONE;
  for (const operation of members) {
    earliest = Math.max(earliest, f64(operations.release, operation));
    if (f64(operations.latestStart, operation) < latest) {
      latest = f64(operations.latestStart, operation);
      binding = operation;
      after = NONE;
    }
    const endArc = i32(arcs.firstIn, operation + 1);
    for (let a = i32(arcs.firstIn, operation); a < endArc; a++) {
      const from = i32(arcs.from, a);
      const { end } = schedule.taskOf[from] as Task;
      earliest = Math.max(earliest, end + f64(arcs.min, a));
      if (end + f64(max, a) >= latest) continue;
      latest = end + f64(max, a);
      binding = operation;
      after = from;
    }
  }
  return { earliest, latest, earliestEnd, operation: binding, after };
}

interface Choice {
  readonly spec: TaskSpec;
  readonly slot: Slot;
}

function placeNode(context: PlaceContext, node: Node, bounds: Bounds): Failure | undefined {
  const { schedule, outlook } = context;
  const { specs } = node;
  if (specs.length === 0) return failureOf('no-mode', bounds, NEVER);
  const own = bestSlot(schedule, specs, bounds);
  const joined = bestJoin(context, node, bounds);
  const isInTime = own !== undefined && own.slot.start <= bounds.latest;
  const ownEnd = isInTime ? own.slot.start + own.spec.duration : NEVER;
  const latestEnd = outlook.latestEnd(node.operations);
  if (joined !== undefined && joined.task.end <= joinLimit(context, node, ownEnd)) {
    if (joined.task.end > latestEnd) return failureOf('deadline', bounds, joined.task.end, latestEnd);
    schedule.join(joined.task, node.operations, joined.modes);
    return undefined;
  }
  if (own === undefined) return failureOf('no-slot', bounds, NEVER);
  const tooLate = bounds.after === NONE ? 'expired' : 'hold';
  if (!isInTime) return failureOf(tooLate, bounds, own.slot.start);
  if (ownEnd > latestEnd) return failureOf('deadline', bounds, ownEnd, latestEnd);
  const start = addWithinRunLimits(schedule, own.spec, own.slot, bounds.latest);
  if (start >= NEVER) return failureOf('no-slot', bounds, NEVER);
  if (start > bounds.latest) return failureOf(tooLate, bounds, start);
  const end = start + own.spec.duration;
  return end > latestEnd ? failureOf('deadline', bounds, end, latestEnd) : undefined;
}

const failureOf = (kind: Failure['kind'], bounds: Bounds, earliest: number, limit = bounds.latest): Failure => ({
  kind,
  operation: bounds.operation,
  earliest,
  limit,
  after: bounds.after,
});

/** The latest end at which joining is better than a task of one's own that ends at `ownEnd`. */
function joinLimit({ outlook, joinPatience }: PlaceContext, node: Node, ownEnd: number): number {
  if (ownEnd >= NEVER) return NEVER;
  const inTime = outlook.latestTimelyEnd(node.operations);
  // Waiting for a seat must not make late what could be in time.
  return ownEnd <= inTime ? Math.max(ownEnd, Math.min(ownEnd + joinPatience, inTime)) : ownEnd;
}

/** The slot with the earliest end among those in time; where none is in time, the one with the earliest start. */
function bestSlot(schedule: Schedule, specs: readonly TaskSpec[], limits: Bounds): Choice | undefined {
  let best: Choice | undefined;
  let bestEnd = Infinity;
  let fallback: Choice | undefined;
  let fallbackStart: number = NEVER;
  for (const spec of specs) {
    const from = Math.max(limits.earliest, limits.earliestEnd - spec.duration);
    // What is in time and ends before the best, or with it but after less set-up; while there is none, what starts before the fallback.
    const until =
      best === undefined
        ? fallbackStart
        : Math.min(limits.latest, bestEnd - spec.duration - (best.slot.setup === 0 ? 1 : 0));
    const slot = earliestSlot(schedule, spec, from, until);
    if (slot === undefined) continue;
    const end = slot.start + spec.duration;
    if (slot.start <= limits.latest) {
      const isShorterSetup = end === bestEnd && best !== undefined && slot.setup < best.slot.setup;
      if (end < bestEnd || isShorterSetup) {
        best = { spec, slot };
        bestEnd = end;
      }
    } else if (fallback === undefined || slot.start < fallbackStart) {
      fallback = { spec, slot };
      fallbackStart = slot.start;
    }
  }
  return best ?? fallback;
}

/** The task with the earliest end that all operations of the node can join. */
function bestJoin(
  { schedule }: PlaceContext,
  node: Node,
  limits: Bounds,
): { task: Task; modes: readonly number[] } | undefined {
  let best: { task: Task; modes: readonly number[] } | undefined;
  for (const key of node.keys) {
    const batches = schedule.batchesOf(key);
    for (let k = firstStartingFrom(batches, limits.earliest); k < batches.length; k++) {
      const task = batches[k] as Task;
      // Sorted by start: none of those that follow is in time, or ends before the best.
      if (task.start > limits.latest || (best !== undefined && task.start >= best.task.end)) break;
      if (task.end < limits.earliestEnd) continue;
      if (best !== undefined && task.end >= best.task.end) continue;
      const modes = joiningModes(schedule, task, node.operations);
      if (modes !== undefined) best = { task, modes };
    }
  }
  return best;
}
