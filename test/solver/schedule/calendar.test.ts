/** Calendars and start windows name the instants that looking at every second finds. */

import { describe, expect, it } from 'vitest';
import { createRandom, NEVER } from '../../../src/base/index.ts';
import { Calendar } from '../../../src/solver/schedule/calendar.ts';
import type { Machines } from '../../../src/solver/problem.ts';

describe('a calendar', () => {
  it('answers like a look at every second, whatever was asked before', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = createRandom(seed);
      const starts: number[] = [];
      const ends: number[] = [];
      for (let t = random.below(5); t < 90; t += 1 + random.below(6)) {
        starts.push(t);
        t += 1 + random.below(12);
        ends.push(t);
      }
      const machines = {
        firstInterval: Int32Array.of(0, starts.length),
        intervalStart: Float64Array.from(starts),
        intervalEnd: Float64Array.from(ends),
      } as unknown as Machines;
      const calendar = new Calendar(machines, 0);
      const holds = (from: number, to: number): boolean => starts.some((s, k) => s <= from && to <= (ends[k] ?? 0));
      for (let question = 0; question < 60; question++) {
        const [from, setup, duration] = [random.below(100), random.below(4), 1 + random.below(6)];
        const expected = Array.from({ length: 120 }, (_, k) => from + k).find((t) => holds(t - setup, t + duration));
        expect(calendar.earliest(from, setup, duration), `seed ${seed}, question ${question}`).toBe(expected ?? NEVER);
        expect(calendar.holds(from, from + duration), `seed ${seed}, question ${question}`).toBe(
          holds(from, from + duration),
        );
      }
    }
  });
});
