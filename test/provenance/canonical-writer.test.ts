import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/index.ts';
import { createCanonicalWriter } from '../../src/provenance/record/canonical-writer.ts';
import { jsonFault } from '../../src/provenance/record/json-fault.ts';

/** Text of `canonicalJson` or the message of its assertion. */
function outcome(write: (value: unknown) => string, value: unknown): string {
  try {
    return write(value);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'not an error';
  }
}

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

describe('the canonical writer', () => {
  it('spells any JSON value as canonicalJson does, shapes remembered or not', () => {
    const write = createCanonicalWriter();
    const property = fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), (value) => {
      // Twice: the second time from memory.
      expect(outcome(write, value)).toBe(outcome(canonicalJson, value));
      expect(outcome(write, value)).toBe(outcome(canonicalJson, value));
    });
    fc.assert(property, { seed: 3, numRuns: 150 });
  });

  it('orders members by code unit, also where engines order keys as numbers', () => {
    const write = createCanonicalWriter();
    expect(write({ b: 1, '10': 2, '9': 3, a: undefined, é: [], '"': null })).toBe(
      '{"\\"":null,"10":2,"9":3,"b":1,"é":[]}',
    );
  });

  it('keeps two key lists of one length apart, more than it remembers', () => {
    const write = createCanonicalWriter();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 100; i++) expect(write({ z: 1, [`k${i}`]: 2 })).toBe(`{"k${i}":2,"z":1}`);
    }
  });

  it.each([
    ['a function', () => 1],
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['a fraction that is none', Number.NaN],
    ['an integer beyond 2^53', 2 ** 53],
    ['minus zero', -0],
    ['a lone surrogate', '\ud800'],
    ['a map', new Map([['a', 1]])],
    ['64 levels', nested(64)],
    ['65 levels', nested(65)],
  ])('treats %s as canonicalJson does', (_, value) => {
    expect(outcome(createCanonicalWriter(), value)).toBe(outcome(canonicalJson, value));
  });
});

describe('jsonFault', () => {
  it('finds a fault in a parsed value exactly where canonicalJson asserts', () => {
    const texts = [
      '1e400',
      '-1e400',
      '9007199254740991',
      '9007199254740992',
      '-9007199254740992',
      '0.1',
      '-0',
      '"\\ud800"',
      '{"\\udc00":1}',
    ];
    const values = [...texts.map((text): unknown => JSON.parse(text)), nested(64), nested(65), [[null, true, 'x']]];
    for (const value of values) {
      expect(jsonFault(value) === undefined).toBe(!outcome(canonicalJson, value).startsWith('AssertionError'));
    }
    expect(values.map((value) => jsonFault(value)).filter((fault) => fault !== undefined)).toEqual([
      'a number beyond the range of a double',
      'a number beyond the range of a double',
      'an integer beyond 2^53',
      'an integer beyond 2^53',
      'text with a lone surrogate',
      'text with a lone surrogate',
      'nested deeper than 64',
    ]);
  });
});
