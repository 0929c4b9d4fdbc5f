import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/base/index.ts';
import { ScheduleGenerator } from '../../../../src/solver/search/project/generator.ts';
import { packResources } from '../../../../src/solver/search/project/packing.ts';
import { projectOf, type Project } from '../../../../src/solver/search/project/project.ts';
import { CellTimeline, StepTimeline, type Timeline } from '../../../../src/solver/search/project/timeline.ts';
import { RandomInts } from '../../../../src/solver/search/random-ints.ts';
import {
  faults,
  makespanOf,
  mirrored,
  naiveStarts,
  problemFrom,
  randomList,
  randomProject,
  type RawProject,
} from './random-project.ts';

const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);

/** Capacities of one word, and of several with fields up to the widest there is. */
const SIZES = [
  { activities: 12, resources: 3, capacity: 9, longest: 6 },
  { activities: 10, resources: 4, capacity: 2 ** 31 - 2, longest: 6 },
  { activities: 9, resources: 5, capacity: 1, longest: 3 },
  { activities: 6, resources: 0, capacity: 1, longest: 4 },
];

const TIMELINES: readonly [string, (project: Project) => Timeline][] = [
  ['cells', (project) => new CellTimeline(project, packResources(project))],
  ['steps', (project) => new StepTimeline(project, packResources(project))],
];

interface Case {
  readonly raw: RawProject;
  readonly project: Project;
  readonly random: RandomInts;
  readonly name: string;
}

const CASES: Case[] = SIZES.flatMap((size) =>
  SEEDS.map((seed) => {
    const raw = randomProject(seed, size);
    const name = `seed ${seed} of ${JSON.stringify(size)}`;
    // One activity of length 1 keeps the time unit of the search at 1.
    const exact = { ...raw, durations: [1, ...raw.durations.slice(1)] };
    return { raw: exact, project: projectOf(problemFrom(exact)), random: new RandomInts(createRandom(seed)), name };
  }),
);

describe.each(TIMELINES)('serial schedule generation over %s', (_, timelineOf) => {
  it('starts each activity at the first time unit at which it fits, in the order of the list', () => {
    for (const { raw, project, random, name } of CASES) {
      const generator = new ScheduleGenerator(project, timelineOf(project));
      const start = new Int32Array(project.count);
      for (let k = 0; k < 3; k++) {
        const list = randomList(raw, random);
        const makespan = generator.forward(Int32Array.from(list), start);
        const expected = naiveStarts(raw, list);
        expect([...start], name).toEqual(expected);
        expect(makespan, name).toBe(makespanOf(raw, expected));
      }
    }
  });

  it('is, backwards, generation of the mirrored project', () => {
    for (const { raw, project, random, name } of CASES) {
      const list = randomList(mirrored(raw), random);
      const start = new Int32Array(project.count);
      new ScheduleGenerator(project, timelineOf(project)).backward(Int32Array.from(list), start);
      expect([...start], name).toEqual(naiveStarts(mirrored(raw), list));
    }
  });

  it('justification never lengthens a schedule, and leaves a feasible one with its own list', () => {
    for (const { raw, project, random, name } of CASES) {
      const generator = new ScheduleGenerator(project, timelineOf(project));
      const list = Int32Array.from(randomList(raw, random));
      const start = new Int32Array(project.count);
      const before = generator.forward(list, start);
      const after = generator.justify(start, before, list);
      expect(faults(raw, [...start]), name).toEqual([]);
      expect(after, name).toBe(makespanOf(raw, [...start]));
      expect(after, name).toBeLessThanOrEqual(before);
      expect(naiveStarts(raw, [...list]), name).toEqual([...start]);
    }
  });
});

it('justification finds the gap that the list left', () => {
  // One resource of 2. By the list 0 1 2: 0 (2 long, takes 1) at 0, 1 (1 long, takes 2) at 2, 2 (2 long, takes 1) after it: 3..5.
  // From the right: 2 ends at 5, 1 at 3, 0 beside 2; from the left again: 1 at 0, 0 and 2 beside each other at 1..3.
  const raw = { durations: [2, 1, 2], demands: [[1], [2], [1]], capacities: [2], arcs: [{ from: 1, to: 2 }] };
  const generator = new ScheduleGenerator(projectOf(problemFrom(raw)));
  const start = new Int32Array(3);
  const list = Int32Array.from([0, 1, 2]);
  expect(generator.forward(list, start)).toBe(5);
  expect(generator.justify(start, 5, list)).toBe(3);
  expect([...start]).toEqual([1, 0, 1]);
});
