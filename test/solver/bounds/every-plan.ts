/**
 * Tries every plan of a tiny shop, second by second, and values it by the definitions of docs/PLAN-RULES.md and
 * src/model/objective.ts: the oracle of the bounds. Lanes and clashing indices are left out, which allows more plans.
 */

import { NONE, THROUGHOUT } from '../../../src/solver/index.ts';
import { NEVER } from '../../../src/base/index.ts';
import type { ObjectiveTerm } from '../../../src/model/index.ts';
import { END, RENEWAL, REPAIR, SCALE, type Mode, type TinyShop } from './tiny-shop.ts';

export type Values = Readonly<Record<ObjectiveTerm, number>>;

interface Placed {
  readonly operation: number;
  readonly mode: Mode;
  readonly start: number;
}

interface Task {
  readonly machine: number;
  readonly start: number;
  end: number;
  readonly isFrozen: boolean;
  readonly members: Placed[];
}

interface Stop {
  readonly machine: number;
  readonly start: number;
  readonly end: number;
}

/** The values of every feasible plan. */
export function everyPlan(shop: TinyShop): Values[] {
  const found: Values[] = [];
  for (let kept = 0; kept < 2 ** shop.orders.length; kept++) {
    const isKept = (order: number): boolean => (kept >> order) % 2 === 1;
    const open = shop.operations.flatMap((o, k) => (isKept(o.order) && o.frozenStart === undefined ? [k] : []));
    const frozen = shop.operations.flatMap((o, operation): Placed[] => {
      const mode = o.modes[0];
      return o.frozenStart === undefined || mode === undefined ? [] : [{ operation, mode, start: o.frozenStart }];
    });
    place(shop, open, frozen, (placed) => {
      const tasks = tasksOf(shop, placed);
      if (!obeysLags(shop, placed, tasks) || !fitsBatches(tasks)) return;
      for (const stops of upkeepPlans(shop)) {
        if (fits(shop, tasks, stops)) found.push(valuesOf(shop, isKept, tasks, stops));
      }
    });
  }
  return found;
}

function place(
  shop: TinyShop,
  open: readonly number[],
  placed: readonly Placed[],
  visit: (all: readonly Placed[]) => void,
): void {
  const [operation, ...others] = open;
  if (operation === undefined) return visit(placed);
  const { modes, release, latestStart, windows, after } = shop.operations[operation] as TinyShop['operations'][number];
  for (const mode of modes) {
    for (let start = Math.max(shop.now, release); start <= Math.min(latestStart, END); start++) {
      if (windows.length > 0 && !windows.some(([from, to]) => from <= start && start < to)) continue;
      const isEarly = after.some(({ from, min }) => {
        const before = placed.find((p) => p.operation === from);
        return before !== undefined && start < before.start + before.mode.duration + min;
      });
      const isTaken = placed.some((p) => {
        if (mode.machine === NONE || p.mode.machine !== mode.machine) return false;
        const isShared = p.start === start && p.mode.key === mode.key && mode.key !== NONE;
        return !isShared && start < p.start + p.mode.duration && p.start < start + mode.duration;
      });
      if (!isEarly && !isTaken) place(shop, others, [...placed, { operation, mode, start }], visit);
    }
  }
}

function tasksOf(shop: TinyShop, placed: readonly Placed[]): Task[] {
  const tasks: Task[] = [];
  for (const one of placed) {
    const { machine, key, duration } = one.mode;
    const end = one.start + duration;
    const shared = tasks.find(
      (t) => key !== NONE && t.machine === machine && t.start === one.start && t.members[0]?.mode.key === key,
    );
    if (shared === undefined) {
      const isFrozen = shop.operations[one.operation]?.frozenStart !== undefined;
      tasks.push({ machine, start: one.start, end, isFrozen, members: [one] });
    } else {
      shared.members.push(one);
      shared.end = Math.max(shared.end, end);
    }
  }
  return tasks;
}

const endOf = (tasks: readonly Task[], operation: number): number =>
  tasks.find((t) => t.members.some((m) => m.operation === operation))?.end ?? -NEVER;

