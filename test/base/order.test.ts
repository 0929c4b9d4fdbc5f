import fc from 'fast-check';
import { expect, test } from 'vitest';
import { by, compareNumbers, compareText, firstOf } from '../../src/base/index.ts';

test('text is compared by code unit, not by locale', () => {
  // A locale would put a before B, and z before ä; by code unit the emoji (d83d) comes before the Hebrew letter (fb33).
  const sorted = ['', '10', '9', 'B', 'a', 'z', 'ä', '😀', '\ufb33'];
  expect(sorted.toReversed().toSorted(compareText)).toEqual(sorted);
});

test('text compares as equal only with itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(compareText(a, b) === 0).toBe(a === b);
      expect(compareText(a, b) + compareText(b, a)).toBe(0);
    }),
  );
});

test('the first comparison that tells two things apart decides', () => {
  const compare = firstOf<{ n: number; id: string }>(
    by((item) => item.n, compareNumbers),
    by((item) => item.id, compareText),
  );
  const sorted = [
    { n: 2, id: 'b' },
    { n: 10, id: 'a' },
    { n: 10, id: 'b' },
  ];
  expect(sorted.toReversed().toSorted(compare)).toEqual(sorted);
  expect(compare({ n: 1, id: 'a' }, { n: 1, id: 'a' })).toBe(0);
});
