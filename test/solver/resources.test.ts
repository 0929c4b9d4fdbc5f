/** Operators and compute pools: what is there is never exceeded, and is used when it is there. */

import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, constantLevel, createRandom, sumOfLevels, type StepFunction } from '../../src/base/index.ts';
import { id, type Scenario, type Stage } from '../../src/model/index.ts';
import { Profile } from '../../src/solver/schedule/profile.ts';
import {
  ALIGN,
  EXTRACT,
  PREP,
  SEQUENCE,
  WEEKDAYS,
  WORKFLOW,
  indexSetsOf,
  order,
  tinyLab,
} from '../support/tiny-lab.ts';
import { hoursOf, plan, taskOf } from './helpers.ts';

const workflows = (stages: readonly Stage[]): Scenario['workflows'] =>
  new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]);
const orders = (names: readonly string[], changes: Parameters<typeof order>[1] = {}) => {
  const list = names.map((name) => order(name, changes));
  return { orders: list, indexSets: indexSetsOf(list) };
};

describe('operators', () => {
  it('are shared between hands-on work and attended work', () => {
    // One operator. o1: extraction 8:00-9:04 (hands on until 8:30), prep attended 9:04-11:04, set-up of the run
    // 11:04-11:49 (it cannot overlap the prep). o2's extraction needs the handler (free at 9:04) and the operator: 11:49.
    const staff = sumOfLevels([{ intervals: WEEKDAYS, level: 1 }]);
    const made = plan(tinyLab({ ...orders(['o1', 'o2']), staff }));
    expect(hoursOf(taskOf(made, 'o1', 'prep'))[0]).toBe(9 + 4 / 60);
    expect(taskOf(made, 'o1', 'sequence').start).toBe(11 * HOUR + 49 * MINUTE);
    expect(taskOf(made, 'o2', 'extract').start).toBe(11 * HOUR + 49 * MINUTE);
  });

  it('of one shared batch are the most of any member, not the sum', () => {
    // Two operators; both lots' prep asks for two: only one shared task can serve both before 18:00 on one day.
    const prep = { ...PREP, attendance: { operators: 2 } };
    const staff = sumOfLevels([{ intervals: WEEKDAYS, level: 2 }]);
    const made = plan(
      tinyLab({ ...orders(['o1', 'o2']), staff, workflows: workflows([EXTRACT, prep, SEQUENCE, ALIGN]) }),
      {
        rule: 'fifo-batch',
      },
    );
    expect(taskOf(made, 'o1', 'prep')).toBe(taskOf(made, 'o2', 'prep'));
  });

  it('that no shift has make the order impossible, and the cause says so', () => {
    const prep = { ...PREP, attendance: { operators: 4 } };
    const made = plan(tinyLab({ ...orders(['o1']), workflows: workflows([EXTRACT, prep, SEQUENCE, ALIGN]) }));
    expect(made.lost[0]?.causes).toEqual([
      {
        kind: 'no-resource',
        stage: 'prep',
        message: 'prep needs 4 operators at once, but no shift has more than 3.',
      },
    ]);
  });
});

