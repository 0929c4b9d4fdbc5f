import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { createCramJudge } from '../../../src/validation/files/cram/cram-judge.ts';
import { itf8Of, ltf8Of } from '../../../src/validation/files/cram/numbers.ts';
import { ALL_RULES } from '../../../src/validation/files/judge-file.ts';
import {
  dataContainer,
  definition,
  EOF_2,
  EOF_3,
  headerContainer,
  itf8,
  ltf8,
  madeBlock,
  madeContainer,
  SQ,
  V30,
  type Changes,
  type Made,
} from './cram-made.ts';
import { judgeWith } from './judge-text.ts';
import { codesOf, judgeBytes } from './packed.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const judge = judgeWith(ALL_RULES, (findings) => createCramJudge(findings));

const HEADER = headerContainer(V30);
const FIRST_AT = 26 + HEADER.length;
const cram = (...parts: readonly Buffer[]): Buffer => Buffer.concat([definition(V30), ...parts]);
const withChanges = (changes: Changes): Buffer =>
  cram(HEADER, dataContainer(V30, 0, changes), dataContainer(V30, 7), EOF_3);
const GOOD = withChanges({});

describe('a CRAM file', () => {
  it('is accepted, with its numbers, in pieces of any size', () => {
    for (const piece of [1, 2, 3, 7, 50, 100_000]) {
      expect(judge(GOOD, piece)).toEqual({
        verdict: 'accepted',
        findings: [],
        codes: [],
        // 1 of the header, 9 each, 1 of the end.
        metrics: {
          containers: 2,
          slices: 4,
          blocks: 20,
          records: 14,
          bases: 1400,
          version_major: 3,
          version_minor: 0,
        },
      });
    }
  });

  it('of every version is accepted', () => {
    const file = (made: Made, ...end: readonly Buffer[]) =>
      judge(Buffer.concat([definition(made), headerContainer(made), dataContainer(made, 0), ...end])).codes;
    expect(file({ major: 3, minor: 1 }, EOF_3)).toEqual([]);
    expect(file({ major: 2, minor: 1 }, EOF_2)).toEqual([]);
    // By the specification -1 has other bits that are not read.
    const other = Buffer.from(EOF_2.with(8, 0xff));
    expect(file({ major: 2, minor: 1 }, other)).toEqual([]);
    expect(file({ major: 2, minor: 0 })).toEqual([]);
  });

  it('may have its header packed, padded, and without landmarks', () => {
    const judged = (header: Buffer) => judge(cram(header, dataContainer(V30, 0), EOF_3)).codes;
    expect(judged(headerContainer(V30, SQ, { method: 1 }))).toEqual([]);
    const padding = madeBlock(V30, { type: 0, data: Buffer.alloc(50) });
    expect(judged(headerContainer(V30, SQ, { blocks: 2, body: padding }))).toEqual([]);
    expect(judged(headerContainer(V30, SQ, { body: Buffer.alloc(99), landmarks: [] }))).toEqual([]);
    const data = Buffer.concat([Buffer.from([SQ.length + 20, 0, 0, 0]), Buffer.from(SQ), Buffer.alloc(20)]);
    expect(judged(headerContainer(V30, SQ, { data }))).toEqual([]);
  });

  it('may have unmapped reads, several references in a slice, and containers of no record', () => {
    const at = { reference: -1, start: 0, span: 0 };
    const one = (changes: Changes) =>
      judge(cram(HEADER, dataContainer(V30, 0, { ...changes, blocks: (all) => all.slice(0, 5) }), EOF_3)).codes;
    const lone = { records: 4, blocks: 5, landmarks: [dataContainerLandmark()] };
    expect(one({ container: { ...at, ...lone }, slice: at })).toEqual([]);
    const several = { ...at, reference: -2 };
    expect(one({ container: { ...several, ...lone }, slice: several })).toEqual([]);
    // As an encoder leaves it behind, with the number of blocks that it was to have.
    const empty = { records: 0, bases: 0, blocks: 6, landmarks: [] };
    expect(
      judge(cram(HEADER, dataContainer(V30, 0, { container: empty, blocks: (all) => all.slice(0, 1) }), EOF_3)).codes,
    ).toEqual([]);
  });

  it.each<[string, Changes, string]>([
    [
      'a record counter that is not the sum before',
      { container: { counter: 5 }, slice: { counter: 5 } },
      'CRAM-RECORD-COUNTER',
    ],
    ['a method of a later version', { external: { method: 5 } }, 'CRAM-BLOCK-METHOD-NEWER'],
    ['a slice past the end of its reference', { slice: { start: 99_900 } }, 'CRAM-BEYOND-END'],
  ])('with %s is accepted with a warning', (_, changes, code) => {
    const report = judge(withChanges(changes));
    expect(report.verdict).toBe('accepted');
    expect(report.codes.join()).toContain(code);
  });

  it('whose end is marked twice is accepted with a warning', () => {
    expect(judge(Buffer.concat([GOOD, EOF_3])).codes).toEqual([`${GOOD.length} CRAM-EOF-TWICE`]);
  });

  it('whose header has no M5 is accepted with a warning', () => {
    const text = SQ.replaceAll(/\tM5:\w+/g, '');
    expect(judge(cram(headerContainer(V30, text), EOF_3)).codes).toEqual(['2 CRAM-MD5', '3 CRAM-MD5']);
  });
});

