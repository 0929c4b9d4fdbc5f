import { describe, expect, test } from 'vitest';

import { createRandom } from '../../src/base/index.ts';
import { createKernel } from '../../src/simulation/index.ts';

describe('kernel', () => {
  test('does actions by time, then priority, then order of scheduling; those scheduled on the way too', () => {
    const kernel = createKernel();
    const done: string[] = [];
    const note = (name: string) => () => void done.push(`${kernel.now} ${name}`);
    kernel.schedule(5, 1, note('c'));
    kernel.schedule(5, 0, note('a'));
    kernel.schedule(5, 1, note('d'));
    kernel.schedule(2, 9, () => {
      note('first')();
      kernel.schedule(5, 0, note('b'));
      kernel.schedule(2, 0, note('now'));
    });
    kernel.run();
    expect(done).toEqual(['2 first', '2 now', '5 a', '5 b', '5 c', '5 d']);
    expect(kernel.step()).toBe(false);
  });

  test('runs until an instant, which is not done any more, and goes on from there', () => {
    const kernel = createKernel();
    const done: number[] = [];
    const tick = (): void => {
      done.push(kernel.now);
      kernel.schedule(kernel.now + 1, 0, tick);
    };
    kernel.schedule(1, 0, tick);
    kernel.run(4);
    expect(done).toEqual([1, 2, 3]);
    expect(kernel.now).toBe(4);
    kernel.run(6);
    expect(done).toEqual([1, 2, 3, 4, 5]);
  });

  test('does not schedule the past, nor what is no time', () => {
    const kernel = createKernel();
    kernel.schedule(3, 0, () => {});
    kernel.run();
    expect(() => kernel.schedule(2, 0, () => {})).toThrow('time would run backwards from 3 to 2');
    expect(() => kernel.schedule(NaN, 0, () => {})).toThrow('time would run backwards from 3 to NaN');
  });
});

test('M/M/c on it waits as long as Erlang says', () => {
  // Three servers, 2.4 arrivals a unit of time, mean service 1. Erlang C with a = 2.4, c = 3: the chance to wait is
  // (a^c / c! * c / (c - a)) / (sum of a^k / k! for k < c + that) = 11.52 / (6.28 + 11.52) = 0.647191; the mean wait is that / (c - a).
  const expected = 0.647191 / 0.6;
  const [servers, customers, blocks] = [3, 400_000, 40];
  const random = createRandom(7);
  const exponential = (mean: number): number => -mean * Math.log(random.uniform());
  const kernel = createKernel();
  const waits: number[] = [];
  const queue: number[] = [];
  let busy = 0;
  const begin = (arrived: number): void => {
    busy++;
    waits.push(kernel.now - arrived);
    kernel.schedule(kernel.now + exponential(1), 0, () => {
      busy--;
      const next = queue.shift();
      if (next !== undefined) begin(next);
    });
  };
  let left = customers;
  const arrive = (): void => {
    if (busy < servers) begin(kernel.now);
    else queue.push(kernel.now);
    if (--left > 0) kernel.schedule(kernel.now + exponential(1 / 2.4), 0, arrive);
  };
  kernel.schedule(0, 0, arrive);
  kernel.run();
  expect(waits).toHaveLength(customers);
  // Waits follow on each other; means of long blocks hardly do, so their spread gives the standard error. Four of them.
  const size = customers / blocks;
  const means = Array.from({ length: blocks }, (_, k) => {
    const block = waits.slice(k * size, (k + 1) * size);
    return block.reduce((a, b) => a + b, 0) / size;
  });
  const overall = means.reduce((a, b) => a + b, 0) / blocks;
  const variance = means.reduce((sum, m) => sum + (m - overall) ** 2, 0) / (blocks - 1);
  expect(Math.abs(overall - expected)).toBeLessThan(4 * Math.sqrt(variance / blocks));
});
