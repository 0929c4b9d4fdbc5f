/**
 * Which orders wait for each other: companions for the run that one order would open, and the choice of its recipe.
 *
 * An order's anchor is its first open operation on a divided capacity (a flow cell with lanes), or else its first shared
 * one (a plate). Companions share the anchor's batch key, fit with it, and can be there soon enough.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32, item } from '../columns.ts';
import { forEachOperation } from '../orders.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { earliestSlot } from '../schedule/slots.ts';
import { fits } from './node.ts';
import type { Outlook } from './outlook.ts';
import type { Policy } from './policy.ts';

export interface Group {
  /** The first one opened it. */
  readonly orders: readonly number[];
  /** The key of the common task, or NONE where the order has no anchor. */
  readonly key: number;
  readonly anchors: readonly number[];
}

/** How many waiting orders are looked at for one run. */
const LOOK_AHEAD = 120;
/** A run this full needs no more companions. */
const FULL = 0.98;

export class Grouping {
  readonly #schedule: Schedule;
  readonly #outlook: Outlook;
  /** Per order: the anchor of each of its jobs that has one, once asked for. */
  readonly #anchors: (readonly number[] | undefined)[];

  constructor(schedule: Schedule, outlook: Outlook) {
    this.#schedule = schedule;
    this.#outlook = outlook;
    this.#anchors = Array.from({ length: schedule.problem.orders.count });
  }

  /** The group that `seed` opens with orders of `waiting` (in this order), one for the recipe that the policy prefers. */
  groupFor(seed: number, waiting: readonly number[], policy: Policy): Group {
    const alone: Group = { orders: [seed], key: NONE, anchors: [] };
    const anchors = this.#anchorsOf(seed);
    if (policy.wait === NONE || anchors.length === 0) return alone;
    let best: { group: Group; cost: readonly [number, number] } | undefined;
    for (const key of this.#schedule.catalogue.keysOf(item(anchors, 0))) {
      const group = this.#gather(seed, key, waiting, policy);
      if (group === undefined) continue;
      const cost = this.#cost(group, policy);
      if (best === undefined || cost[0] < best.cost[0] || (cost[0] === best.cost[0] && cost[1] < best.cost[1])) {
        best = { group, cost };
      }
    }
    return best?.group ?? alone;
  }

