/** Random small projects, and slow oracles that work on their plain content, one time unit after another. */

import { createRandom } from '../../../../src/base/index.ts';
import { NONE, type Problem } from '../../../../src/solver/index.ts';
import { problemOf } from '../../../../src/solver/formats/index.ts';
import { RandomInts } from '../../../../src/solver/search/random-ints.ts';

export interface RawProject {
  readonly durations: readonly number[];
  /** Per activity, per resource. */
  readonly demands: readonly (readonly number[])[];
  readonly capacities: readonly number[];
  /** From lower to higher. */
  readonly arcs: readonly { readonly from: number; readonly to: number }[];
}

export const problemFrom = ({ durations, demands, capacities, arcs }: RawProject): Problem => {
  const activities = durations.map((duration, i) => [{ machine: NONE, duration, demands: demands[i] ?? [] }]);
  return problemOf({ machineCount: 0, capacities, jobs: [activities], arcs });
};

/** Durations are 0..`longest`; `capacity` bounds the capacities; about one possible arc in four. */
export function randomProject(
  seed: number,
  size: { activities: number; resources: number; capacity: number; longest: number },
): RawProject {
  const random = new RandomInts(createRandom(seed));
  const numbers = Array.from({ length: size.activities }, (_, i) => i);
  const capacities = Array.from({ length: size.resources }, () => random.below(size.capacity + 1));
  return {
    capacities,
    durations: numbers.map(() => random.below(size.longest + 1)),
    demands: numbers.map(() => capacities.map((capacity) => random.below(capacity + 1))),
    arcs: numbers.flatMap((to) =>
      numbers.filter((from) => from < to && random.below(4) === 0).map((from) => ({ from, to })),
    ),
  };
}

/** The same project seen from its end; activities keep their numbers, so arcs go from higher to lower. */
export const mirrored = (project: RawProject): RawProject => ({
  ...project,
  arcs: project.arcs.map(({ from, to }) => ({ from: to, to: from })),
});

/** Serial schedule generation by trying one time unit after the other. */
export function naiveStarts(project: RawProject, list: readonly number[]): number[] {
  const start = project.durations.map(() => -1);
  for (const activity of list) {
    let at = 0;
    for (const { from, to } of project.arcs) {
      if (to === activity) at = Math.max(at, (start[from] ?? 0) + (project.durations[from] ?? 0));
    }
    start[activity] = at;
    while (overloads(project, start).length > 0) start[activity] = ++at;
  }
  return start;
}

export const makespanOf = (project: RawProject, start: readonly number[]): number =>
  Math.max(...start.map((at, i) => at + (project.durations[i] ?? 0)));

/** Everything that is wrong with the starts; those below 0 count as not planned. */
export function faults(project: RawProject, start: readonly number[]): string[] {
  const missing = start.flatMap((at, i) => (at < 0 || !Number.isInteger(at) ? [`${i} starts at ${at}`] : []));
  const early = project.arcs
    .filter(({ from, to }) => (start[to] ?? 0) < (start[from] ?? 0) + (project.durations[from] ?? 0))
    .map(({ from, to }) => `${to} starts before ${from} ends`);
  return [...missing, ...early, ...overloads(project, start)];
}

function overloads({ durations, demands, capacities }: RawProject, start: readonly number[]): string[] {
  const last = Math.max(0, ...start.map((at, i) => at + (durations[i] ?? 0)));
  const found: string[] = [];
  for (let t = 0; t < last; t++) {
    const running = start.flatMap((at, i) => (at >= 0 && at <= t && t < at + (durations[i] ?? 0) ? [i] : []));
    capacities.forEach((capacity, r) => {
      const used = running.reduce((sum, i) => sum + (demands[i]?.[r] ?? 0), 0);
      if (used > capacity) found.push(`resource ${r} at ${t}: ${used} > ${capacity}`);
    });
  }
  return found;
}

/** A random order with each activity after its predecessors (whichever way the arcs go). */
export function randomList({ durations, arcs }: RawProject, random: RandomInts): number[] {
  const list: number[] = [];
  const isOpen = (i: number): boolean =>
    !list.includes(i) && arcs.every(({ from, to }) => to !== i || list.includes(from));
  while (list.length < durations.length) {
    const open = durations.flatMap((_, i) => (isOpen(i) ? [i] : []));
    list.push(open[random.below(open.length)] ?? 0);
  }
  return list;
}

/** The shortest makespan: serial generation of all feasible orders, which include an optimal one (Kolisch 1996). */
export function shortest(project: RawProject, list: readonly number[] = []): number {
  if (list.length === project.durations.length) return makespanOf(project, naiveStarts(project, list));
  const open = project.durations.flatMap((_, i) => {
    const isOpen = !list.includes(i) && project.arcs.every(({ from, to }) => to !== i || list.includes(from));
    return isOpen ? [i] : [];
  });
  return Math.min(...open.map((i) => shortest(project, [...list, i])));
}