/** Where the first slice begins: behind the compression header, 2 + 3 + 6 + 4 bytes. */
function dataContainerLandmark(): number {
  return 15;
}

const HEAD = dataContainer(V30, 0).length - dataContainerBody().length;
function dataContainerBody(): Buffer {
  let body = Buffer.alloc(0);
  dataContainer(V30, 0, {
    blocks(all) {
      body = Buffer.concat([...all]);
      return all;
    },
  });
  return body;
}
/** Where the blocks of the first data container begin; then those of its first slice. */
const BODY_AT = FIRST_AT + HEAD;
const SLICE_AT = BODY_AT + dataContainerLandmark();

/** `PLACE CODE` of the first error. */
const MUTANTS: readonly (readonly [what: string, bytes: Buffer, wanted: string])[] = [
  ['another magic number', Buffer.concat([definition(V30, 'CRAN'), HEADER, EOF_3]), '0 CRAM-MAGIC'],
  ['version 4.0', Buffer.concat([Buffer.from(GOOD).fill(4, 4, 5)]), '0 CRAM-VERSION'],
  ['version 3.2', Buffer.concat([Buffer.from(GOOD).fill(2, 5, 6)]), '0 CRAM-VERSION'],
  ['version 1.0', Buffer.concat([Buffer.from(GOOD).fill(1, 4, 5)]), '0 CRAM-VERSION'],
  ['no byte', Buffer.alloc(0), '0 CRAM-TRUNCATED'],
  ['a file definition alone', definition(V30), '26 CRAM-TRUNCATED'],
  ['a file cut in its definition', definition(V30).subarray(0, 20), '0 CRAM-TRUNCATED'],
  [
    'no mark of the end',
    cram(HEADER, dataContainer(V30, 0)),
    `${FIRST_AT + dataContainer(V30, 0).length} CRAM-EOF-MISSING`,
  ],
  ['a file cut in its mark', GOOD.subarray(0, -1), 'CRAM-TRUNCATED'],
  ['a file cut in a block', GOOD.subarray(0, SLICE_AT + 10), `${SLICE_AT} CRAM-TRUNCATED`],
  ['bytes behind the end', Buffer.concat([GOOD, Buffer.from('x')]), `${GOOD.length} CRAM-TRAILING`],
  ['another file behind the end', Buffer.concat([GOOD, GOOD]), `${GOOD.length} CRAM-TRAILING`],
  ['a container behind the end', cram(HEADER, EOF_3, dataContainer(V30, 0), EOF_3), `${FIRST_AT + 38} CRAM-TRAILING`],
  ['a mark that is not quite it', cram(HEADER, eofLike()), `${FIRST_AT + 38} CRAM-EOF-MISSING`],
  ['another CRC of a container', withChanges({ container: { crc: 1 } }), `${FIRST_AT} CRAM-CONTAINER-CRC`],
  ['a negative length', withChanges({ container: { length: -1 } }), `${FIRST_AT} CRAM-CONTAINER`],
  ['a negative number of records', withChanges({ container: { records: -1 } }), `${FIRST_AT} CRAM-CONTAINER`],
  ['a negative number of bases', withChanges({ container: { bases: -1n } }), `${FIRST_AT} CRAM-CONTAINER`],
  ['a negative number of blocks', withChanges({ container: { blocks: -1 } }), `${FIRST_AT} CRAM-CONTAINER`],
  [
    'more landmarks than there is room for',
    withChanges({ container: { landmarks: Array.from({ length: 50 }, () => 15) } }),
    `${FIRST_AT} CRAM-CONTAINER`,
  ],
  ['a block less than there are', withChanges({ container: { blocks: 8 } }), `${FIRST_AT} CRAM-CONTAINER-LENGTH`],
  ['a block more than there are', withChanges({ container: { blocks: 10 } }), `${FIRST_AT} CRAM-BLOCK-COUNT`],
  ['a record more than in its slices', withChanges({ container: { records: 8 } }), `${FIRST_AT} CRAM-RECORD-COUNT`],
  ['a reference that is not in the header', withChanges({ container: { reference: 2 } }), `${FIRST_AT} CRAM-REFERENCE`],
  ['reference -3', withChanges({ container: { reference: -3 } }), `${FIRST_AT} CRAM-REFERENCE`],
  ['a landmark that is not there', withChanges({ container: { landmarks: [16, 400] } }), 'CRAM-LANDMARK'],
  ['no landmarks', withChanges({ container: { landmarks: [] } }), 'CRAM-LANDMARK'],
  [
    'a landmark too many',
    withChanges({ blocks: (all) => all.slice(0, 5), container: { blocks: 5, records: 4 } }),
    `${FIRST_AT} CRAM-LANDMARK`,
  ],
  ['method 10', withChanges({ external: { method: 10 } }), 'CRAM-BLOCK-METHOD'],
  ['method 9', Buffer.from(withChanges({ external: { method: 9 } }).fill(1, 5, 6)), 'CRAM-BLOCK-METHOD'],
  ['a block of type 3', withChanges({ external: { type: 3 } }), 'CRAM-BLOCK-TYPE'],
  ['a second compression header', withChanges({ core: { type: 1 } }), 'CRAM-BLOCK-TYPE'],
  ['no compression header', withChanges({ compression: { type: 4 } }), `${BODY_AT} CRAM-BLOCK-TYPE`],
  ['a block of type 0', withChanges({ external: { type: 0 } }), 'CRAM-BLOCK-TYPE'],
  ['a raw block of two sizes', withChanges({ core: { rawSize: 4 } }), 'CRAM-BLOCK-SIZE'],
  ['a block past its container', withChanges({ external: { size: 5000 } }), 'CRAM-BLOCK-SIZE'],
  ['a negative size', withChanges({ external: { size: -1 } }), 'CRAM-BLOCK-SIZE'],
  [
    'a block past its container, by a CRC',
    withChanges({ container: { length: dataContainerBody().length - 1 } }),
    'CRAM-BLOCK-SIZE',
  ],
  ['another CRC of a block', withChanges({ external: { crc: 1 } }), 'CRAM-BLOCK-CRC'],
  ['another CRC of a slice header', withChanges({ sliceBlock: { crc: 1 } }), `${SLICE_AT} CRAM-BLOCK-CRC`],
  ['a slice header that is packed', withChanges({ sliceBlock: { method: 1 } }), `${SLICE_AT} CRAM-SLICE`],
  [
    'a slice header of 5 bytes',
    withChanges({ sliceBlock: { data: Buffer.from([0, 1, 1, 1, 1]) } }),
    `${SLICE_AT} CRAM-SLICE`,
  ],
  ['a slice of -1 records', withChanges({ slice: { records: -1 } }), `${SLICE_AT} CRAM-SLICE`],
  ['a slice of -1 blocks', withChanges({ slice: { blocks: -1 } }), `${SLICE_AT} CRAM-SLICE`],
  [
    'a slice of another reference',
    withChanges({ slice: { reference: 1, start: 1, span: 1 } }),
    `${SLICE_AT} CRAM-SLICE-REFERENCE`,
  ],
  ['a slice of a block more', withChanges({ slice: { blocks: 4 } }), 'CRAM-SLICE-BLOCKS'],
  ['a slice without core data', withChanges({ core: { type: 4, contentId: 11 } }), 'CRAM-SLICE-BLOCKS'],
  ['a content id that no block has', withChanges({ slice: { contentIds: [11, 200, 12] } }), 'CRAM-SLICE-BLOCKS'],
  ['a block whose content id is not told', withChanges({ slice: { contentIds: [11] } }), 'CRAM-SLICE-BLOCKS'],
  ['a reference in a block that is not there', withChanges({ slice: { embedded: 12 } }), 'CRAM-SLICE'],
  ['a slice record more', withChanges({ slice: { records: 5 } }), `${FIRST_AT} CRAM-RECORD-COUNT`],
  ['a block lost', withChanges({ blocks: (all) => all.toSpliced(3, 1) }), 'CRAM-SLICE-BLOCKS'],
  [
    'data before the first slice',
    withChanges({ blocks: (all) => [all[0], all[2], ...all.slice(3)].filter((one) => one !== undefined) }),
    'CRAM-BLOCK-TYPE',
  ],
  [
    'a header that is no text',
    cram(headerContainer(V30, SQ, { type: 4 }), EOF_3),
    `${26 + headLength(headerContainer(V30))} CRAM-HEADER`,
  ],
  ['a header packed otherwise', cram(headerContainer(V30, SQ, { method: 2 }), EOF_3), 'CRAM-HEADER'],
  [
    'a header longer than its block',
    cram(headerContainer(V30, SQ, { data: Buffer.from([9, 0, 0, 0, 64]) }), EOF_3),
    'CRAM-HEADER',
  ],
  ['a header of 3 bytes', cram(headerContainer(V30, SQ, { data: Buffer.alloc(3) }), EOF_3), 'CRAM-HEADER'],
  [
    'a packed header of another size',
    cram(headerContainer(V30, SQ, { method: 1, rawSize: 999 }), EOF_3),
    'CRAM-HEADER',
  ],
  [
    'a packed header of a size past any',
    cram(headerContainer(V30, SQ, { method: 1, rawSize: 2 ** 31 - 1 }), EOF_3),
    'CRAM-HEADER',
  ],
  ['a line that is no header line', cram(headerContainer(V30, `${SQ}text\n`), EOF_3), '4 CRAM-HEADER-LINE'],
  ['an @SQ without a length', cram(headerContainer(V30, SQ.replace('\tLN:500', '')), EOF_3), '3 SAM-SQ-VALUE'],
];

