import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFindings, hasErrors, type Finding } from '../../src/base/index.ts';

const finding = (changes: Partial<Finding>): Finding => ({
  code: 'X',
  severity: 'error',
  path: '',
  message: '',
  hint: '',
  ...changes,
});

/** Few values, so that ties at every place occur. */
const anyFinding: fc.Arbitrary<Finding> = fc.record({
  severity: fc.constantFrom('error' as const, 'warning' as const),
  path: fc
    .array(fc.constantFrom('', '0', '1', '9', '10', '01', '1a', 'a', '9007199254740993', '9007199254740992'), {
      maxLength: 3,
    })
    .map((parts) => parts.map((part) => `/${part}`).join('')),
  code: fc.constantFrom('A', 'B'),
  message: fc.constantFrom('m', 'n'),
  hint: fc.constantFrom('h', 'i'),
});

test('errors come first, then places, codes and messages', () => {
  const sorted = [
    finding({ path: '' }),
    finding({ path: '/orders/2/due' }),
    finding({ path: '/orders/10' }),
    finding({ path: '/orders/10/due', code: 'A' }),
    finding({ path: '/orders/10/due', code: 'B', message: 'a' }),
    finding({ path: '/orders/10/due', code: 'B', message: 'b', line: 2 }),
    finding({ path: '/orders/10/due', code: 'B', message: 'b', line: 10, column: 1 }),
    finding({ path: '/orders/10/due', code: 'B', message: 'b', line: 10, column: 3 }),
    finding({ path: '/orders/first' }),
    finding({ severity: 'warning', path: '' }),
  ];
  expect(sorted.toReversed().toSorted(compareFindings)).toEqual(sorted);
});

test('only findings that are equal compare as equal, and swapping turns the sign', () => {
  fc.assert(
    fc.property(anyFinding, anyFinding, (a, b) => {
      const sign = Math.sign(compareFindings(a, b));
      expect(sign === 0).toBe(JSON.stringify(a) === JSON.stringify(b));
      expect(Math.sign(compareFindings(b, a)) + sign).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test('the order does not run in circles', () => {
  const at = (path: string) => finding({ path });
  fc.assert(
    fc.property(anyFinding, anyFinding, anyFinding, (a, b, c) => {
      const isBefore = (x: Finding, y: Finding) => compareFindings(x, y) < 0;
      expect(isBefore(a, b) && isBefore(b, c) && !isBefore(a, c)).toBe(false);
    }),
    // Numbers by value and names by text alone would put 9 < 10 < 1a < 9.
    { numRuns: 2000, examples: [[at('/9'), at('/10'), at('/1a')]] },
  );
});

test('only errors count as errors', () => {
  expect(hasErrors([])).toBe(false);
  expect(hasErrors([finding({ severity: 'warning' })])).toBe(false);
  expect(hasErrors([finding({ severity: 'warning' }), finding({})])).toBe(true);
});
