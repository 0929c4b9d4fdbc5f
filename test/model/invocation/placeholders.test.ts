import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fillPlaceholders } from '../../../src/model/invocation/placeholders.ts';

describe('placeholders', () => {
  it('are replaced wherever they stand in an argument', () => {
    const values = new Map([
      ['sample', 's01'],
      ['reads.1', 'r_1.fq'],
    ]);
    expect(fillPlaceholders('@RG\\tID:{sample}\\tSM:{sample}', values).text).toBe('@RG\\tID:s01\\tSM:s01');
    expect(fillPlaceholders('--in={reads.1}', values).text).toBe('--in=r_1.fq');
  });

  it('are replaced once: a value that looks like a placeholder stays text', () => {
    const values = new Map([
      ['a', '{b}'],
      ['b', 'secret'],
    ]);
    expect(fillPlaceholders('{a}', values).text).toBe('{b}');
  });

  it('without a value are named, also where an object would have a member of that name', () => {
    expect(fillPlaceholders('{x} {constructor}', new Map())).toEqual({
      text: '{x} {constructor}',
      unknown: ['x', 'constructor'],
    });
  });

  it('leave other braces alone', () => {
    for (const text of ['{print $1}', 'A{2}', '{}', '{a,b}', '{__proto__}', '{-x}']) {
      expect(fillPlaceholders(text, new Map())).toEqual({ text, unknown: [] });
    }
  });

  it('put any value in literally, replacement patterns included', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('$&', '$1', "$'", '$$')), (value) => {
        expect(fillPlaceholders('<{v}>', new Map([['v', value]])).text).toBe(`<${value}>`);
      }),
      { seed: 20261130, numRuns: 500 },
    );
  });
});