function headLength(container: Buffer): number {
  return container.length - container.readInt32LE(0);
}
/** Of the mark all is right but what the compression header holds; its CRC is that of what it holds. */
function eofLike(): Buffer {
  const body = madeBlock(V30, { type: 1, data: Buffer.from([1, 0, 1, 0, 1, 9]) });
  const start = 0x45_4f46;
  return madeContainer(V30, {
    reference: -1,
    start,
    span: 0,
    records: 0,
    counter: 0,
    bases: 0,
    blocks: 1,
    landmarks: [],
    body,
  });
}

describe('a fault of CRAM', () => {
  it.each(MUTANTS)('%s is found by its rule', (_, bytes, wanted) => {
    const report = judge(bytes);
    expect(report.verdict).toBe('rejected');
    const first = report.findings.find(({ severity }) => severity === 'error');
    expect(`${first?.line ?? first?.offset} ${first?.code}`).toContain(wanted);
    expect(judge(bytes, 5)).toEqual(report);
  });

  it('of version 2 is found without checksums', () => {
    const made: Made = { major: 2, minor: 1 };
    const file = (changes: Changes) =>
      judge(
        Buffer.concat([definition(made), headerContainer(made), dataContainer(made, 0, changes), EOF_2]),
      ).codes.join();
    expect(file({ container: { records: 9 } })).toContain('CRAM-RECORD-COUNT');
    expect(file({ external: { method: 9 } })).toContain('CRAM-BLOCK-METHOD');
    expect(file({ container: { landmarks: [3, 4] } })).toContain('CRAM-LANDMARK');
  });

  it('of one bit anywhere is found, where it is not in the id of the file', () => {
    // Version 3 has a checksum over everything else. Bits of the version make another version of it.
    const random = createRandom(SEED);
    const missed: number[] = [];
    for (let i = 0; i < 1500; i++) {
      const at = random.below(GOOD.length);
      if (at >= 5 && at < 26) continue;
      const bytes = Buffer.from(GOOD);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      if (judge(bytes).verdict !== 'rejected') missed.push(at);
    }
    expect(missed).toEqual([]);
  });

  it('that cuts the file anywhere is found', () => {
    for (let at = 0; at < GOOD.length; at++) {
      const codes = judge(GOOD.subarray(0, at)).codes.join();
      expect({ at, codes }).toEqual({ at, codes: expect.stringMatching(/CRAM-(TRUNCATED|EOF-MISSING)/) });
    }
  });

  it('that announces gigabytes costs none', () => {
    const huge = headerContainer(V30, SQ, { length: 2 ** 31 - 1 });
    expect(judge(cram(huge)).codes.join()).toContain('CRAM-TRUNCATED');
  });
});

