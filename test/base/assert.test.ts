import { expect, test } from 'vitest';
import { AssertionError, assert, at, mustGet, unreachable } from '../../src/base/index.ts';

test('a claim that holds passes, one that fails throws its message', () => {
  expect(() => assert('a claim', 'order')).not.toThrow();
  for (const claim of [false, 0, '', null, undefined, NaN]) {
    expect(() => assert(claim, 'the claim')).toThrow(new AssertionError('the claim'));
  }
});

test('an assertion that fails is told from other errors by its name', () => {
  expect(new AssertionError('x').name).toBe('AssertionError');
  expect(new AssertionError('x')).toBeInstanceOf(Error);
});

test('mustGet gives falsy values too, and names the key that is missing', () => {
  const map = new Map<string, number | string | null>([
    ['zero', 0],
    ['empty', ''],
    ['null', null],
  ]);
  expect([mustGet(map, 'zero'), mustGet(map, 'empty'), mustGet(map, 'null')]).toEqual([0, '', null]);
  expect(() => mustGet(map, 'ghost')).toThrow('no entry for ghost');
});

test('at gives falsy elements too, and refuses indexes outside the array', () => {
  expect(at([0, ''], 0)).toBe(0);
  expect(at([0, ''], 1)).toBe('');
  for (const index of [-1, 2, 0.5, NaN]) expect(() => at([0, ''], index)).toThrow(`no element at ${index} of 2`);
});

test('a value that a switch forgot is shown', () => {
  expect(() => unreachable({ kind: 'new' } as never)).toThrow('unreachable: {"kind":"new"}');
});
