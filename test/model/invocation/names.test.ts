import path from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isSafeName, safeName } from '../../../src/model/invocation/names.ts';

/** What customers, mistakes and attackers write. */
const HOSTILE = [
  '',
  '.',
  '..',
  '../../etc/passwd',
  '/etc/passwd',
  '-rf',
  '--output=/etc/passwd',
  '.ssh',
  'a/b',
  'a\\b',
  'a\0b',
  'line\nbreak',
  '\u001b[2J',
  '__proto__',
  'constructor',
  '$(reboot)',
  '`reboot`',
  '; rm -rf /',
  'a b',
  '%2e%2e%2f',
  '\u202Etxt.exe',
  'ß',
  '𝒳',
  '\ud800',
  'x'.repeat(300),
];

const anyText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

describe('a safe name', () => {
  it.each(HOSTILE)('of %j is one path segment inside its folder', (text) => {
    const name = safeName(text);
    expect(path.posix.join('/run/work', name)).toBe(`/run/work/${name}`);
    expect(path.posix.dirname(path.posix.resolve('/run/work', name))).toBe('/run/work');
  });

  it('never hides, never looks like an option, and fits a file system, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = safeName(text);
        expect(name).toMatch(/^[A-Za-z0-9%_][A-Za-z0-9._%-]*$/);
        expect(name.length).toBeLessThanOrEqual(150);
        expect(isSafeName(name)).toBe(true);
      }),
      { seed: 20261130, numRuns: 2000 },
    );
  });

  it('tells any two texts apart', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(safeName(a) === safeName(b)).toBe(a === b);
      }),
      { seed: 20261130, numRuns: 2000 },
    );
    // Lone surrogates have no UTF-8 form of their own; long texts may differ only past the part that is kept.
    const distinct = ['\ud800', '\ud801', '\ufffd', '%', '%%', ''];
    expect(new Set(distinct.map(safeName)).size).toBe(distinct.length);
    expect(safeName(`${'x'.repeat(200)}1`)).not.toBe(safeName(`${'x'.repeat(200)}2`));
  });

  it('leaves plain names as they are', () => {
    for (const name of ['s01', 'NA12878', 'o1.lane_2-x', '_a']) expect(safeName(name)).toBe(name);
    expect(safeName('o1/s1:align')).toBe('o1%2Fs1%3Aalign');
  });
});

describe('a name given by an author', () => {
  it('is refused where it would have to be changed', () => {
    for (const name of ['', '.', '..', '../x', 'a/b', '-o', '.hidden', 'a b', 'a\nb', 'a\0', 'x'.repeat(151)]) {
      expect(isSafeName(name), JSON.stringify(name)).toBe(false);
    }
    for (const name of ['reads_1.fq.gz', 'reference.fa.bwt', 'x'.repeat(150)]) expect(isSafeName(name)).toBe(true);
  });
});