describe('compute', () => {
  const pool = (cores: StepFunction, memoryBytes = 256e9) => [
    { id: id<never>('cluster'), kind: 'local' as const, cores, memoryBytes, gpus: 0 },
  ];

  it('takes the mode that ends first: four side by side where they fit, one after the other where they do not', () => {
    // Four samples of 8 cores and 32 GB: 32 cores and 128 GB side by side for 1 h, or 4 h one after the other.
    const wide = plan(tinyLab({ ...orders(['o1']), pools: pool(constantLevel(64)) }));
    expect(taskOf(wide, 'o1', 'align').placement).toMatchObject({ parallel: 4, cores: 32, memoryBytes: 128e9 });
    const narrow = plan(tinyLab({ ...orders(['o1']), pools: pool(constantLevel(16)) }));
    expect(taskOf(narrow, 'o1', 'align').placement).toMatchObject({ parallel: 1, cores: 8, memoryBytes: 32e9 });
    const [start, end] = hoursOf(taskOf(narrow, 'o1', 'align'));
    expect(end - start).toBeCloseTo(4, 9);
  });

  it('waits while others hold the cores or the memory', () => {
    const align = { ...ALIGN, parallel: [4] };
    const stages = workflows([EXTRACT, PREP, SEQUENCE, align]);
    for (const pools of [pool(constantLevel(32)), pool(constantLevel(64), 128e9)]) {
      const made = plan(tinyLab({ ...orders(['o1', 'o2']), pools, workflows: stages }), { rule: 'fifo-batch' });
      // One run for both, so both could start together; there is room for one at a time.
      const first = taskOf(made, 'o1', 'align');
      const second = taskOf(made, 'o2', 'align');
      expect(second.start).toBe(first.end);
    }
  });

  it('follows cores that come and go', () => {
    // 32 cores only from hour 40 on; before, 7 cores are too few for one sample.
    const cores = sumOfLevels([
      { intervals: [{ start: 0 as never, end: (40 * HOUR) as never }], level: 7 },
      { intervals: [{ start: (40 * HOUR) as never, end: (1000 * HOUR) as never }], level: 32 },
    ]);
    const made = plan(tinyLab({ ...orders(['o1']), pools: pool(cores) }));
    expect(hoursOf(taskOf(made, 'o1', 'align'))).toEqual([40, 41]);
  });

  it('counts a lot smaller than the width by its samples', () => {
    const list = [order('o1', { samples: [{ id: id<never>('o1/s1'), name: 's1' }] })];
    const made = plan(tinyLab({ orders: list, indexSets: indexSetsOf(list) }));
    expect(taskOf(made, 'o1', 'align').placement).toMatchObject({ cores: 8 });
  });
});

describe('the profile of a resource', () => {
  it('finds what a second-by-second search finds, whatever was taken and given back', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = createRandom(seed);
      const times = [0, 10 + random.below(10), 30 + random.below(10)];
      const levels = times.map(() => random.below(6));
      const profile = new Profile(times, levels, { from: 5, until: 90, buckets: 12 });
      const naive = Array.from({ length: 100 }, (_, t) => levels[times.findLastIndex((x) => x <= t)] ?? 0);
      const taken: [number, number, number][] = [];
      for (let step = 0; step < 60; step++) {
        const [from, to, amount] = [random.below(90), 1 + random.below(10), 1 + random.below(3)];
        const undone = taken.length > 3 && random.below(3) === 0 ? taken.pop() : undefined;
        const [a, b, n] = undone ? [undone[0], undone[1], -undone[2]] : [from, Math.min(100, from + to), amount];
        if (!undone) taken.push([a, b, n]);
        profile.take(a, b, n);
        for (let t = a; t < b; t++) naive[t] = (naive[t] ?? 0) - n;
        const [start, length, wanted] = [random.below(60), 1 + random.below(20), 1 + random.below(4)];
        let expected = start;
        // Beyond the naive array the last level holds for ever.
        const level = (t: number): number => naive[Math.min(t, 99)] ?? 0;
        const fits = (s: number): boolean => Array.from({ length }, (_, k) => level(s + k)).every((l) => l >= wanted);
        while (expected < 100 && !fits(expected)) expected++;
        const found = profile.earliest(start, length, wanted);
        expect(found < 100 ? found : 100, `seed ${seed}, step ${step}`).toBe(expected);
        const latest = start + random.below(30);
        // What is after the limit is only known to be after it.
        const limited = profile.earliest(start, length, wanted, latest);
        expect(found <= latest ? limited : limited > latest).toBe(found <= latest ? found : true);
        expect(profile.least(start, start + length)).toBe(
          Math.min(...Array.from({ length }, (_, k) => level(start + k))),
        );
      }
    }
  });
});
