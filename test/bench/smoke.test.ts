import { describe, expect, it } from 'vitest';
import { CASES } from '../../bench/cases.ts';
import { spread } from '../../bench/case.ts';

describe('every benchmark case', () => {
  for (const one of CASES) {
    it(`${one.name} runs at its smoke size, with rows of one shape and a pinned result`, async () => {
      const once = await one.run({ smoke: true });
      const again = await one.run({ smoke: true });
      expect(once.rows.length).toBeGreaterThan(0);
      const columns = Object.keys(once.rows[0] ?? {});
      for (const row of once.rows) expect(Object.keys(row)).toEqual(columns);
      expect(once.resultHash).toMatch(/^[0-9a-f]{64}$/);
      expect(again.resultHash).toBe(once.resultHash);
    });
  }
});

it('a spread is by nearest rank', () => {
  // Of 1..10: the 5th, the 9th and the 10th.
  expect(spread([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual({ min: 1, p50: 5, p90: 9, p99: 10, max: 10 });
});
