import { existsSync, readFileSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { formatOfContent, formatOfName } from '../../../src/validation/files/judged-formats.ts';
import {
  createSheetJudge,
  readSampleSheet,
  SAMPLE_SHEET_RULES,
} from '../../../src/validation/files/sample-sheet/index.ts';
import { judgeWith } from './judge-text.ts';
import { GOOD_SHEETS, V1_HISEQ, V1_MISEQ, V2_NOVASEQ_X } from './sample-sheets.ts';

const judge = judgeWith(SAMPLE_SHEET_RULES, createSheetJudge);

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);

/** A small sheet of version 1: its table begins in line 6 and its samples in line 7. */
const v1 = (rows: readonly string[], columns = 'Sample_ID,index', before: readonly string[] = []): string =>
  ['[Header]', 'IEMFileVersion,4', '[Reads]', '76', ...before, '[Data]', columns, ...rows, ''].join('\n');
/** A small sheet of version 2: settings begin in line 8, samples in line 10 behind them. */
const v2 = (rows: readonly string[], columns = 'Sample_ID,Index', settings: readonly string[] = []): string =>
  [
    '[Header]',
    'FileFormatVersion,2',
    '[Reads]',
    'Read1Cycles,76',
    'Index1Cycles,6',
    '[BCLConvert_Settings]',
    ...settings,
    '[BCLConvert_Data]',
    columns,
    ...rows,
    '',
  ].join('\n');
const TWO = ['a,ACGTAC', 'b,TGCATG'];

describe('good sheets', () => {
  it.each(Object.entries(GOOD_SHEETS))('%s: accepted without a word', (_, sheet) => {
    expect(judge(sheet)).toMatchObject({ verdict: 'accepted', codes: [] });
  });

  it.each(Object.entries(GOOD_SHEETS))('%s: the same with CR LF, with CR, and in small pieces', (_, sheet) => {
    const whole = judge(sheet);
    expect(judge(sheet.replaceAll('\n', '\r\n'))).toEqual(whole);
    expect(judge(sheet.replaceAll('\n', '\r'))).toEqual(whole);
    for (const size of [1, 7, 1000]) expect(judge(sheet, size)).toEqual(whole);
  });

  it('has its numbers', () => {
    // Eight samples on lane 1, eight on lane 8; the indexes of lane 8 are cut to eight bases.
    expect(judge(V2_NOVASEQ_X).metrics).toMatchObject({
      samples: 16,
      rows: 16,
      lanes: 2,
      index1_length: 10,
      index2_length: 10,
    });
    // Of TruSeq's first eight every two differ in four bases at least, as ATCACG and ACAGTG do: in the second to the fifth.
    expect(judge(V1_HISEQ).metrics).toEqual({
      samples: 24,
      rows: 24,
      lanes: 3,
      index1_length: 6,
      index2_length: 0,
      min_index_distance: 4,
    });
  });

  it('is told by its first section, never by its name', () => {
    const formatOf = (start: string) => formatOfContent(Buffer.from(start).toString('latin1'))?.format;
    for (const sheet of Object.values(GOOD_SHEETS)) expect(formatOf(sheet.slice(0, 64))).toBe('sample-sheet');
    expect(formatOf('\uFEFF[Header],,\r\n')).toBe('sample-sheet');
    expect(formatOf('"[Header]",,\n')).toBe('sample-sheet');
    expect(formatOf(',,\n[Data],,\n')).toBe('sample-sheet');
    expect(formatOf('sample,fastq_1\n[Header]')).toBeUndefined();
    expect(formatOf('[Headers]\n')).toBeUndefined();
    expect(formatOfName('SampleSheet.csv')).toBeUndefined();
  });
});