function obeysLags(shop: TinyShop, placed: readonly Placed[], tasks: readonly Task[]): boolean {
  return placed.every(({ operation, start }) => {
    const { after, order, frozenStart } = shop.operations[operation] as TinyShop['operations'][number];
    if (frozenStart !== undefined) return true;
    if (endOf(tasks, operation) > (shop.orders[order]?.deadline ?? NEVER)) return false;
    return after.every(({ from, min, max }) => {
      const lag = start - endOf(tasks, from);
      return min <= lag && lag <= max;
    });
  });
}

const fitsBatches = (tasks: readonly Task[]): boolean =>
  tasks.every(({ members }) => {
    const load = members.reduce((sum, m) => sum + m.mode.size, 0);
    return members.length === 1 || load <= (members[0]?.mode.capacity ?? 0);
  });

/** Every way to keep up the machines: what is due by its time, and what may be done besides. */
function upkeepPlans(shop: TinyShop): Stop[][] {
  const [rule] = shop.upkeep;
  if (rule === undefined) return [[]];
  const plans: Stop[][] = [];
  const extend = (stops: readonly Stop[], lastDone: number): void => {
    const due = lastDone + rule.every;
    if (due + rule.late >= shop.horizon) plans.push([...stops]);
    for (let start = Math.max(shop.now, due - rule.early); start <= Math.min(due + rule.late, END); start++) {
      const stop = { machine: rule.machine, start, end: start + rule.duration };
      extend([...stops, stop], stop.end);
    }
  };
  extend([], rule.lastDone);
  return plans;
}

function fits(shop: TinyShop, tasks: readonly Task[], stops: readonly Stop[]): boolean {
  const used = shop.levels.map((): number[] => Array.from({ length: END + 8 }, () => 0));
  const use = (resource: number, from: number, to: number, amount: number): void => {
    for (let t = Math.max(0, from); t < to; t++) (used[resource] as number[])[t] = (used[resource]?.[t] ?? 0) + amount;
  };
  for (const { start, end, members } of tasks) {
    for (const resource of shop.levels.keys()) {
      const own = members.flatMap((m) => m.mode.demands.filter((d) => d.resource === resource));
      if (own.length === 0) continue;
      const span = Math.max(...own.map((d) => (d.span === THROUGHOUT ? end - start : d.span)));
      use(resource, start, start + span, Math.max(...own.map((d) => d.amount)));
    }
  }
  const fitsMachines = shop.machines.every((machine, number) => {
    const own = tasks.filter((t) => t.machine === number).toSorted((a, b) => a.start - b.start);
    const busy: (readonly [number, number])[] = stops.filter((s) => s.machine === number).map((s) => [s.start, s.end]);
    if (!busy.every(([from, to]) => isInside(machine.calendar, from, to))) return false;
    let state = machine.initial;
    for (const task of own) {
      const next = task.members[0]?.mode.state ?? 0;
      const setup = task.isFrozen ? 0 : (machine.setup[state]?.[next] ?? 0);
      state = next;
      if (!task.isFrozen && !isInside(machine.calendar, task.start - setup, task.end)) return false;
      if (!task.isFrozen && task.start - setup < shop.now) return false;
      busy.push([task.start - setup, task.end]);
      use(0, task.start - setup, task.start, machine.setupAmount);
    }
    busy.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return busy.every(([from], k) => k === 0 || (busy[k - 1]?.[1] ?? 0) <= from);
  });
  return fitsMachines && used.every((row, r) => row.every((amount, t) => amount <= (shop.levels[r]?.[t] ?? 0)));
}

const isInside = (calendar: readonly (readonly [number, number])[], from: number, to: number): boolean =>
  calendar.some(([start, end]) => start <= from && to <= end);

