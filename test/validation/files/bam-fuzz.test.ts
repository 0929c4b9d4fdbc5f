/** The judge of BAM against the slow reader, over damaged content that is packed well, cut into pieces anywhere. */

import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createBamJudge } from '../../../src/validation/files/bam/bam-judge.ts';
import { createFindings } from '../../../src/validation/files/file-finding.ts';
import { ALL_RULES } from '../../../src/validation/files/judge-file.ts';
import {
  alignment,
  array,
  D,
  header,
  headerText,
  I,
  int16,
  int32,
  M,
  N,
  REFERENCES,
  S,
  tag,
  text,
  type Fields,
} from './bam-file.ts';
import { verdictOf } from './bam-oracle.ts';
import { baiBytes, csiBytes, indexOf } from './index-file.ts';
import { judgeBytes, sourceOf } from './packed.ts';
import { packed } from './bam-file.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);

function judge(content: Buffer, pieceBytes: number): { readonly verdict: string; readonly codes: readonly string[] } {
  const findings = createFindings(ALL_RULES);
  const judged = createBamJudge(findings);
  judged.block?.(0);
  for (let at = 0; at < content.length; at += pieceBytes)
    judged.push(Uint8Array.from(content.subarray(at, at + pieceBytes)));
  judged.end();
  const codes = findings.list().map(({ code }) => code);
  return { verdict: findings.errors > 0 ? 'rejected' : 'accepted', codes };
}

const unplaced: Partial<Fields> = { reference: -1, position: -1, flag: 4, cigar: [] };
const READS: readonly Partial<Fields>[] = [
  { tags: [tag('NM', 'C', 3), text('MD', '5'), text('RG', 'g1'), tag('AS', 's', int16(-5))] },
  {
    cigar: [
      [1, S],
      [2, M],
      [1, I],
      [3, D],
      [1, M],
    ],
    tags: [array('ML', 'C', 3, Buffer.from('abc')), text('XH', '0AFF', 'H')],
  },
  {
    flag: 99,
    nextReference: 1,
    nextPosition: 4,
    tags: [tag('XA', 'A', 'x'), tag('Xf', 'f', int32(0)), tag('XI', 'I', int32(-1))],
  },
  {
    cigar: [
      [5, S],
      [9, N],
    ],
    tags: [array('CG', 'I', 3, int32(3 * 16, 4 * 16 + D, 2 * 16))],
  },
  { bases: '', qualities: [], cigar: [], name: '*\0' },
  { qualities: [255, 255, 255, 255, 255], reference: 1 },
  { bases: 'A', qualities: [9], cigar: [[1, 7]] },
  unplaced,
];

const goodContent = (random: Random): Buffer => {
  const reads = READS.filter(() => random.below(2) === 0).map((read, i) => alignment({ name: `r${i}\0`, ...read }));
  const order = ['unsorted', 'unsorted', 'coordinate', 'queryname'][random.below(4)];
  const heads = [header(headerText(REFERENCES, order)), header(''), header(`${headerText()}\0\0`), header('', [])];
  // Mostly the first.
  return Buffer.concat([heads[Math.max(0, random.below(8) - 4)] ?? header(), ...reads]);
};

const SPECIAL = [0, 1, 4, 9, 10, 13, 0x20, 0x21, 0x40, 0x41, 0x42, 0x48, 0x5a, 0x49, 0x63, 0x7e, 0x7f, 0x80, 0xff];
const NUMBERS = [
  -2,
  -1,
  0,
  1,
  2,
  3,
  31,
  32,
  33,
  93,
  94,
  255,
  256,
  65_535,
  65_536,
  2 ** 28,
  2 ** 31 - 2,
  2 ** 31 - 1,
  -(2 ** 31),
];

function damage(good: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(good);
  for (let times = random.below(2); times >= 0; times--) {
    const at = random.below(bytes.length);
    const special = SPECIAL[random.below(SPECIAL.length)] ?? 0;
    const kind = random.below(20);
    if (kind < 8) bytes[at] = special;
    else if (kind < 11) bytes[at] = random.below(256);
    else if (kind < 14) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    else if (kind < 16 && at + 4 <= bytes.length) bytes.writeInt32LE(NUMBERS[random.below(NUMBERS.length)] ?? 0, at);
    else if (kind < 17) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([special]), bytes.subarray(at)]);
    else if (kind < 18) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    else if (kind < 19) bytes = Buffer.from(bytes.subarray(0, at + 1));
    if (bytes.length === 0) return bytes;
  }
  return bytes;
}

it('agrees about 4,000 damaged files with the slow reader', () => {
  const random = createRandom(SEED).split('content');
  const counts = { accepted: 0, rejected: 0 };
  for (let i = 0; i < 4000; i++) {
    const content = damage(goodContent(random), random);
    const slow = verdictOf(content);
    const fast = judge(content, random.below(3) === 0 ? 1 + random.below(90) : content.length + 1);
    counts[slow.verdict]++;
    if (fast.verdict !== slow.verdict) {
      expect({ seed: SEED, i, content: content.toString('latin1'), ...fast }).toEqual({ seed: SEED, i, ...slow });
    }
  }
  console.log(`BAM: 4,000 damaged files, seed ${SEED}, ${counts.rejected} rejected`);
  expect(counts.rejected).toBeGreaterThan(2000);
  expect(counts.accepted).toBeGreaterThan(300);
});

it('takes any bytes for an index beside it, and by itself', async () => {
  const random = createRandom(SEED).split('index');
  const content = Buffer.concat([
    header(headerText(REFERENCES, 'coordinate')),
    alignment(),
    alignment({ reference: 1 }),
  ]);
  const first = header(headerText(REFERENCES, 'coordinate')).length;
  const size = alignment().length;
  const records = [0, 1].map((reference) => ({
    reference,
    begin: 99,
    end: 104,
    isMapped: true,
    from: first + reference * size,
    to: first + (reference + 1) * size,
  }));
  const good = (shape?: [number, number]) => indexOf(records, 2, (at) => BigInt(at), shape);
  const bam = packed(content);
  let rejected = 0;
  for (let i = 0; i < 600; i++) {
    const isCsi = i % 2 === 0;
    const bytes = damage(isCsi ? csiBytes(good([random.below(20), random.below(8)])) : baiBytes(good()), random);
    const name = isCsi ? 'csi' : 'bai';
    const beside = await judgeBytes('x.bam', bam, { companions: { [name]: sourceOf(`x.bam.${name}`, bytes) } });
    const alone = await judgeBytes(`x.bam.${name}`, bytes);
    if (beside.verdict === 'rejected') rejected++;
    // What is wrong by itself is wrong beside its file.
    if (alone.verdict === 'rejected') expect({ i, verdict: beside.verdict }).toEqual({ i, verdict: 'rejected' });
    expect(alone.verdict).not.toBe('unreadable');
    expect(beside.verdict).not.toBe('unreadable');
  }
  expect(rejected).toBeGreaterThan(180);
});