describe('what a sheet says', () => {
  it('is a plain value, whichever the version', () => {
    const reading = readSampleSheet(V2_NOVASEQ_X);
    if (reading.kind !== 'sheet') throw new Error('no sheet');
    const { samples, ...sheet } = reading.sheet;
    expect(sheet).toEqual({
      version: 2,
      lanes: [1, 8],
      cycles: { read1: 151, read2: 151, index1: 10, index2: 10 },
      instrument: { name: 'NovaSeq X', lanes: 8, chemistry: 'xleap', isIndex2Reversed: true },
      runName: 'genomes 12',
      indexOrientation: 'Forward',
      independentLanes: [],
      hasMismatches: true,
    });
    expect(samples[15]).toEqual({
      line: 38,
      id: 'X8',
      name: '',
      project: 'wgs',
      lane: 8,
      index: 'GATCAAGG',
      index2: 'CCTTGTTA',
      isBases: true,
      mismatches: [1, 1],
      hasOwnCycles: true,
    });
    expect(reading.findings).toEqual([]);
  });

  it('has settings and rows for mismatches: the row wins, and na is no number', () => {
    const columns = 'Sample_ID,Index,BarcodeMismatchesIndex1,BarcodeMismatchesIndex2';
    const reading = readSampleSheet(
      v2(['a,ACGTAC,0,', 'b,TGCATG,,na'], columns, ['BarcodeMismatchesIndex1,2', 'BarcodeMismatchesIndex2,0']),
    );
    expect(reading.kind === 'sheet' && reading.sheet.samples.map(({ mismatches }) => mismatches)).toEqual([
      [0, 0],
      [2, 0],
    ]);
  });

  it('is nothing without samples', () => {
    expect(readSampleSheet('')).toMatchObject({ kind: 'no-sheet', findings: [{ code: 'SHEET-NO-SAMPLES' }] });
    expect(readSampleSheet(new Uint8Array(40 << 20))).toMatchObject({
      kind: 'no-sheet',
      findings: [{ code: 'SHEET-TOO-LARGE' }],
    });
  });
});

/** What is wrong, the sheet, and what must be found: `LINE CODE`, all of it. */
type Case = readonly [claim: string, sheet: string, ...codes: readonly string[]];

