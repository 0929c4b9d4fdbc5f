import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MachineWindows, type Windows } from '../../../../src/solver/search/bounds/machine-windows.ts';

interface Task {
  readonly start: number;
  readonly end: number;
  readonly least: number;
}

/** Narrowed until nothing changes; undefined where that is contradictory. Slots are numbered from 1. */
function narrowed(tasks: readonly Task[]): Windows | undefined {
  const column = (of: (task: Task) => number): Int32Array => Int32Array.from([0, ...tasks.map(of)]);
  const windows = { start: column((t) => t.start), end: column((t) => t.end), least: column((t) => t.least) };
  const slots = Int32Array.from(tasks, (_, k) => k + 1);
  const machine = new MachineWindows(tasks.length);
  for (;;) {
    const hasChanged = machine.narrow(windows, slots, tasks.length);
    if (hasChanged === undefined) return undefined;
    if (!hasChanged) return windows;
  }
}

/** By all orders: the earliest start and the latest end that each task has in any schedule; undefined where there is none. */
function extremes(tasks: readonly Task[]): { start: number[]; end: number[] } | undefined {
  const start = tasks.map(() => Number.POSITIVE_INFINITY);
  const end = tasks.map(() => Number.NEGATIVE_INFINITY);
  for (const order of ordersOf(tasks.map((_, k) => k))) {
    const early = walk(order.map((k) => tasks[k] as Task));
    const late = walk(order.toReversed().map((k) => mirrored(tasks[k] as Task)));
    if (early === undefined || late === undefined) continue;
    order.forEach((k, place) => {
      start[k] = Math.min(start[k] ?? 0, early[place] ?? 0);
      end[k] = Math.max(end[k] ?? 0, -(late.at(-1 - place) ?? 0));
    });
  }
  return start.every(Number.isFinite) ? { start, end } : undefined;
}

const mirrored = ({ start, end, least }: Task): Task => ({ start: -end, end: -start, least });

/** Starts of the tasks one after the other, each as early as it goes; undefined where one ends too late. */
function walk(tasks: readonly Task[]): number[] | undefined {
  const starts: number[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const { start, end, least } of tasks) {
    const at = Math.max(free, start);
    free = at + least;
    if (free > end) return undefined;
    starts.push(at);
  }
  return starts;
}

function ordersOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, k) => ordersOf(items.toSpliced(k, 1)).map((rest) => [item, ...rest]));
}

/** Edge finding by its definition, over all sets: the start of a task that cannot be before or inside a set. */
function startByAllSets(tasks: readonly Task[], own: number): number {
  const task = tasks[own] as Task;
  let start = task.start;
  for (const set of setsOf(tasks.filter((_, k) => k !== own))) {
    const first = Math.min(task.start, ...set.map((t) => t.start));
    const last = Math.max(...set.map((t) => t.end));
    if (first + sum(set) + task.least <= last) continue;
    for (const part of setsOf(set)) start = Math.max(start, Math.min(...part.map((t) => t.start)) + sum(part));
  }
  return start;
}

const sum = (tasks: readonly Task[]): number => tasks.reduce((total, task) => total + task.least, 0);

/** All but the empty one. */
const setsOf = (tasks: readonly Task[]): Task[][] =>
  Array.from({ length: 2 ** tasks.length - 1 }, (_, bits) => tasks.filter((__, k) => (((bits + 1) >> k) & 1) === 1));

const task = fc
  .record({ start: fc.nat(15), least: fc.integer({ min: 1, max: 6 }), slack: fc.nat(12) })
  .map(({ start, least, slack }): Task => ({ start, end: start + least + slack, least }));
const someTasks = fc.array(task, { minLength: 2, maxLength: 5 });

describe('windows of tasks on one machine', () => {
  it('keep every start and end that some schedule has, and are refuted only where there is no schedule', () => {
    let refuted = 0;
    fc.assert(
      fc.property(someTasks, (tasks) => {
        const exact = extremes(tasks);
        const windows = narrowed(tasks);
        if (windows === undefined) {
          refuted++;
          expect(exact).toBeUndefined();
          return;
        }
        exact?.start.forEach((start, k) => expect(windows.start[k + 1]).toBeLessThanOrEqual(start));
        exact?.end.forEach((end, k) => expect(windows.end[k + 1]).toBeGreaterThanOrEqual(end));
      }),
      { numRuns: 300 },
    );
    expect(refuted).toBeGreaterThan(30);
  });

  it('are at least as narrow as edge finding by its definition makes them', () => {
    let compared = 0;
    fc.assert(
      fc.property(someTasks, (tasks) => {
        const windows = narrowed(tasks);
        if (windows === undefined) return;
        tasks.forEach((_, k) => {
          expect(windows.start[k + 1]).toBeGreaterThanOrEqual(startByAllSets(tasks, k));
          expect(-(windows.end[k + 1] ?? 0)).toBeGreaterThanOrEqual(startByAllSets(tasks.map(mirrored), k));
          compared++;
        });
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  it('see that a task must follow two others which alone could each follow it', () => {
    // B and C fill 4 of [1, 6). A (3 long) fits ahead of either, but 7 units do not fit into [0, 6): A comes last, from 5 on.
    const tasks = [
      { start: 0, end: 20, least: 3 },
      { start: 1, end: 6, least: 2 },
      { start: 1, end: 6, least: 2 },
    ];
    expect(narrowed(tasks)?.start[1]).toBe(5);
  });
});
