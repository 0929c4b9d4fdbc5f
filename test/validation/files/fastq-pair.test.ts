import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FASTQ_RULES } from '../../../src/validation/files/fastq/fastq-rules.ts';
import { createPairJudge } from '../../../src/validation/files/fastq/pair-judge.ts';
import { createFindings } from '../../../src/validation/files/file-finding.ts';

/** `steps`: which file is told next, as long as it has titles; then the rest of both. */
function judge(one: readonly string[], two: readonly string[], steps: readonly boolean[] = []) {
  const findings = createFindings(FASTQ_RULES);
  const pairs = createPairJudge(findings);
  const left: readonly [string[], string[]] = [[...one], [...two]];
  const tell = (file: 0 | 1): void => {
    const title = left[file].shift();
    if (title === undefined) return;
    // The memory is used again afterwards.
    const bytes = Buffer.from(`@${title}\n`, 'latin1');
    pairs.title(file, bytes, 1, bytes.length - 1);
    bytes.fill(0x58);
  };
  for (const isSecond of steps) tell(isSecond ? 1 : 0);
  while (left[0].length + left[1].length > 0) {
    const next = left[pairs.behind].length > 0 ? pairs.behind : pairs.behind === 0 ? 1 : 0;
    tell(next);
  }
  pairs.end();
  return findings.list();
}

const codes = (...[one, two, steps]: Parameters<typeof judge>) =>
  judge(one, two, steps).map(({ line, code }) => `${line} ${code}`);

it('ends of the same reads are accepted, however their ends are marked', () => {
  expect(codes(['a 1:N:0:ACGT', 'b/1', 'c\t1', 'd'], ['a 2:N:0:ACGT', 'b/2', 'c\t2', 'd'])).toEqual([]);
  expect(codes([], [])).toEqual([]);
});

it('names that differ are told with both, at their record', () => {
  expect(judge(['a/1', 'b/1'], ['a/2', 'c/2'])).toMatchObject([
    { code: 'FASTQ-PAIR-NAME', line: 5, message: "pair 2: 'c' is 'b' in the other file" },
  ]);
  // /3 is no end of a pair, and a mark alone is a name.
  expect(codes(['a/3', '/1', 'long'], ['a', '/2', 'lon'])).toEqual([
    '1 FASTQ-PAIR-NAME',
    '5 FASTQ-PAIR-NAME',
    '9 FASTQ-PAIR-NAME',
  ]);
});

it('a file that has more reads is told, at the first that has no other', () => {
  expect(codes(['a', 'b', 'c'], ['a'])).toEqual(['5 FASTQ-PAIR-COUNT']);
  expect(codes(['a'], ['a', 'b'])).toEqual(['5 FASTQ-PAIR-COUNT']);
});

it('the order in which files are read does not matter, as comparing lists shows', () => {
  const name = fc.constantFrom('a', 'b', 'read:1 x', 'read:1/1', 'n'.repeat(9000), '');
  fc.assert(
    fc.property(
      fc.array(name, { maxLength: 30 }),
      fc.array(name, { maxLength: 30 }),
      fc.array(fc.boolean()),
      (a, b, steps) => {
        const bare = (title: string): string => (title.split(' ')[0] ?? '').replace(/(?<=.)\/[12]$/, '');
        const wanted = a
          .slice(0, b.length)
          .flatMap((title, i) => (bare(title) === bare(b[i] ?? '') ? [] : [4 * i + 1]));
        const expected = wanted.slice(0, 5).map((line) => `${line} FASTQ-PAIR-NAME`);
        if (a.length !== b.length) expected.push(`${4 * Math.min(a.length, b.length) + 1} FASTQ-PAIR-COUNT`);
        expect(codes(a, b, steps)).toEqual(expected);
      },
    ),
    { numRuns: 3000 },
  );
});