const WARNED: readonly Case[] = [
  ['a byte order mark', `\uFEFF${v1(TWO)}`, '1 SHEET-BOM'],
  ['letters outside ASCII', v1(TWO).replace('76', '76\n[Settings]\nOperator,J\u00f6rg'), '6 SHEET-ASCII'],
  ['a quote inside of a cell', v1(TWO, 'Sample_ID,index', ['[Settings]', 'Text,5" disk']), '6 SHEET-QUOTE-INSIDE'],
  ['a quoted comma', v1(TWO, 'Sample_ID,index', ['[Settings]', 'Kit,"A, B"']), '6 SHEET-COMMA'],
  ['a formula', v1(TWO, 'Sample_ID,index', ['[Settings]', 'Text,=1+1']), '6 SHEET-FORMULA'],
  ['a note', v1(['# two samples', ...TWO]), '7 SHEET-NOTE'],
  ['a note of a template', v1(['<two samples>', ...TWO]), '7 SHEET-NOTE'],
  ['lines before the first section', v1(TWO).replace('[Header]\n', ''), '1 SHEET-BEFORE-SECTION'],
  ['an unknown section', `${v1(TWO)}[Other]\nx\n`, '9 SHEET-SECTION-OTHER'],
  ['sections of the other version', v2(TWO).replaceAll('BCLConvert_', ''), '6 SHEET-MIXED', '7 SHEET-MIXED'],
  ['sections of both versions', `${v1(TWO)}[BCLConvert_Settings]\n`, '9 SHEET-MIXED'],
  ['a key twice', v1(TWO, 'Sample_ID,index', ['[Settings]', 'Kit,A', 'Kit,B']), '7 SHEET-KEY'],
  ['a key with two values', v1(TWO, 'Sample_ID,index', ['[Settings]', 'Kit,A,B']), '6 SHEET-KEY'],
  ['a read named twice', v2(TWO).replace('Index1', 'Read1Cycles,76\nIndex1'), '5 SHEET-KEY'],
  ['a run name with a slash', v2(TWO).replace('[Reads]', 'RunName,a/b\n[Reads]'), '3 SHEET-HEADER'],
  ['an orientation that is none', v2(TWO).replace('[Reads]', 'IndexOrientation,Left\n[Reads]'), '3 SHEET-HEADER'],
  ['reads as in version 1', v2(TWO).replace('Read1Cycles,', ''), '4 SHEET-READS-OTHER'],
  ['reads as in version 2', v1(TWO).replace('76', 'Read1Cycles,76'), '4 SHEET-READS-OTHER'],
  ['a read that is not known', v2(TWO).replace('Index1', 'Index3Cycles,8\nIndex1'), '5 SHEET-READS-OTHER'],
  ['a setting of old', v1(TWO, 'Sample_ID,index', ['[Settings]', 'ReverseComplement,ok']), '6 SHEET-SETTING-OLD'],
  ['a setting not known', v2(TWO, undefined, ['Trim,1']), '7 SHEET-SETTING-OTHER'],
  ['an analysis alone', '[Header]\nFileFormatVersion,2\n[TN_Data]\nSample_ID\na\n', '1 SHEET-ANALYSIS-ONLY'],
  ['a column in other words', v1(TWO, 'SampleID,index'), '6 SHEET-COLUMN-NAME'],
  ['blanks around cells', v1(['a , ACGTAC', 'b,TGCATG']), '7 SHEET-BLANKS'],
  ['blanks around names of columns', v1(TWO, 'Sample_ID, index'), '6 SHEET-BLANKS'],
  ['an empty row between samples', v1(['a,ACGTAC', ',', 'b,TGCATG']), '9 SHEET-EMPTY-ROW'],
  ['a dot in an id', v1(['a.1,ACGTAC', 'b,TGCATG']), '7 SHEET-ID-UNUSUAL'],
  ['a dash before an id', v1(['-a,ACGTAC', 'b,TGCATG']), '7 SHEET-FORMULA', '7 SHEET-ID-UNUSUAL'],
  ['ids that differ in case', v1(['a,ACGTAC', 'A,TGCATG']), '8 SHEET-CASE'],
  ['projects that differ in case', v1(['a,ACGTAC,p', 'b,TGCATG,P'], 'Sample_ID,index,Sample_Project'), '8 SHEET-CASE'],
  ['a project with a colon', v1(['a,ACGTAC,p:u'], 'Sample_ID,index,Sample_Project'), '7 SHEET-PROJECT'],
  ['a project Reports', v1(['a,ACGTAC,Reports'], 'Sample_ID,index,Sample_Project'), '7 SHEET-PROJECT'],
  ['some names', v1(['a,ACGTAC,A', 'b,TGCATG,'], 'Sample_ID,index,Sample_Name'), '8 SHEET-SAMPLE-NAME'],
  ['two names', v1(['a,ACGTAC,A', 'a,TGCATG,B'], 'Sample_ID,index,Sample_Name'), '8 SHEET-SAMPLE-DIFFERS'],
  ['two projects', v1(['a,ACGTAC,A', 'a,TGCATG,B'], 'Sample_ID,index,Sample_Project'), '8 SHEET-SAMPLE-DIFFERS'],
  ['an index shorter than its read', v2(['a,ACGTA', 'b,TGCAT']), '9 SHEET-INDEX-SHORT', '10 SHEET-INDEX-SHORT'],
  ['an index in lower case', v1(['a,acgtac', 'b,TGCATG']), '7 SHEET-INDEX-FORM'],
  ['blanks in an index', v1(['a,ACG TAC', 'b,TGCATG']), '7 SHEET-INDEX-FORM'],
  ['N in an index', v1(['a,ACGTAN', 'b,TGCATG']), '7 SHEET-INDEX-N'],
  ['an index of N alone', v1(['a,NNNNNN']), '7 SHEET-INDEX-N'],
  ['names of a kit', v1(['a,SI-GA-A1', 'b,N701']), '7 SHEET-INDEX-KIT', '8 SHEET-INDEX-KIT'],
  ['no column of indexes', v1(['a', 'b'], 'Sample_ID'), '7 SHEET-INDEX-NONE'],
  ['mismatches of no index', v2(TWO, undefined, ['BarcodeMismatchesIndex2,1']), '7 SHEET-MISMATCHES'],
  ['near indexes, version 1', v1(['a,AAAAAA', 'b,AAAACC']), '8 SHEET-INDEX-CLOSE'],
  [
    'near indexes, no mismatch',
    v2(['a,AAAAAA', 'b,AAAACC'], undefined, ['BarcodeMismatchesIndex1,0']),
    '11 SHEET-INDEX-CLOSE',
  ],
];

