/** Good sample sheets with one planted fault each: every one is rejected, at its line and by its rule. */

import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createSheetJudge, SAMPLE_SHEET_RULES } from '../../../src/validation/files/sample-sheet/index.ts';
import { judgeWith } from './judge-text.ts';
import { V1_HISEQ, V1_ISEQ, V1_MISEQ, V2_NEXTSEQ, V2_NOVASEQ_6000, V2_NOVASEQ_X } from './sample-sheets.ts';

const judge = judgeWith(SAMPLE_SHEET_RULES, createSheetJudge);

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const PER_OPERATOR = 20;

type Lines = readonly string[];

interface Mutant {
  readonly lines: Lines;
  /** `LINE CODE` of the first error; one that ends in a star is the start of some. */
  readonly wanted: string;
}

/** undefined where the sheet has nothing that the operator changes. */
type Operator = (lines: Lines, random: Random) => Mutant | undefined;

interface Table {
  /** Where the row of columns and the first row of samples are, from 0; and behind the last. */
  readonly header: number;
  readonly end: number;
  readonly columns: readonly string[];
}

function tableOf(lines: Lines): Table {
  const header = lines.findIndex((line) => /^\[(?:BCLConvert_)?Data\]/.test(line)) + 1;
  const after = lines.findIndex((line, i) => i > header && /^[,]*$|^\[/.test(line));
  return { header, end: after < 0 ? lines.length : after, columns: (lines[header] ?? '').split(',') };
}

const pick = <T>(from: readonly T[], random: Random): T | undefined =>
  from.length === 0 ? undefined : from[random.below(from.length)];
const rowsOf = (lines: Lines): readonly number[] => {
  const { header, end } = tableOf(lines);
  return Array.from({ length: end - header - 1 }, (_, i) => header + 1 + i);
};
const cellOf = (lines: Lines, row: number, column: string): string => {
  const { columns } = tableOf(lines);
  return (lines[row] ?? '').split(',')[columns.findIndex((name) => name.toLowerCase() === column.toLowerCase())] ?? '';
};

/** Changes the cell of a column in any row; the finding is at that row. */
const inCell =
  (column: string, change: (cell: string, random: Random) => string | undefined, code: string): Operator =>
  (lines, random) => {
    const { columns } = tableOf(lines);
    const at = columns.findIndex((name) => name.toLowerCase() === column.toLowerCase());
    const row = pick(rowsOf(lines), random);
    if (at < 0 || row === undefined) return undefined;
    const cells = (lines[row] ?? '').split(',');
    const changed = change(cells[at] ?? '', random);
    if (changed === undefined) return undefined;
    return { lines: lines.with(row, cells.with(at, changed).join(',')), wanted: `${row + 1} ${code}` };
  };

/** Changes the first line that fits. */
const inLine =
  (pattern: RegExp, replacement: string, code: string, below = 0): Operator =>
  (lines) => {
    const at = lines.findIndex((line) => pattern.test(line));
    if (at < 0) return undefined;
    return {
      lines: lines.with(at, (lines[at] ?? '').replace(pattern, replacement)),
      wanted: `${at + 1 + below} ${code}`,
    };
  };

const put = (text: string, random: Random, what: string): string => {
  const at = 1 + random.below(Math.max(1, text.length - 1));
  return text.slice(0, at) + what + text.slice(at);
};

/** Gives a row the index of another one of its lane, changed in some bases of each index. */
const nearTo =
  (changes: readonly [number, number], code: string): Operator =>
  (lines, random) => {
    const rows = rowsOf(lines);
    const later = pick(rows.slice(1), random) ?? 0;
    const lane = cellOf(lines, later, 'Lane');
    const from = pick(
      rows.filter((row) => row < later && cellOf(lines, row, 'Lane') === lane),
      random,
    );
    if (from === undefined) return undefined;
    const { columns } = tableOf(lines);
    const cells = (lines[later] ?? '').split(',');
    for (const [i, name] of ['index', 'index2'].entries()) {
      const at = columns.findIndex((column) => column.toLowerCase() === name);
      if (at >= 0) cells[at] = withChanges(cellOf(lines, from, name), changes[i] ?? 0, random);
    }
    return { lines: lines.with(later, cells.join(',')), wanted: `${later + 1} ${code}` };
  };

function withChanges(bases: string, count: number, random: Random): string {
  const places = new Set<number>();
  while (places.size < Math.min(count, bases.length)) places.add(random.below(bases.length));
  const next: Readonly<Record<string, string>> = { A: 'C', C: 'G', G: 'T', T: 'A' };
  return [...bases].map((base, i) => (places.has(i) ? (next[base] ?? base) : base)).join('');
}

const VERSION_2_ONLY =
  (operator: Operator): Operator =>
  (lines, random) =>
    lines[1]?.startsWith('FileFormatVersion') === true ? operator(lines, random) : undefined;

const OPERATORS: Readonly<Record<string, Operator>> = {
  'section misspelt': inLine(/^\[((?:BCLConvert_)?Data)\]/, '[$1', 'SHEET-SECTION'),
  'section twice': (lines) => ({ lines: [...lines, '[Header]'], wanted: `${lines.length + 1} SHEET-SECTION-TWICE` }),
  'version of the format': inLine(/^FileFormatVersion,2/, 'FileFormatVersion,1', 'SHEET-VERSION'),
  'cycles of a read are words': inLine(/^(Read1Cycles,)?(?:151|76|51)(,*)$/, '$1many$2', 'SHEET-READS'),
  'samples lost': (lines) => {
    const { header, end } = tableOf(lines);
    return { lines: lines.toSpliced(header + 1, end - header - 1), wanted: `${header} SHEET-NO-SAMPLES` };
  },
  'column of ids lost': (lines) => {
    const { header } = tableOf(lines);
    const row = (lines[header] ?? '').replace('Sample_ID', 'Probe');
    return { lines: lines.with(header, row), wanted: `${header + 1} SHEET-COLUMN-MISSING` };
  },
  'column twice': (lines) => {
    const { header } = tableOf(lines);
    const row = (lines[header] ?? '').replace(/\bindex\b/i, 'Sample_ID');
    return { lines: lines.with(header, row), wanted: `${header + 1} SHEET-COLUMN-TWICE` };
  },
  'cell lost': (lines, random) => {
    // A column without name has a cell to lose.
    if (tableOf(lines).columns.at(-1) === '') return undefined;
    const row = pick(rowsOf(lines), random) ?? 0;
    return { lines: lines.with(row, (lines[row] ?? '').replace(/^[^,]*,/, '')), wanted: `${row + 1} SHEET-CELLS` };
  },
  'cell more': (lines, random) => {
    const row = pick(rowsOf(lines), random) ?? 0;
    return { lines: lines.with(row, `${lines[row] ?? ''},,x`), wanted: `${row + 1} SHEET-CELLS` };
  },
  'quote not closed': (lines, random) => {
    const row = pick(rowsOf(lines), random) ?? 0;
    return { lines: lines.with(row, `"${lines[row] ?? ''}`), wanted: `${row + 1} SHEET-QUOTE` };
  },
  'control character': inCell('Sample_ID', (id, random) => put(id, random, '\u0000'), 'SHEET-CONTROL'),
  'id lost': inCell('Sample_ID', () => '', 'SHEET-ID'),
  'blank in an id': inCell('Sample_ID', (id, random) => put(`${id}x`, random, ' '), 'SHEET-ID'),
  'sign in an id': inCell(
    'Sample_ID',
    (id, random) => put(`${id}x`, random, pick([..."?()[]=+<>:;*^|&'#%$!@~{}"], random) ?? ''),
    'SHEET-ID',
  ),
  'letter outside ASCII in an id': inCell('Sample_ID', (id, random) => put(`${id}x`, random, '\u00e9'), 'SHEET-ID'),
  'path in an id': inCell(
    'Sample_ID',
    (id, random) => pick([`../${id}`, `/${id}`, `${id}\\x`, '..', '.'], random),
    'SHEET-PATH',
  ),
  'id reserved': inCell(
    'Sample_ID',
    (_, random) => pick(['all', 'Default', 'NONE', 'unknown', 'Undetermined', 'stats', 'reports'], random),
    'SHEET-ID-RESERVED',
  ),
  'id too long': inCell('Sample_ID', (_, random) => 'a'.repeat(101 + random.below(200)), 'SHEET-ID-LENGTH'),
  'path in a project': inCell('Sample_Project', (project) => `../${project}`, 'SHEET-PATH'),
  'lane is no number': inCell(
    'Lane',
    (_, random) => pick(['0', '9', '-1', '1.5', 'A', '1e0', '001x'], random),
    'SHEET-LANE',
  ),
  'lane lost': inCell('Lane', () => '', 'SHEET-LANE'),
  'lane beyond the instrument': (lines, random) =>
    lines.some((line) => line.includes('NovaSeq6000'))
      ? inCell('Lane', (_, r) => `${5 + r.below(4)}`, 'SHEET-LANE-BEYOND')(lines, random)
      : undefined,
  'letter that is no base': inCell(
    'index',
    (index, random) => put(index.slice(1), random, pick([...'XUBDEFHIJKLMOPQRSVWYZ.'], random) ?? ''),
    'SHEET-INDEX',
  ),
  'digit in an index': inCell('index', (index, random) => put(index.slice(1), random, '0'), 'SHEET-INDEX'),
  'index longer': inCell('index', (index) => `${index}A`, 'SHEET-INDEX*'),
  'index lost': inCell('index', () => '', 'SHEET-INDEX*'),
  'second index lost': inCell('index2', () => '', 'SHEET-INDEX*'),
  'row twice': (lines, random) => {
    const row = pick(rowsOf(lines), random) ?? 0;
    const { end } = tableOf(lines);
    return { lines: lines.toSpliced(end, 0, lines[row] ?? ''), wanted: `${end + 1} SHEET-ROW-TWICE` };
  },
  'index of another sample': nearTo([0, 0], 'SHEET-INDEX-TWICE'),
  'index one base from another': VERSION_2_ONLY(nearTo([1, 0], 'SHEET-INDEX-CLASH')),
  'indexes two bases from another': VERSION_2_ONLY(nearTo([2, 2], 'SHEET-INDEX-CLASH')),
  'fields of OverrideCycles run together': inLine(/^(OverrideCycles,.*);([IY]\d+)/, '$1$2', 'SHEET-OVERRIDE-SUM'),
  'OverrideCycles with an unknown letter': inLine(/^OverrideCycles,[A-Z]/, 'OverrideCycles,Q', 'SHEET-OVERRIDE'),
  'OverrideCycles a cycle short': inLine(/^OverrideCycles,(.*)Y143;/, 'OverrideCycles,$1Y142;', 'SHEET-OVERRIDE-SUM'),
  'OverrideCycles of a row a cycle short': inCell(
    'OverrideCycles',
    (text) => text.replace('Y151', 'Y150'),
    'SHEET-OVERRIDE-SUM',
  ),
  'OverrideCycles of a row of another index': inCell(
    'OverrideCycles',
    (text) => text.replace('I10', 'I9N1').replace('I8N2', 'I7N3'),
    'SHEET-INDEX-CYCLES',
  ),
  'mismatches of a row out of range': inCell('BarcodeMismatchesIndex1', () => '3', 'SHEET-SETTING'),
  'mismatches out of range': inLine(/^BarcodeMismatchesIndex1,1/, 'BarcodeMismatchesIndex1,-1', 'SHEET-SETTING'),
  'semicolons for commas': (lines) => ({
    lines: lines.map((line) => line.replaceAll(',', ';')),
    wanted: '1 SHEET-DELIMITER',
  }),
};

const SHEETS = [V1_MISEQ, V1_HISEQ, V1_ISEQ, V2_NOVASEQ_X, V2_NEXTSEQ, V2_NOVASEQ_6000].map((sheet) =>
  sheet.trimEnd().split('\n'),
);

describe(`a sheet with one fault is rejected for it (seed ${SEED})`, () => {
  it.each(Object.entries(OPERATORS))('%s', (name, operator) => {
    const random = createRandom(SEED).split(name);
    let mutants = 0;
    for (const lines of SHEETS) {
      for (let run = 0; run < PER_OPERATOR; run++) {
        const mutant = operator(lines, random);
        if (mutant === undefined) continue;
        mutants++;
        const { wanted } = mutant;
        const text = `${mutant.lines.join('\n')}\n`;
        const { verdict, findings } = judge(text);
        const errors = findings
          .filter(({ severity }) => severity === 'error')
          .map(({ line, code }) => `${line} ${code}`);
        expect(verdict, text).toBe('rejected');
        const isNamed = wanted.endsWith('*') ? errors[0]?.startsWith(wanted.slice(0, -1)) : errors[0] === wanted;
        expect(isNamed, `${wanted}: ${errors.join(', ')}\n${text}`).toBe(true);
      }
    }
    expect(mutants).toBeGreaterThan(0);
  });
});