  #gather(seed: number, key: number, waiting: readonly number[], policy: Policy): Group | undefined {
    const { problem } = this.#schedule;
    const members = this.#joining(seed, key);
    if (members === undefined || !fits(this.#schedule, members.operations, members.modes)) return undefined;
    const mode = item(members.modes, 0);
    const capacity = f64(problem.modes.capacity, mode);
    const orders = [seed];
    const operations = [...members.operations];
    const modes = [...members.modes];
    const duration = f64(problem.modes.duration, mode);
    let ready = this.#ready(operations);
    const latestReady = ready + policy.wait;
    let load = this.#load(modes);
    let latestStart = this.#latestTimelyStart(operations, duration);
    // In an undivided capacity the total alone decides.
    const isDivided = f64(problem.modes.unit, mode) > 0;
    const end = Math.min(waiting.length, LOOK_AHEAD);
    for (let k = 0; k < end; k++) {
      const order = item(waiting, k);
      if (load >= FULL * capacity || orders.length >= policy.groupSize) break;
      if (order === seed) continue;
      const more = this.#joining(order, key);
      if (more === undefined || load + this.#load(more.modes) > capacity) continue;
      const readyToo = Math.max(ready, this.#ready(more.operations));
      if (readyToo > latestReady) continue;
      const latestToo = Math.min(latestStart, this.#latestTimelyStart(more.operations, duration));
      // An order that is late already does not forbid company; one that would become late does.
      if (policy.respectsDue && readyToo > ready && readyToo > latestToo && ready <= latestToo) continue;
      if (isDivided && !fits(this.#schedule, [...operations, ...more.operations], [...modes, ...more.modes])) continue;
      orders.push(order);
      operations.push(...more.operations);
      modes.push(...more.modes);
      ready = readyToo;
      latestStart = latestToo;
      load += this.#load(more.modes);
    }
    return { orders, key, anchors: operations };
  }

  /** The anchors of an order in modes of `key`; undefined unless all of them have one. */
  #joining(order: number, key: number): { operations: readonly number[]; modes: readonly number[] } | undefined {
    const operations = this.#anchorsOf(order);
    const modes = operations.map((operation) => this.#schedule.catalogue.modeWith(operation, key));
    return operations.length === 0 || modes.includes(NONE) ? undefined : { operations, modes };
  }

  #anchorsOf(order: number): readonly number[] {
    return (this.#anchors[order] ??= anchorsOf(this.#schedule.problem, order));
  }

  #ready(operations: readonly number[]): number {
    return Math.max(...operations.map((operation) => f64(this.#outlook.head, operation)));
  }

  #load(modes: readonly number[]): number {
    return modes.reduce((sum, mode) => sum + f64(this.#schedule.problem.modes.size, mode), 0);
  }

  #latestTimelyStart(operations: readonly number[], duration: number): number {
    return this.#outlook.latestTimelyEnd(operations) - duration;
  }

  /** Smaller is better; the second number breaks ties. */
  #cost(group: Group, policy: Policy): readonly [number, number] {
    const { problem } = this.#schedule;
    const modes = group.anchors.map((anchor) => this.#schedule.catalogue.modeWith(anchor, group.key));
    const load = this.#load(modes);
    const fill = load / f64(problem.modes.capacity, item(modes, 0));
    const { end, occupied } = this.#probe(group);
    switch (policy.recipe) {
      case 'finish':
        return [end, -fill];
      case 'fill':
        return [-fill, end];
      case 'rate':
        return [occupied / load, end];
    }
  }

  /** Where the group's run would go if all were ready at their earliest: its end, and the machine time that it costs. */
  #probe(group: Group): { end: number; occupied: number } {
    const schedule = this.#schedule;
    const { problem } = schedule;
    const { machines } = problem;
    const first = item(group.anchors, 0);
    const ready = this.#ready(group.anchors);
    let best = { end: Infinity, occupied: Infinity };
    for (const spec of schedule.catalogue.specsOf(first)) {
      if (spec.batchKey !== group.key) continue;
      const { machine, duration } = spec;
      const slot = earliestSlot(schedule, spec, ready, best.end - duration);
      if (slot === undefined) continue;
      const end = slot.start + duration;
      // Dead time: until somebody can set the machine up again.
      const resource = i32(machines.setupResource, machine);
      const next =
        resource === NONE ? end : (schedule.left[resource]?.firstWith(end, f64(machines.setupAmount, machine)) ?? end);
      if (end < best.end) best = { end, occupied: Math.min(next, NEVER) - (slot.start - slot.setup) };
    }
    return best;
  }
}

/** The anchor of each job of the order that has one. */
function anchorsOf(problem: Problem, order: number): number[] {
  const { operations, modes } = problem;
  const has = (operation: number, test: (mode: number) => boolean): boolean => {
    for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
      if (test(m)) return true;
    }
    return false;
  };
  const divided = new Map<number, number>();
  const shared = new Map<number, number>();
  forEachOperation(problem, order, (operation) => {
    if (i32(operations.frozenTask, operation) !== NONE) return;
    const job = i32(operations.job, operation);
    const isShared = has(operation, (m) => i32(modes.batchKey, m) !== NONE);
    if (isShared && !shared.has(job)) shared.set(job, operation);
    if (isShared && !divided.has(job) && has(operation, (m) => f64(modes.unit, m) > 0)) divided.set(job, operation);
  });
  return divided.size > 0 ? [...divided.values()] : [...shared.values()];
}