it('has its mark looked for even where the rest is not read', async () => {
  // 10 MB are more than a quick look goes through.
  const one = dataContainer(V30, 0, { external: { data: Buffer.alloc(10 << 20), method: 0, rawSize: 10 << 20 } });
  const whole = cram(HEADER, one, EOF_3);
  expect(codesOf(await judgeBytes('x.cram', whole, { depth: 'quick' }))).toEqual([]);
  const cut = whole.subarray(0, -1);
  expect(codesOf(await judgeBytes('x.cram', cut, { depth: 'quick' }))).toEqual([`${cut.length - 64} CRAM-EOF-MISSING`]);
});

it('numbers are read as they are written, of every length', () => {
  const random = createRandom(SEED).split('numbers');
  for (let i = 0; i < 2000; i++) {
    const value = (random.below(2 ** 31) >> random.below(31)) * (random.below(2) === 0 ? 1 : -1) || 1;
    expect(itf8Of(itf8(value))).toBe(value);
    const long = BigInt(random.below(2 ** 31)) * BigInt(1 + random.below(2 ** 22));
    expect(ltf8Of(ltf8(long))).toBe(Number(long));
  }
  for (const value of [0n, 127n, 128n, 2n ** 28n, 2n ** 49n, 2n ** 52n])
    expect(ltf8Of(ltf8(value))).toBe(Number(value));
  expect(ltf8Of(ltf8(2n ** 62n))).toBe(2 ** 62);
  expect(ltf8Of(ltf8(-5n))).toBe(-1);
});