const REJECTED: readonly Case[] = [
  ['semicolons', v1(TWO).replaceAll(',', ';').replace('[Header]', '[Header];;'), '1 SHEET-DELIMITER'],
  ['tabs', v1(TWO).replaceAll(',', '\t'), '1 SHEET-DELIMITER'],
  ['control characters', v1(['a\u0001,ACGTAC']), '7 SHEET-CONTROL', '7 SHEET-ID'],
  ['a quote not closed', v1(['a,"ACGTAC', 'b,TGCATG']), '7 SHEET-QUOTE'],
  ['text behind a quote', v1(['"a"x,ACGTAC', 'b,TGCATG']), '7 SHEET-QUOTE', '7 SHEET-CELLS', '7 SHEET-INDEX-MISSING'],
  ['a section without bracket', v1(TWO).replace('[Data]', '[Data'), '5 SHEET-SECTION'],
  ['values behind a section', v1(TWO).replace('[Data]', '[Data],x'), '5 SHEET-SECTION'],
  ['a section twice', `${v1(TWO)}[data]\n`, '9 SHEET-SECTION-TWICE'],
  ['version 3', v2(TWO).replace('Version,2', 'Version,3'), '2 SHEET-VERSION'],
  ['a read of x cycles', v1(TWO).replace('76', 'x'), '4 SHEET-READS'],
  ['three reads', v1(TWO).replace('76', '76\n76\n76'), '6 SHEET-READS'],
  ['a first read without cycles', v1(TWO).replace('76', '0'), '3 SHEET-READS'],
  ['a setting out of range', v2(TWO, undefined, ['BarcodeMismatchesIndex1,3']), '7 SHEET-SETTING'],
  ['mismatches of a row', v2(['a,ACGTAC,x'], 'Sample_ID,Index,BarcodeMismatchesIndex1'), '9 SHEET-SETTING'],
  ['no section of samples', v1(TWO).replace('[Data]', '[Settings]'), '1 SHEET-NO-SAMPLES'],
  [
    "a run manifest of Element's",
    '[Settings]\n[Samples]\nSampleName\na\n',
    '2 SHEET-SECTION-OTHER',
    '1 SHEET-NO-SAMPLES',
  ],
  ['no row of samples', v1([]), '5 SHEET-NO-SAMPLES'],
  ['no column of ids', v1(TWO, 'Sample,index'), '6 SHEET-COLUMN-MISSING'],
  ['a column twice', v1(['a,ACGTAC,TGCATG'], 'Sample_ID,index,Index'), '6 SHEET-COLUMN-TWICE'],
  ['a column of no meaning twice', v1(['a,x,y'], 'Sample_ID,Plate,Plate'), '6 SHEET-COLUMN-TWICE'],
  ['a cell too few', v1(['a', 'b,TGCATG']), '7 SHEET-CELLS', '7 SHEET-INDEX-MISSING'],
  ['a cell too many', v1(['a,ACGTAC,x', 'b,TGCATG']), '7 SHEET-CELLS'],
  ['no id', v1([',ACGTAC', 'b,TGCATG']), '7 SHEET-ID'],
  ['a blank in an id', v1(['a b,ACGTAC', 'b,TGCATG']), '7 SHEET-ID'],
  ['an id outside ASCII', v1(['\u00e4,ACGTAC', 'b,TGCATG']), '7 SHEET-ASCII', '7 SHEET-ID'],
  ['an id of 101 characters', v1([`${'a'.repeat(101)},ACGTAC`]), '7 SHEET-ID-LENGTH'],
  ['a reserved id', v1(['Undetermined,ACGTAC', 'b,TGCATG']), '7 SHEET-ID-RESERVED'],
  ['an id that climbs', v1(['..,ACGTAC', 'b,TGCATG']), '7 SHEET-PATH'],
  ['an id with a slash', v1(['a/b,ACGTAC', 'b,TGCATG']), '7 SHEET-PATH'],
  ['a project that climbs', v1(['a,ACGTAC,../x'], 'Sample_ID,index,Sample_Project'), '7 SHEET-PATH'],
  ['a name with a slash', v1(['a,ACGTAC,x\\y'], 'Sample_ID,index,Sample_Name'), '7 SHEET-PATH'],
  ['lane 0', v1(['a,ACGTAC,0'], 'Sample_ID,index,Lane'), '7 SHEET-LANE'],
  ['lane 9', v1(['a,ACGTAC,9'], 'Sample_ID,index,Lane'), '7 SHEET-LANE'],
  ['a lane in some rows only', v1(['a,ACGTAC,1', 'b,TGCATG,'], 'Sample_ID,index,Lane'), '8 SHEET-LANE'],
  [
    'a lane that MiSeq has not',
    V1_MISEQ.replace('Sample_Plate', 'Lane').replaceAll(',P1,', ',2,'),
    ...Array.from({ length: 5 }, (_, i) => `${19 + i} SHEET-LANE-BEYOND`),
  ],
  ['OverrideCycles with hyphens', v2(TWO, undefined, ['OverrideCycles,Y76-I6']), '7 SHEET-OVERRIDE'],
  ['Y in an index read', v2(TWO, undefined, ['OverrideCycles,Y76;Y6']), '7 SHEET-OVERRIDE'],
  ['I in a read', v2(TWO, undefined, ['OverrideCycles,I76;I6']), '7 SHEET-OVERRIDE'],
  ['Y twice in a read', v2(TWO, undefined, ['OverrideCycles,Y70N2Y4;I6']), '7 SHEET-OVERRIDE'],
  ['a field too many', v2(TWO, undefined, ['OverrideCycles,Y76;I6;I6']), '7 SHEET-OVERRIDE-SUM'],
  ['cycles too few', v2(TWO, undefined, ['OverrideCycles,Y75;I6']), '7 SHEET-OVERRIDE-SUM'],
  [
    'cycles too few, version 1',
    v1(['a,ACGTAC'], undefined, ['[Settings]', 'OverrideCycles,Y75;I6']),
    '6 SHEET-OVERRIDE-SUM',
  ],
  ['an index longer than its read', v2(['a,ACGTACG', 'b,TGCATGC']), '9 SHEET-INDEX-CYCLES', '10 SHEET-INDEX-CYCLES'],
  ['an index of other cycles', v2(['a,ACGTAC'], undefined, ['OverrideCycles,Y76;I5N1']), '10 SHEET-INDEX-CYCLES'],
  ['a letter that is no base', v1(['a,ACGTAX', 'b,TGCATG']), '7 SHEET-INDEX'],
  ['lengths that differ', v1(['a,ACGTACG', 'b,TGCATG']), '8 SHEET-INDEX-LENGTHS'],
  ['a second index for some', v1(['a,ACGTAC,ACGT', 'b,TGCATG,'], 'Sample_ID,index,index2'), '8 SHEET-INDEX-LENGTHS'],
  ['an index missing', v1(['a,', 'b,TGCATG']), '7 SHEET-INDEX-MISSING'],
  ['all indexes missing, version 2', v2(['a,', 'b,']), '9 SHEET-INDEX-MISSING', '10 SHEET-INDEX-MISSING'],
  ['a second index alone', v1(['a,,ACGT'], 'Sample_ID,index,index2'), '7 SHEET-INDEX2-ALONE'],
  ['a row twice', v1(['a,ACGTAC', 'a,ACGTAC']), '8 SHEET-ROW-TWICE'],
  ['an index twice', v1(['a,ACGTAC', 'b,ACGTAC']), '8 SHEET-INDEX-TWICE'],
  ['near indexes, version 2', v2(['a,AAAAAA', 'b,AAAACC']), '10 SHEET-INDEX-CLASH'],
  ['too many cells', v1([`a,ACGTAC${','.repeat(1000)}`]), '7 SHEET-TOO-LARGE'],
  ['a line too long', v1([`a,${'A'.repeat(1 << 20)}`, 'b,TGCATG']), '7 SHEET-TOO-LARGE'],
  ['an index too long', v1([`a,${'A'.repeat(201)}`]), '7 SHEET-INDEX'],
];

