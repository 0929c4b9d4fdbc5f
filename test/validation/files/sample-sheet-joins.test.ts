import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createDistances } from '../../../src/validation/files/sample-sheet/index-distance.ts';
import {
  joinFindings,
  joinSheetWithOrders,
  readSampleSheet,
  type JoinOptions,
  type SampleSheet,
} from '../../../src/validation/files/sample-sheet/index.ts';
import { V1_MISEQ, V2_NOVASEQ_X } from './sample-sheets.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);

const read = (text: string): SampleSheet => {
  const reading = readSampleSheet(text);
  if (reading.kind !== 'sheet') throw new Error(JSON.stringify(reading.findings));
  return reading.sheet;
};
interface Small {
  readonly rows: readonly string[];
  readonly columns?: string;
  readonly header?: readonly string[];
  readonly settings?: readonly string[];
}
/** Without header and settings its samples begin in line 6. */
const v2 = ({ rows, columns = 'Sample_ID,Index,Index2', header = [], settings = [] }: Small): SampleSheet =>
  read(
    [
      '[Header]',
      'FileFormatVersion,2',
      ...header,
      '[BCLConvert_Settings]',
      ...settings,
      '[BCLConvert_Data]',
      columns,
      ...rows,
    ].join('\n'),
  );
const v1 = (rows: readonly string[], header: readonly string[] = []): SampleSheet =>
  read(['[Header]', 'IEMFileVersion,4', ...header, '[Data]', 'Sample_ID,index,index2', ...rows].join('\n'));
const codes = (sheet: SampleSheet, options?: JoinOptions): readonly string[] =>
  joinFindings(sheet, options).map(({ line, code }) => `${line} ${code}`);

const bases = (random: Random, length: number): string =>
  Array.from({ length }, () => 'ACGT'[random.below(4)] ?? '').join('');

describe('distances of index pairs', () => {
  const hamming = (a: string, b: string): number => [...a].slice(0, b.length).filter((base, i) => base !== b[i]).length;

  it.each([
    ['one length', () => [10, 10]],
    ['over 16 bases', () => [24, 17]],
    ['one index', () => [8, 0]],
    ['lengths that differ', (random: Random) => [6 + random.below(4), random.below(3) * 5]],
    ['very short', () => [2, 1]],
  ] as const)(
    `are those of a comparison base by base, and no near pair is missed: %s (seed ${SEED})`,
    (name, lengths) => {
      const random = createRandom(SEED).split(name);
      const pairs = Array.from({ length: 150 }, () => {
        const [first = 0, second = 0] = lengths(random);
        return { index: bases(random, first), index2: bases(random, second) };
      });
      // Some that are near to another: random ones seldom are.
      for (let i = 0; i < 60; i++) {
        const { index, index2 } = pairs[random.below(150)] ?? { index: '', index2: '' };
        const change = (text: string): string => {
          const at = random.below(text.length + 1);
          return at < text.length ? text.slice(0, at) + bases(random, 1) + text.slice(at + 1) : text;
        };
        pairs.push({ index: change(change(index)), index2: change(index2) });
      }
      const distances = createDistances(pairs);
      for (const within of [0, 1, 2, 4, 8]) {
        const visits: string[] = [];
        const left = distances.near(within, 1e6, (a, b) => {
          visits.push(`${Math.min(a, b)} ${Math.max(a, b)}`);
          return true;
        });
        expect(left).toBeGreaterThanOrEqual(0);
        const visited = new Set(visits);
        expect(visits).toHaveLength(visited.size);
        const near: string[] = [];
        const wrong: string[] = [];
        for (const [a, one] of pairs.entries()) {
          for (const [b, other] of pairs.entries()) {
            if (a >= b) continue;
            const first = hamming(one.index, other.index);
            const second = hamming(one.index2, other.index2);
            if (distances.first(a, b) !== first || distances.second(a, b) !== second) wrong.push(`${a} ${b}`);
            if (first + second <= within) near.push(`${a} ${b}`);
          }
        }
        expect(wrong).toEqual([]);
        expect(near.filter((pair) => !visited.has(pair))).toEqual([]);
        if (within === 4) expect(near.length).toBeGreaterThan(0);
      }
    },
  );

  it('ends where the budget does, or the visitor says so', () => {
    const pairs = Array.from({ length: 100 }, () => ({ index: 'A', index2: '' }));
    expect(createDistances(pairs).near(3, 10, () => true)).toBe(-1);
    let visits = 0;
    expect(createDistances(pairs).near(3, 10_000, () => ++visits < 7)).toBe(10_000 - 7);
    expect(createDistances([]).near(3, 10, () => true)).toBe(10);
  });
});

