import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelAt, seconds, sumOfLevels, interval, normalise } from '../../../src/base/index.ts';
import { findOveruse, type Use } from '../../../src/validation/plan/overuse.ts';

const GRID = 20;
const instants = Array.from({ length: GRID }, (_, t) => t);

const anyUses: fc.Arbitrary<readonly Use[]> = fc
  .array(
    fc.record({
      start: fc.nat({ max: GRID }),
      length: fc.nat({ max: 8 }),
      amount: fc.nat({ max: 4 }),
      isFrozen: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((parts) =>
    parts.map(({ start, length, amount, isFrozen }, k) => ({
      name: `u${k}`,
      path: `/u${k}`,
      start,
      end: Math.min(start + length, GRID),
      amount,
      isFrozen,
    })),
  );

const anyLimit = fc
  .array(fc.tuple(fc.nat({ max: GRID }), fc.nat({ max: GRID }), fc.nat({ max: 4 })), { maxLength: 4 })
  .map((parts) => sumOfLevels(parts.map(([a, b, level]) => ({ intervals: normalise([interval(a, b)]), level }))));

test('the sweep finds the instants that counting finds, each span once and in order', () => {
  fc.assert(
    fc.property(anyUses, anyLimit, (uses, limit) => {
      const found = findOveruse(uses, limit);
      for (const t of instants) {
        const active = uses.filter((use) => use.start <= t && t < use.end && use.amount > 0);
        const used = active.reduce((sum, use) => sum + use.amount, 0);
        const isOver = used > levelAt(limit, seconds(t)) && active.some((use) => !use.isFrozen);
        expect(found.filter(({ start, end }) => start <= t && t < end)).toHaveLength(isOver ? 1 : 0);
      }
      found.slice(1).forEach(({ start }, k) => expect(start).toBeGreaterThan(found[k]?.end ?? NaN));
    }),
    { numRuns: 300 },
  );
});

test('a span is told by its worst moment', () => {
  const use = (name: string, start: number, end: number, amount: number, isFrozen = false): Use => ({
    name,
    path: `/${name}`,
    start,
    end,
    amount,
    isFrozen,
  });
  // Limit 2 throughout: over by 1 from 2 to 4, by 3 from 4 to 6, by 1 until 8.
  const uses = [use('a', 0, 8, 1), use('b', 2, 8, 2), use('c', 4, 6, 2, true)];
  const found = findOveruse(uses, sumOfLevels([{ intervals: [interval(-1, 99)], level: 2 }]));
  expect(found).toHaveLength(1);
  // The frozen c begins last, but b is what could have been planned otherwise.
  expect(found[0]).toMatchObject({ start: 2, end: 8, used: 5, limit: 2, culprit: { name: 'b' } });
  expect(found[0]?.uses.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});