describe('a word about what is unusual', () => {
  it.each(WARNED)('%s', (_, sheet, ...codes) => {
    expect(judge(sheet)).toMatchObject({ verdict: 'accepted', codes });
  });
});

describe('rejected', () => {
  it.each(REJECTED)('%s', (_, sheet, ...codes) => {
    expect(judge(sheet)).toMatchObject({ verdict: 'rejected', codes });
  });
});

describe('accepted without a word', () => {
  it.each<readonly [string, string]>([
    ['every cell quoted', v1(TWO).replaceAll(/[^,\n]+/g, '"$&"')],
    ['doubled quotes', v1(TWO, undefined, ['[Settings]', 'Kit,"the ""new"" one"'])],
    ['trailing commas, of any number', v1(['a,ACGTAC,,,', 'b,TGCATG,'], 'Sample_ID,index,,')],
    ['no line feed at the end', v1(TWO).slice(0, -1)],
    ['empty rows at the end and between sections', v1(TWO).replace('[Data]', '\n,,\n[Data]').concat('\n,,\n\n')],
    ['columns in any order and case', v1(['ACGTAC,a'], 'INDEX,sample_id')],
    ['an empty column of lanes', v1(['a,ACGTAC,', 'b,TGCATG,'], 'Sample_ID,index,Lane')],
    ['one sample with several indexes', v1(['a,ACGTAC', 'a,ACGTAA', 'b,TGCATG'])],
    ['one index on two lanes', v1(['a,ACGTAC,1', 'b,ACGTAC,2'], 'Sample_ID,index,Lane')],
    [
      'an index that repeats, with another second one',
      v1(['a,ACGTAC,AAAAAA', 'b,ACGTAC,CCCCCC'], 'Sample_ID,index,index2'),
    ],
    ['a sample without index', v1(['a,'])],
    ['numbers that look like formulas, and a dash', v1(['a,ACGTAC,-1,-', 'b,TGCATG,+5,'], 'Sample_ID,index,x,y')],
    ['stars for the rest of a read', v2(TWO, undefined, ['OverrideCycles,Y*;I6N*'])],
    ['fields by name', v2(TWO, undefined, ['OverrideCycles,I1:I6;R1:Y70U6'])],
    ['fields between commas', v2(TWO, undefined, ['OverrideCycles,Y76,I6'])],
    [
      'reads of their own',
      v2(['a,ACGT', 'b,TGCA'], undefined, ['OverrideReads,Y40;I4;Y30', 'OverrideCycles,Y40;I4;Y30']),
    ],
    ['lengths that rows explain', v2(['a,ACGTAC,Y76;I6', 'b,TGCA,Y76;I4N2'], 'Sample_ID,Index,OverrideCycles')],
    ['settings without values', v2(TWO, undefined, ['AdapterRead1,', 'TrimUMI,'])],
  ])('%s', (_, sheet) => {
    expect(judge(sheet)).toMatchObject({ verdict: 'accepted', codes: [] });
  });
});