describe('samples that cannot be told apart', () => {
  it(`clash exactly where a read can be as near to both as both allow (seed ${SEED})`, () => {
    const random = createRandom(SEED).split('clash');
    let clashes = 0;
    for (let run = 0; run < 40; run++) {
      const m = [random.below(3), random.below(3)] as const;
      const rows = Array.from({ length: 12 }, (_, i) => ({ id: `s${i}`, i7: bases(random, 4), i5: bases(random, 3) }));
      const sheet = v2({
        rows: rows.map(({ id, i7, i5 }) => `${id},${i7},${i5}`),
        settings: [`BarcodeMismatchesIndex1,${m[0]}`, `BarcodeMismatchesIndex2,${m[1]}`],
      });
      // The definition: some read is at most m away from both, in each index. Reads of four bases can all be tried.
      const between = (a: string, b: string, allowed: number): boolean =>
        allReads(a.length).some((one) => different(one, a) <= allowed && different(one, b) <= allowed);
      const wanted = rows.flatMap((b, j) =>
        rows
          .slice(0, j)
          .filter(
            (a) => between(a.i7, b.i7, m[0]) && between(a.i5, b.i5, m[1]) && `${a.i7}${a.i5}` !== `${b.i7}${b.i5}`,
          )
          .map((a) => `${a.id} ${b.id}`),
      );
      // Findings are listed five of a code, and the last says how many more there are.
      const found = joinFindings(sheet).filter(({ code }) => code === 'SHEET-INDEX-CLASH');
      const more = Number(/\(and (\d+) more\)/.exec(found.at(-1)?.message ?? '')?.[1] ?? 0);
      expect(found.length + more).toBe(wanted.length);
      for (const { message } of found) {
        const [, b, a] = /^(\w+) and (\w+) /.exec(message) ?? [];
        expect(wanted).toContain(`${a} ${b}`);
      }
      clashes += wanted.length;
    }
    expect(clashes).toBeGreaterThan(100);
  });

  const near = ['a,AAAAAAAA,CCCCCCCC', 'b,AAAAAACC,CCCCCCTT'];

  it('need both indexes for it, unless one is enough on their lane', () => {
    const far = ['a,AAAAAAAA,CCCCCCCC,1', 'b,AAAAAACC,GGGGGGGG,1', 'c,TTTTTTTT,GGGGGGGG,2', 'd,GGGGAAAA,GGGGGGGG,2'];
    const columns = 'Sample_ID,Index,Index2,Lane';
    expect(codes(v2({ rows: far, columns }))).toEqual([]);
    const settings = ['IndependentIndexCollisionCheck,1'];
    expect(codes(v2({ rows: far, columns, settings }))).toEqual(['8 SHEET-INDEX-CLASH']);
    expect(codes(v2({ rows: far, columns, settings: ['IndependentIndexCollisionCheck,1;2'] }))).toEqual([
      '8 SHEET-INDEX-CLASH',
      '10 SHEET-INDEX-CLASH',
    ]);
  });

  it('do so by what the settings allow', () => {
    const withMismatches = (i7: number, i5: number): readonly string[] =>
      codes(v2({ rows: near, settings: [`BarcodeMismatchesIndex1,${i7}`, `BarcodeMismatchesIndex2,${i5}`] }));
    // They differ in two bases of each: 2 <= 1 + 1.
    expect(codes(v2({ rows: near }))).toEqual(['7 SHEET-INDEX-CLASH']);
    expect(withMismatches(1, 1)).toEqual(['9 SHEET-INDEX-CLASH']);
    expect(withMismatches(0, 2)).toEqual([]);
    expect(withMismatches(2, 0)).toEqual([]);
  });

  it('of version 1 do so where mismatches are given, and are only close where not', () => {
    expect(codes(v1(near))).toEqual(['6 SHEET-INDEX-CLOSE']);
    expect(codes(v1(near), { mismatches: [1, 1] })).toEqual(['6 SHEET-INDEX-CLASH']);
    expect(codes(v1(near), { mismatches: [1, 0] })).toEqual([]);
    // What the sheet says comes first.
    expect(codes(v2({ rows: near }), { mismatches: [0, 0] })).toEqual(['7 SHEET-INDEX-CLASH']);
  });

  it('are named with the bases and the mismatches', () => {
    expect(joinFindings(v2({ rows: near }))[0]?.message).toBe(
      'b and a (line 6) differ in 2 and 2 bases on all lanes; the mismatches allow 2 and 2',
    );
    const single = v2({ rows: ['a,AAAAAA', 'b,AAAAAC'], columns: 'Sample_ID,Index' });
    expect(joinFindings(single)[0]?.message).toBe(
      'b and a (line 6) differ in 1 bases on all lanes; the mismatches allow 2',
    );
  });

  it('are not looked for without end', () => {
    // 64 x 64 pairs: each differs from 18 others in one base, so that clashes are many.
    const all = allReads(6);
    const sheet = v2({ rows: all.map((index, i) => `s${i},${index},AAAA`) });
    expect(codes(sheet)).toContain('6 SHEET-INDEX-MANY');
    const settings = ['IndependentIndexCollisionCheck,1'];
    const one = v2({ rows: all.map((index, i) => `s${i},${index},AAAA`), settings });
    expect(codes(one).filter((code) => code.endsWith('MANY'))).toEqual(['7 SHEET-INDEX-MANY', '7 SHEET-INDEX-MANY']);
  });
});