function valuesOf(
  shop: TinyShop,
  isKept: (order: number) => boolean,
  tasks: readonly Task[],
  stops: readonly Stop[],
): Values {
  const sizeOf = (order: number): number =>
    shop.jobs.reduce((sum, job) => sum + (job.order === order ? job.size : 0), 0);
  let [lost, late, spoiled, moved] = [0, 0, 0, 0];
  shop.orders.forEach(({ weight, due }, order) => {
    if (!isKept(order)) {
      lost += weight * sizeOf(order);
      return;
    }
    const own = shop.operations.flatMap((o, k) => (o.order === order ? [k] : []));
    const end = Math.max(...own.map((k) => endOf(tasks, k)));
    late += (weight * sizeOf(order) * Math.max(0, end - due)) / 3600;
    shop.jobs.forEach((job, number) => {
      if (job.order === order) spoiled += weight * job.size * (1 - qualityOf(shop, number, tasks));
    });
  });
  for (const { members, start, machine } of tasks) {
    for (const { operation } of members) {
      const previous = shop.operations[operation]?.previous;
      if (previous === undefined) continue;
      moved += Math.abs(start - previous.start) / 3600 + (machine === previous.machine ? 0 : 1);
    }
  }
  return {
    'samples-lost': lost,
    'weighted-tardiness': late,
    'quality-lost': spoiled,
    'sequencer-idle': idleHours(shop, tasks, stops),
    'empty-lanes': emptyUnits(tasks),
    'failure-cost': failureHours(shop, tasks, stops),
    'plan-change': moved,
  };
}

function qualityOf(shop: TinyShop, number: number, tasks: readonly Task[]): number {
  const { quality, phases } = shop.jobs[number] as TinyShop['jobs'][number];
  const own = tasks
    .flatMap((task) => task.members.map((m) => ({ task, operation: m.operation })))
    .filter(({ operation }) => shop.operations[operation]?.job === number && shop.operations[operation]?.takes)
    .toSorted((a, b) => a.task.start - b.task.start || a.operation - b.operation);
  const first = own[0];
  if (first === undefined) return quality;
  let now = quality;
  let curve = NONE;
  phases.forEach((phase, k) => {
    if (k > 0 && phase.from > first.task.start) return;
    curve = phase.curve;
    const until = Math.min(first.task.start, phases[k + 1]?.from ?? Infinity);
    now = waited(shop, now, curve, until - phase.from);
  });
  let workedUntil = first.task.start;
  for (const { task, operation } of own) {
    now = waited(shop, now, curve, task.start - workedUntil);
    workedUntil = Math.max(workedUntil, task.end);
    const output = shop.operations[operation]?.output ?? NONE;
    if (output !== NONE) curve = output;
  }
  return now;
}

function waited(shop: TinyShop, quality: number, curve: number, wait: number): number {
  const known = shop.curves[curve];
  if (known === undefined || wait <= 0 || known.tau === Infinity) return quality;
  const age = known.tau * Math.pow(-Math.log(quality), 1 / known.beta);
  return Math.exp(-Math.pow((age + wait) / known.tau, known.beta));
}

function idleHours(shop: TinyShop, tasks: readonly Task[], stops: readonly Stop[]): number {
  let idle = 0;
  shop.machines.forEach(({ calendar, isScarce }, number) => {
    if (!isScarce) return;
    for (let t = shop.now; t < shop.horizon; t++) {
      if (calendar.some(([from, to]) => from <= t && t < to)) idle++;
      for (const use of [...tasks, ...stops]) if (use.machine === number && use.start <= t && t < use.end) idle--;
    }
  });
  return Math.max(0, idle) / 3600;
}

function emptyUnits(tasks: readonly Task[]): number {
  let empty = 0;
  for (const { members } of tasks) {
    const mode = members[0]?.mode;
    if (mode === undefined || mode.unit === 0) continue;
    empty += (mode.capacity - members.reduce((sum, m) => sum + m.mode.size, 0)) / mode.unit;
  }
  return empty;
}

function failureHours(shop: TinyShop, tasks: readonly Task[], stops: readonly Stop[]): number {
  let cost = 0;
  shop.machines.forEach(({ shape, age: before }, number) => {
    if (shape === 0) return;
    let age = before;
    const events = [
      ...tasks
        .filter((t) => t.machine === number)
        .map((t) => ({ start: Math.max(shop.now, t.start), end: t.end, stops: false })),
      ...stops.filter((s) => s.machine === number).map((s) => ({ start: s.start, end: s.start, stops: true })),
    ].toSorted((a, b) => a.start - b.start || a.end - b.end);
    for (const { start, end, stops: isStop } of events) {
      if (isStop) {
        age *= 1 - RENEWAL;
        continue;
      }
      const length = Math.max(0, end - start);
      const hazard = Math.pow((age + length) / SCALE, shape) - Math.pow(age / SCALE, shape);
      cost += ((1 - Math.exp(-hazard)) * (length / 2 + REPAIR)) / 3600;
      age += length;
    }
  });
  return cost;
}