it('takes any bytes behind a good beginning without failing, in pieces as at once', () => {
  const random = createRandom(SEED).split('bytes');
  for (let i = 0; i < 1500; i++) {
    const start = GOOD.subarray(0, [0, 4, 26, FIRST_AT, BODY_AT, SLICE_AT][random.below(6)]);
    const bytes = Buffer.concat([
      start,
      Buffer.from(Array.from({ length: random.below(200) }, () => random.below(random.below(2) === 0 ? 256 : 8))),
    ]);
    expect({ i, ...judge(bytes, 1 + random.below(30)) }).toEqual({ i, ...judge(bytes) });
  }
});

describe.skipIf(spawnSync('samtools', ['--version']).status !== 0)('CRAM of samtools', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-cram-'));
  const random = createRandom(SEED).split('samtools');
  const bases = Array.from({ length: 20_000 }, () => 'ACGT'[random.below(4)]).join('');
  const reference = path.join(folder, 'ref.fa');
  writeFileSync(reference, `>chr1\n${bases}\n`);
  const records = Array.from({ length: 3000 }, (_, i) => {
    const at = i * 6;
    return `r${i}\t0\tchr1\t${at + 1}\t60\t50M\t*\t0\t0\t${bases.slice(at, at + 50)}\t${'I'.repeat(50)}\n`;
  });
  const unmapped = Array.from({ length: 500 }, (_, i) => `u${i}\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\t####\n`);
  const sam = path.join(folder, 'x.sam');
  writeFileSync(sam, `@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chr1\tLN:20000\n${records.join('')}${unmapped.join('')}`);

  it.each([
    ['2.1', []],
    ['3.0', []],
    ['3.1', []],
    ['3.0', ['--output-fmt-option', 'seqs_per_slice=100', '--output-fmt-option', 'slices_per_container=3']],
    ['3.1', ['--output-fmt-option', 'archive', '--output-fmt-option', 'multi_seq_per_slice=1']],
    ['3.0', ['--output-fmt-option', 'embed_ref=1']],
    ['3.0', ['--output-fmt-option', 'no_ref=1']],
  ])('of version %s and options %j is accepted, with the numbers that were put in', async (version, options) => {
    const made = spawnSync(
      'samtools',
      ['view', '-C', '-T', reference, '--output-fmt-option', `version=${version}`, ...options, sam],
      { maxBuffer: 1 << 26 },
    );
    expect(made.status).toBe(0);
    const report = await judgeBytes('x.cram', made.stdout);
    // Without a reference there is nothing to find by M5, and it says so.
    expect(codesOf(report)).toEqual(options.includes('no_ref=1') ? ['2 CRAM-MD5'] : []);
    // 3,000 reads of 50 bases, 500 of 4.
    expect(report).toMatchObject({ format: 'cram', verdict: 'accepted', metrics: { records: 3500, bases: 152_000 } });
    expect(report.metrics['version_minor']).toBe(Number(version.slice(2)));
    const cut = made.stdout.subarray(0, made.stdout.length - 38);
    expect((await judgeBytes('x.cram', cut)).verdict).toBe('rejected');
  });
});
