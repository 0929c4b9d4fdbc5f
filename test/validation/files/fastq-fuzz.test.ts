/** The judge of FASTQ against the slow one, over made-up and damaged files, cut into pieces anywhere. */

import type { Metrics } from '../../../src/validation/files/content-judge.ts';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { createFastqJudge } from '../../../src/validation/files/fastq/fastq-judge.ts';
import { FASTQ_RULES } from '../../../src/validation/files/fastq/fastq-rules.ts';
import { createFindings } from '../../../src/validation/files/file-finding.ts';
import { expectedOf } from './fastq-oracle.ts';

interface Answer {
  readonly error: string | undefined;
  readonly reads?: Metrics[string] | undefined;
  readonly bases?: Metrics[string] | undefined;
  readonly q30?: Metrics[string] | undefined;
  readonly gc?: Metrics[string] | undefined;
}

function judge(bytes: Uint8Array, isFourLine: boolean, pieceBytes: number): Answer {
  const findings = createFindings(FASTQ_RULES);
  const judged = createFastqJudge(findings, { dialect: isFourLine ? 'four-line' : 'permissive' });
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    // At an odd address every other time.
    const piece = new Uint8Array(pieceBytes + 1).subarray(at & 1, (at & 1) + Math.min(pieceBytes, bytes.length - at));
    piece.set(bytes.subarray(at, at + pieceBytes));
    judged.push(piece);
  }
  judged.end();
  const error = findings.list().find((one) => one.severity === 'error');
  if (error !== undefined) return { error: `${error.line} ${error.code}` };
  const { reads, bases, q30_bases, gc_bases, quality_offset } = judged.metrics;
  // The slow judge counts from 33 whatever it finds.
  const q30 = quality_offset === 33 ? { q30: q30_bases } : {};
  return { error: undefined, reads, bases, ...q30, gc: gc_bases };
}

const expected = (text: string, isFourLine: boolean): Answer => {
  const all = expectedOf(text, isFourLine);
  return all.error === undefined ? all : { error: all.error };
};

// Sanger's, so that both count from 33: # is in every good file.
const GOOD = [
  '@r1 1:N:0:ACGT\nACGTNACGTA\n+\n#III?II5@+\n@r2\nACG\n+r2\n@#+\n@r3\nGGCCAATTGG\n+\n#IIIIIIIII\n',
  '@w\nACGT\nACG\n+w\n@#II\n+II\n@e\n\n+\n\n@x\nAC.-*\n+\n#####\n',
  '@d\r\nACGT\r\n+\r\n#III\r\n@d\r\nAC\r\n+\r\n#I\r\n',
];
const SPECIAL = [0x0a, 0x0d, 0x40, 0x2b, 0x41, 0x20, 0x09, 0x00, 0x7f, 0x23, 0xff, 0x49];

it('agrees about 150,000 damaged files with the slow judge', () => {
  const seed = Number(process.env['SEQPLAN_SEED'] ?? 1);
  const random = createRandom(seed);
  let rejected = 0;
  for (let i = 0; i < 150_000; i++) {
    const bytes = Buffer.from(GOOD[random.below(GOOD.length)] ?? '', 'latin1');
    const damaged = damage(bytes, (below) => random.below(below));
    const isFourLine = random.below(2) === 0;
    const text = damaged.toString('latin1');
    const answer = judge(damaged, isFourLine, 1 + random.below(80));
    const wanted = expected(text, isFourLine);
    if (answer.error !== undefined) rejected++;
    if (answer.error !== wanted.error || answer.bases !== wanted.bases || answer.gc !== wanted.gc) {
      expect({ seed, i, text, isFourLine, ...answer }).toEqual({ seed, i, text, isFourLine, ...wanted });
    }
  }
  console.log(`FASTQ: 150,000 damaged files, seed ${seed}, ${rejected} rejected`);
  expect(rejected).toBeGreaterThan(50_000);
});

function damage(good: Buffer, int: (below: number) => number): Buffer {
  let bytes = Buffer.from(good);
  for (let times = 1 + int(2); times > 0; times--) {
    const at = int(bytes.length);
    const special = SPECIAL[int(SPECIAL.length)] ?? 0;
    switch (int(6)) {
      case 0:
        bytes[at] = special;
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([special]), bytes.subarray(at)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
        break;
      case 3: {
        const lines = bytes.toString('latin1').split('\n');
        lines.splice(int(lines.length), 1);
        bytes = Buffer.from(lines.join('\n'), 'latin1');
        break;
      }
      case 4: {
        const lines = bytes.toString('latin1').split('\n');
        const line = int(lines.length);
        lines.splice(line, 0, lines[line] ?? '');
        bytes = Buffer.from(lines.join('\n'), 'latin1');
        break;
      }
      default:
        bytes = Buffer.from(bytes.subarray(0, at));
    }
    if (bytes.length === 0) return bytes;
  }
  return bytes;
}

it('agrees about files of any lines with the slow judge', () => {
  const line = fc.constantFrom(
    '@a',
    '@b',
    '@',
    '@@@',
    '+',
    '+a',
    '+b',
    '',
    '',
    'A',
    'AC',
    'ACG',
    '#',
    '##',
    '###',
    '@#',
    '+#',
    'A C',
    '\r',
    'A\r',
  );
  const file = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(
      file,
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      (lines, isClosed, isFourLine, piece) => {
        const text = isClosed ? `${lines}\n` : lines;
        const answer = judge(Buffer.from(text, 'latin1'), isFourLine, piece);
        expect(expected(text, isFourLine)).toMatchObject(answer);
      },
    ),
    { numRuns: 50_000 },
  );
});

it('counts reads longer than the blocks of its tables as the slow judge does, wherever they lie', () => {
  const letters = fc.string({
    unit: fc.constantFrom('A', 'C', 'G', 'T', 'N', 'a'),
    minLength: 1,
    maxLength: 4000,
    size: 'max',
  });
  const read = fc.tuple(fc.nat(40), letters).map(([name, sequence]) => {
    const qualities = [...sequence].map((_, i) => '#5?I'[(i * 7 + name) & 3]).join('');
    return `@${'n'.repeat(name + 1)}\n${sequence}\n+\n#${qualities.slice(1)}\n`;
  });
  fc.assert(
    fc.property(
      fc.array(read, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 500, max: 9000 }),
      (records, piece) => {
        const text = records.join('');
        expect(expected(text, true)).toMatchObject(judge(Buffer.from(text, 'latin1'), true, piece));
      },
    ),
    { numRuns: 300 },
  );
});