it('every rule that is not of joins has a sheet above that breaks it', () => {
  const told = new Set([...WARNED, ...REJECTED].flatMap(([, , ...codes]) => codes.map((code) => code.split(' ')[1])));
  const missing = Object.keys(SAMPLE_SHEET_RULES).filter((code) => !told.has(code) && !code.startsWith('SHEET-COLOUR'));
  // Clashes without end are in the tests of joins.
  expect(missing).toEqual(['SHEET-INDEX-MANY']);
});

describe('hostile sheets end in findings', () => {
  it.each<readonly [string, string | Uint8Array]>([
    ['commas', `[Data]\n${','.repeat(3e6)}`],
    ['quotes', `[Data]\n${'"'.repeat(9e5)}`],
    ['rows', `[Data]\nSample_ID\n${'a\n'.repeat(3e5)}`],
    ['sections', '[a]\n'.repeat(3e5)],
    ['UTF-16', Buffer.from(v1(TWO), 'utf16le')],
    ['any bytes', Uint8Array.from({ length: 1e5 }, (_, i) => (i * 7919) >> 3)],
    [
      'names of objects',
      v1(['__proto__,ACGTAC', 'constructor,TGCATG', 'hasOwnProperty,GTACCA'], 'Sample_ID,index', [
        '[Settings]',
        '__proto__,x',
        'constructor,y',
      ]),
    ],
  ])('%s', (_, sheet) => {
    expect(['accepted', 'rejected']).toContain(judge(sheet).verdict);
  });

  it(`as do good sheets with bytes changed, lost and repeated, in pieces of any size (seed ${SEED})`, () => {
    const random = createRandom(SEED).split('bytes');
    const sheets = Object.values(GOOD_SHEETS).map((sheet) => Buffer.from(sheet));
    let rejected = 0;
    for (let run = 0; run < 700; run++) {
      let bytes = sheets[run % sheets.length] ?? Buffer.alloc(0);
      for (let change = random.below(8); change >= 0; change--) {
        const at = random.below(bytes.length);
        const end = at + random.below(40);
        const kinds = [
          () => Buffer.from(bytes).fill(random.below(256), at, at + 1),
          () => Buffer.from(bytes).fill(',"\n\r[];-N'.charCodeAt(random.below(9)), at, at + 1),
          () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]),
          () => Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]),
        ];
        bytes = kinds[random.below(kinds.length)]?.() ?? bytes;
      }
      const whole = judge(bytes);
      if (whole.verdict === 'rejected') rejected++;
      expect(judge(bytes, 1 + random.below(200))).toEqual(whole);
    }
    expect(rejected).toBeGreaterThan(350);
  });

  it('a sheet over 32 MiB is not read on', () => {
    expect(judge(`[Data]\n${'\n'.repeat(33 << 20)}`, 1 << 20).codes).toEqual(['1 SHEET-TOO-LARGE']);
  });
});

