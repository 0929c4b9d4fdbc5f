import { describe, expect, it } from 'vitest';

import { parseVersion } from '../../src/execution/parse-version.ts';

/** Printed by the tools of Debian 12. */
const SEEN = [
  [
    '\nProgram: bwa (alignment via Burrows-Wheeler transformation)\nVersion: 0.7.17-r1188\nContact: x\n',
    '0.7.17-r1188',
  ],
  ['samtools 1.16.1\nUsing htslib 1.16\nCopyright (C) 2022 Genome Research Ltd.\n', '1.16.1'],
  ['bgzip (htslib) 1.16\nCopyright (C) 2022\n', '1.16'],
  ['openjdk version "17.0.16" 2025-07-15\n', '17.0.16'],
  ['v20.20.2\n', '20.20.2'],
] as const;

describe('the version of a tool', () => {
  it.each(SEEN)('is found in %j', (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  it('is not made up', () => {
    for (const text of ['', 'usage: tool FILE', 'copyright 2022', 'a1.2b']) expect(parseVersion(text)).toBeUndefined();
  });
});
