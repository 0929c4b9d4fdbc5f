import { describe, expect, it } from 'vitest';

import { isVersionIn, parseVersionRange } from '../../src/model/index.ts';

const isIn = (version: string, text: string): boolean | undefined => {
  const range = parseVersionRange(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return isVersionIn(version, range);
};

describe('versions of tools', () => {
  it.each([
    // A suffix is no preview: bwa's release 0.7.17 calls itself 0.7.17-r1188.
    ['0.7.17-r1188', '>=0.7.17 <0.8', true],
    ['0.7.16a', '>=0.7.17 <0.8', false],
    ['0.8', '>=0.7.17 <0.8', false],
    // Numbers, not text: 1.9 is before 1.16.
    ['1.9', '>=1.16', false],
    ['1.16.1', '>=1.16', true],
    // As many parts as the limit has.
    ['1.16.1', '1.16', true],
    ['1.16.1', '=1.16.0', false],
    ['1.16', '1.16.0', true],
    ['1.16.1', '>1.16', false],
    ['1.17', '>1.16', true],
    ['1.16.1', '<=1.16', true],
    ['1.17', '<=1.16', false],
    // Four parts.
    ['4.5.0.1', '>= 4.5.0.1', true],
    ['4.5.0.0', '>= 4.5.0.1', false],
    // One alternative is enough.
    ['2.1', '1.16 || >=2 <3', true],
    ['3.0', '1.16 || >=2 <3', false],
    ['v17.0.9+9', '>=v17', true],
  ])('%s in %s: %s', (version, range, answer) => {
    expect(isIn(version, range)).toBe(answer);
  });

  it('cannot be told where there is no number', () => {
    expect(isIn('unknown', '>=1')).toBeUndefined();
    expect(isIn('', '>=1')).toBeUndefined();
  });

  it.each(['', ' ', 'latest', '>=', '>=1 ||', '^1.2', '~1.2', '1.x', '1..2', '>=1,<2', '1-2', '=> 1'])(
    "'%s' names no versions",
    (text) => {
      expect(parseVersionRange(text)).toBeUndefined();
    },
  );
});