const CORPUS = new URL('../../../../shared/data/interop/samplesheets/', import.meta.url);
/** What we say of them, and why another than the table does: the vendor's converter stops at each. */
const ARGUED = new Map([
  ['v2/lit-regensburg_samshee__SampleSheet_VH01300_3.csv', 'SHEET-INDEX-CLASH'],
  ['v2/nf-core_demultiplex__expected_SampleSheet_1.csv', 'SHEET-OVERRIDE-SUM'],
  ['v2/umccr_v2-samplesheet-maker__tso500-cloud-settings.csv', 'SHEET-INDEX-CYCLES'],
  ['v2/umccr_v2-samplesheet-parser__tso500-cloud-settings.csv', 'SHEET-INDEX-CYCLES'],
]);

describe.skipIf(!existsSync(CORPUS))('sheets of other projects, where ../shared is there', () => {
  it('get the verdict of the table, but for those that are argued', () => {
    let compared = 0;
    const rows = readFileSync(new URL('expected.tsv', CORPUS), 'utf8').trim().split('\n').slice(1);
    for (const row of rows) {
      const [file = '', dialect = '', expected = ''] = row.split('\t');
      if (dialect.startsWith('element')) continue;
      const { verdict, findings } = judge(readFileSync(new URL(file, CORPUS)));
      const argued = ARGUED.get(file);
      if (argued !== undefined)
        expect(
          findings.map(({ code }) => code),
          file,
        ).toContain(argued);
      else if (expected === 'reject') expect(verdict, file).toBe('rejected');
      else if (expected === 'reject_or_warn') expect(findings.length, file).toBeGreaterThan(0);
      else expect(verdict, file).toBe('accepted');
      if (expected === 'warn') expect(findings.length, file).toBeGreaterThan(0);
      compared++;
    }
    expect(compared).toBe(79);
  });
});
