import { describe, expect, it } from 'vitest';
import { id, type Scenario } from '../../../src/model/index.ts';
import {
  judgeForRun,
  judgeWorld,
  PREFLIGHT_RULES,
  readSampleSheet,
  type ContigList,
  type FileFacts,
  type FileReport,
  type WorldFacts,
} from '../../../src/validation/index.ts';
import { smallRun } from './small-run.ts';

const report = (file: string, format: FileReport['format'], findings: FileReport['findings'] = []): FileReport => ({
  file,
  format,
  verdict: 'accepted',
  findings,
  metrics: {},
});

/** As all should be. */
const GOOD: Readonly<Record<string, FileFacts>> = {
  'reads/a.fq': { bytes: 1000, sha256: 'aa'.padStart(64, '0'), report: report('reads/a.fq', 'fastq') },
  'reads/b.fq': { bytes: 500, sha256: 'bb'.padStart(64, '0'), report: report('reads/b.fq', 'fastq') },
  'ref.fa': { bytes: 100, md5: '1'.padStart(32, '0'), report: report('ref.fa', 'fasta') },
  'regions.bed': { bytes: 10, report: report('regions.bed', 'bed') },
  'sheet.csv': { bytes: 10 },
};

interface Changes extends Partial<Omit<WorldFacts, 'files'>> {
  readonly files?: Readonly<Record<string, FileFacts>>;
}

const facts = ({ files = {}, ...rest }: Changes = {}): WorldFacts => ({
  versions: new Map([['cat', '9.1']]),
  files: new Map(Object.entries({ ...GOOD, ...files })),
  ...rest,
});