describe('light in index cycles', () => {
  const header = (type: string, ...more: readonly string[]): readonly string[] => [`InstrumentType,${type}`, ...more];
  const colours = (rows: readonly string[], instrument: string, options?: JoinOptions): readonly string[] =>
    joinFindings(v1(rows, [`Instrument Type,${instrument}`]), options)
      .filter(({ code }) => code.startsWith('SHEET-COLOUR'))
      .map(({ code, message }) => `${code.slice(13)} ${message}`);

  it('is judged by the chemistry of the instrument', () => {
    // Cycle 3: A and C, one laser of four; red and, by A, green of two; blue and, by C, green of XLEAP; both images of one.
    const rows = ['a,TTACAT,', 'b,ACCTTC,'];
    expect(colours(rows, 'MiSeq')).toEqual(['CHANNEL index 1, cycle 3 on all lanes: only A, C; no light in green']);
    for (const instrument of ['NovaSeq 6000', 'NovaSeqX', 'NextSeq2000', 'NextSeq 550', 'MiniSeq', 'iSeq', 'AVITI']) {
      expect(colours(rows, instrument), instrument).toEqual([]);
    }
  });

  it.each([
    // Bases of one cycle, and the channels without light: facts of Illumina Knowledge 1931, 8422 and the pooling guide.
    ['A', 'G', 'NovaSeqX', 'green'],
    ['A', 'G', 'NovaSeq 6000', undefined],
    ['C', 'G', 'NovaSeqX', undefined],
    ['C', 'G', 'NovaSeq 6000', 'green'],
    ['T', 'G', 'NovaSeqX', undefined],
    ['T', 'G', 'NovaSeq 6000', 'red'],
    ['A', 'C', 'NovaSeq 6000', undefined],
    ['A', 'C', 'MiSeq', 'green'],
    ['G', 'T', 'HiSeq 2500', 'red'],
    ['A', 'T', 'MiSeq', undefined],
    ['A', 'G', 'iSeq', 'image 2'],
    ['C', 'G', 'iSeq', 'image 1'],
    ['T', 'G', 'iSeq', undefined],
    ['A', 'G', 'NextSeq1k2k', undefined],
    ['C', 'G', 'NextSeq1k2k', undefined],
  ])('%s and %s on %s: dark is %s', (one, other, instrument, dark) => {
    const found = colours([`a,TA${one}TAC,`, `b,CT${other}CGT,`], instrument);
    const wanted =
      dark === undefined
        ? []
        : [`CHANNEL index 1, cycle 3 on all lanes: only ${[one, other].toSorted().join(', ')}; no light in ${dark}`];
    expect(found.filter((text) => text.includes('cycle 3'))).toEqual(wanted);
  });

  it('lacks where all samples have G, but for instruments with a dye for it', () => {
    const rows = ['a,TAGTAC,', 'b,CTGCGT,'];
    for (const instrument of ['NovaSeqX', 'NovaSeq 6000', 'NextSeq1k2k', 'iSeq']) {
      expect(colours(rows, instrument)).toContain('DARK index 1, cycle 3 on all lanes: all have G');
    }
    expect(colours(rows, 'MiSeq')).toContain('CHANNEL index 1, cycle 3 on all lanes: only G; no light in red');
  });

  it('is needed at the start of an index read', () => {
    const start = (rows: readonly string[], instrument = 'NovaSeqX'): readonly string[] =>
      codes(v1(rows, [`Instrument Type,${instrument}`])).filter((code) => /START|SAMPLE/.test(code));
    expect(start(['a,GGCTAC,', 'b,GGTCGT,'])).toEqual(['6 SHEET-COLOUR-START']);
    expect(start(['a,GGCTAC,', 'b,AGTCGT,'])).toEqual(['6 SHEET-COLOUR-SAMPLE']);
    // A sample with several indexes has one that gives light.
    expect(start(['a,GGCTAC,', 'a,TTCTCC,', 'b,AGTCGT,'])).toEqual([]);
    expect(start(['a,GGCTAC,', 'b,GGTCGT,'], 'MiSeq')).toEqual([]);
    // A lane with one index is not judged.
    expect(start(['a,GGCTAC,'])).toEqual([]);
  });

  it('of index 2 is that of the strand that is read', () => {
    const rows = ['a,TACTAC,CCATTA', 'b,CTTCTT,CCTAAT'];
    const starts = (more: readonly string[]): readonly string[] =>
      codes(v2({ rows, header: header('NovaSeqX', ...more) })).filter((code) => /START/.test(code));
    // ..GG at the end of the reverse complement, not at its start.
    expect(starts(['IndexOrientation,Forward'])).toEqual([]);
    const ends = ['a,TACTAC,ATTACC', 'b,CTTCTT,TAATCC'];
    expect(codes(v2({ rows: ends, header: header('NovaSeqX', 'IndexOrientation,Forward') }))).toContain(
      '8 SHEET-COLOUR-START',
    );
    // Where the sheet does not say which strand it has, nothing is said.
    expect(codes(v2({ rows: ends, header: header('NovaSeqX') }))).toEqual([]);
    expect(
      codes(v2({ rows: ['a,TACTAC,GGTTA', 'b,CTTCTT,GGAAT'], header: header('MiSeq') }), { chemistry: 'xleap' }),
    ).toContain('7 SHEET-COLOUR-START');
  });

  it('is judged by the chemistry that is given, and not at all without', () => {
    const rows = ['a,TAGTAC,', 'b,CTGCGT,'];
    expect(codes(v1(rows))).toEqual([]);
    expect(codes(v1(rows), { chemistry: 'xleap' })).toContain('5 SHEET-COLOUR-DARK');
    // Names of a kit say nothing about bases.
    expect(codes(v1(['a,N701,', 'b,GGGGGG,', 'c,GGGGTT,']), { chemistry: 'xleap' })).not.toContain(
      '5 SHEET-COLOUR-START',
    );
  });
});

describe('orders', () => {
  it('are compared with the sheet: each sample once', () => {
    const sheet = read(V1_MISEQ);
    const { unexpected, missing } = joinSheetWithOrders(sheet, ['S1', 'S2', 'S3', 'S4', 's5', 'S6', 'S7', 'S8', 'S9']);
    expect(unexpected.map(({ id, line }) => `${line} ${id}`)).toEqual(['23 S5']);
    expect(missing).toEqual(['s5', 'S9']);
  });

  it('of a sample on several rows is there once', () => {
    const { unexpected, missing } = joinSheetWithOrders(read(V2_NOVASEQ_X.replaceAll(/,X\d,/g, ',X,')), []);
    expect(unexpected.map(({ id }) => id)).toEqual(['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'X']);
    expect(missing).toEqual([]);
  });
});

const different = (a: string, b: string): number => [...a].filter((base, i) => base !== b[i]).length;

function allReads(length: number): readonly string[] {
  return length === 0 ? [''] : allReads(length - 1).flatMap((rest) => [...'ACGT'].map((base) => rest + base));
}