const brief = (scenario: Scenario, changes?: Changes): readonly string[] =>
  judgeWorld(scenario, facts(changes)).map(
    ({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`,
  );

const planted = new Set<string>();
/** Exactly one finding, of this code. */
const one = (code: keyof typeof PREFLIGHT_RULES, place: string, message: string): readonly string[] => {
  planted.add(code);
  return [`${PREFLIGHT_RULES[code].severity} ${code} ${place}: ${message}`];
};

it('nothing is found where all is as it should be', () => {
  expect(brief(smallRun(), { freeBytes: 1e9 })).toEqual([]);
});

it('nothing is found of what nobody has looked at', () => {
  expect(judgeWorld(smallRun(), { versions: new Map(), files: new Map() })).toEqual([]);
});

describe('tools', () => {
  it('of a version that is not allowed are TOOL-VERSION, for each stage that says so', () => {
    expect(brief(smallRun(), { versions: new Map([['cat', '7.6']]) })).toEqual(
      one('TOOL-VERSION', '/workflows/calls/stages/align/tool/versions', 'cat is version 7.6, allowed is >=8'),
    );
  });

  it('that tell none are TOOL-VERSION-UNKNOWN, but only where somebody wants to know', () => {
    const versions = new Map([['cat', 'unknown']]);
    expect(brief(smallRun(), { versions })).toEqual(
      one(
        'TOOL-VERSION-UNKNOWN',
        '/workflows/calls/stages/align/tool/versions',
        'cat tells no version (unknown), allowed is >=8',
      ),
    );
    expect(brief(smallRun(["versions: '>=8'", '']), { versions })).toEqual([]);
  });
});

describe('files', () => {
  it('with another digest than stated are INPUT-DIGEST, by sample', () => {
    const other = 'cc'.padStart(64, '0');
    const files = { 'reads/a.fq': { ...GOOD['reads/a.fq'], sha256: other } };
    const stated = 'aa'.padStart(64, '0');
    expect(brief(smallRun(), { files })).toEqual(
      one(
        'INPUT-DIGEST',
        '/orders/first/inputs/reads/sha256',
        `reads/a.fq has the sha256 ${other}, stated is ${stated}`,
      ),
    );
    const md5 = '2'.padStart(32, '0');
    expect(brief(smallRun(), { files: { 'ref.fa': { ...GOOD['ref.fa'], md5 } } })).toEqual(
      one(
        'INPUT-DIGEST',
        '/workflows/calls/stages/align/tool/inputs/fasta/md5',
        `ref.fa has the md5 ${md5}, stated is ${'1'.padStart(32, '0')}`,
      ),
    );
  });

  it('of another format than the tool reads are INPUT-FORMAT, and judged no further', () => {
    const finding = { code: 'SAM-X', severity: 'error', line: 3, message: 'm', hint: 'h' } as const;
    const files = { 'reads/b.fq': { report: report('reads/b.fq', 'sam', [finding]) } };
    expect(brief(smallRun(), { files })).toEqual(
      one('INPUT-FORMAT', '/orders/first/inputs/reads', 'reads/b.fq is sam, the tool reads fastq'),
    );
  });

  it('keep what their judges find, with file and line', () => {
    const findings = [
      { code: 'FASTQ-TRUNCATED', severity: 'error', line: 8, message: 'the file ends', hint: 'Copy it again.' },
      { code: 'GZIP-NAME', severity: 'warning', offset: 0, message: 'plain', hint: 'Rename it.' },
    ] as const;
    const files = { 'reads/a.fq': { report: report('reads/a.fq', 'fastq', findings) } };
    expect(judgeWorld(smallRun(), facts({ files }))).toEqual([
      {
        code: 'FASTQ-TRUNCATED',
        severity: 'error',
        path: '/orders/first/inputs/reads',
        message: 'reads/a.fq:8: the file ends',
        hint: 'Copy it again.',
      },
      {
        code: 'GZIP-NAME',
        severity: 'warning',
        path: '/orders/first/inputs/reads',
        message: 'reads/a.fq:byte 0: plain',
        hint: 'Rename it.',
      },
    ]);
  });

  it('of formats that nobody knows are what they are', () => {
    const finding = { code: 'FILE-FORMAT', severity: 'error', offset: 0, message: 'm', hint: 'h' } as const;
    expect(
      brief(smallRun(), { files: { 'sheet.csv': { report: report('sheet.csv', 'unknown', [finding]) } } }),
    ).toEqual([]);
  });

  it('that no tool reads are INPUT-UNREAD where they are absent', () => {
    const problem = 'ENOENT: no such file';
    expect(brief(smallRun(), { files: { 'sheet.csv': { problem } } })).toEqual(
      one('INPUT-UNREAD', '/orders/first/inputs/sheet', 'there is no file sheet.csv'),
    );
    // Of those that tools read, the probe says so.
    expect(brief(smallRun(), { files: { 'ref.fa': { problem } } })).toEqual([]);
  });
});

describe('files elsewhere', () => {
  const url = 'https://reads.example/{sample}.fq';
  const remote = smallRun(['reads/{sample}.fq', url]);
  const place = '/orders/first/inputs/reads';

  it('are INPUT-SOURCE where they cannot be read, and INPUT-UNSEEN where nobody went to see', () => {
    const at = (name: string) => url.replace('{sample}', name);
    expect(brief(remote, { files: { [at('a')]: { problem: 'the server answers 404' }, [at('b')]: {} } })).toEqual(
      one('INPUT-SOURCE', place, `${at('a')}: the server answers 404`),
    );
    expect(brief(remote, { files: { [at('a')]: { isUnseen: true } } })).toEqual(
      one('INPUT-UNSEEN', place, `${at('a')} was not looked at`),
    );
  });

  it('are INPUT-REMOTE for a run', () => {
    planted.add('INPUT-REMOTE');
    expect(judgeForRun(remote)).toMatchObject([
      {
        code: 'INPUT-REMOTE',
        severity: 'error',
        path: place,
        message: 'https://reads.example/a.fq is not a file of this machine',
      },
      { code: 'INPUT-REMOTE', message: 'https://reads.example/b.fq is not a file of this machine' },
    ]);
    expect(judgeForRun(smallRun())).toEqual([]);
  });
});

describe('references', () => {
  const contigs = (format: ContigList['format'], ...list: ContigList['contigs']): ContigList => ({
    kind: 'contigs',
    file: format,
    format,
    contigs: list,
  });
  const withContigs = (bed: ContigList) => ({
    files: {
      'ref.fa': { ...GOOD['ref.fa'], contigs: contigs('fai', { name: 'chr1', length: 1000 }) },
      'regions.bed': { ...GOOD['regions.bed'], contigs: bed },
    },
  });
  const place = '/workflows/calls/stages/align/tool/inputs/regions';

  it('have the contigs of what is read with them, once for all samples', () => {
    expect(brief(smallRun(), withContigs(contigs('bed', { name: 'chr1', reach: 1000 })))).toEqual([]);
    expect(brief(smallRun(), withContigs(contigs('bed', { name: '1', reach: 1000 })))).toEqual([
      `error CONTIG-PREFIX ${place}: regions.bed:1: '1' in bed is 'chr1' in fai`,
    ]);
    expect(brief(smallRun(), withContigs(contigs('bed', { name: 'chr1', reach: 1001 })))).toEqual([
      `error CONTIG-BEYOND ${place}: regions.bed:1: an interval ends at 1001; 'chr1' has 1000 bases`,
    ]);
  });
});

describe('sample sheets', () => {
  const sheet = (...names: readonly string[]): FileFacts => {
    const text = `[Header]\nFileFormatVersion,2\n[BCLConvert_Data]\nSample_ID,Index\n${names.map((name, k) => `${name},${['AAAACCCC', 'GGGGTTTT', 'ACGTACGT'][k]}\n`).join('')}`;
    const reading = readSampleSheet(text);
    if (reading.kind !== 'sheet') throw new Error('no sheet');
    return { sheet: reading.sheet };
  };
  const place = '/orders/first/inputs/sheet';
  const found = (...names: readonly string[]) => brief(smallRun(), { files: { 'sheet.csv': sheet(...names) } });

  it('have the samples ordered, no fewer and no others', () => {
    expect(found('a', 'b')).toEqual([]);
    expect(found('a')).toEqual(one('SHEET-LACKS-SAMPLE', place, 'sheet.csv lacks b of 2 samples ordered'));
    expect(found('a', 'b', 'c')).toEqual(one('SHEET-OTHER-SAMPLE', place, 'sheet.csv:7: nobody ordered c'));
  });

  it('may be shared by orders', () => {
    const scenario = smallRun();
    const [first] = scenario.orders;
    if (first === undefined) throw new Error('no order');
    const samples = [{ id: id<never>('second/c'), name: 'c' }];
    const second = { ...first, id: id<never>('second'), samples };
    const files = { 'sheet.csv': sheet('a', 'b', 'c') };
    expect(brief({ ...scenario, orders: [first, second] }, { files })).toEqual([]);
  });
});

describe('STORAGE-ROOM', () => {
  // Sample a reads 1000 + 100 + 10 bytes and b 500 + 100 + 10: alignments of 2 x 1110 + 2 x 610 = 3440 bytes are expected, and
  // two calls of 1000: 5440 bytes.
  it('compares what is stated of outputs with what is free', () => {
    expect(brief(smallRun(), { freeBytes: 5440 })).toEqual([]);
    expect(brief(smallRun(), { freeBytes: 5439 })).toEqual(
      one('STORAGE-ROOM', '', 'outputs of 5.44 kB are expected, 5.44 kB are free'),
    );
    expect(brief(smallRun())).toEqual([]);
  });

  it('counts files of nobody knows which size as nothing, and files of the order for each sample', () => {
    const files = { 'reads/a.fq': {}, 'ref.fa': {}, 'regions.bed': { bytes: 10 } };
    // 2 x 10 + 2 x 510 and two calls of 1000.
    expect(brief(smallRun(), { files, freeBytes: 3040 })).toEqual([]);
    expect(brief(smallRun(), { files, freeBytes: 3039 })).toHaveLength(1);
    // 3440 less both reads, more twice the sheet of 10 bytes, times 2, and 2000.
    const sheet = smallRun(["from: 'order:reads', format: fastq", "from: 'order:sheet'"]);
    expect(brief(sheet, { freeBytes: 2 * (2 * 120) + 2000 })).toEqual([]);
    expect(brief(sheet, { freeBytes: 2 * (2 * 120) + 1999 })).toHaveLength(1);
  });

  it('passes sizes on from stage to stage, and counts what nobody states as nothing', () => {
    // 1 kB becomes three times the alignments: 3 x 3440 in place of 2000.
    expect(brief(smallRun(['size: 1 kB', 'size: x3']), { freeBytes: 13_760 })).toEqual([]);
    expect(brief(smallRun(['size: 1 kB', 'size: x3']), { freeBytes: 13_759 })).toHaveLength(1);
    expect(brief(smallRun([', size: 1 kB', ''], [', size: x2', '']), { freeBytes: 0 })).toEqual([]);
  });
});

it('every rule about the world has its case here', () => {
  const timely = ['EXPIRES-BEFORE-START', 'ORDER-IMPOSSIBLE', 'DEADLINE-IMPOSSIBLE', 'DUE-IMPOSSIBLE'];
  expect([...planted, ...timely].toSorted()).toEqual(Object.keys(PREFLIGHT_RULES).toSorted());
});
