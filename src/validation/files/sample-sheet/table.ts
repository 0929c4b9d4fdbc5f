/** The table of samples: its columns, whatever their order and case, and its rows. */

import { excerpt } from '../file-finding.ts';
import type { Add, Row, Section } from './sections.ts';
import { bareKey } from './settings.ts';

/** Bare names of the columns that are read, by what Illumina calls them; labs have others for some. */
const COLUMNS: Readonly<Record<string, string>> = {
  sampleid: 'Sample_ID',
  samplename: 'Sample_Name',
  sampleproject: 'Sample_Project',
  project: 'Sample_Project',
  lane: 'Lane',
  samplelane: 'Lane',
  index: 'index',
  index2: 'index2',
  overridecycles: 'OverrideCycles',
  barcodemismatchesindex1: 'BarcodeMismatchesIndex1',
  barcodemismatchesindex2: 'BarcodeMismatchesIndex2',
};

export interface Table {
  /** Where a column stands, by Illumina's name; -1 where there is none. */
  column(name: string): number;
  readonly rows: readonly Row[];
}

/** undefined where there is no row of columns, or none of samples, which has been told. */
export function readTable(section: Section | undefined, add: Add): Table | undefined {
  const [header, ...rows] = section?.rows ?? [];
  if (section === undefined || header === undefined || rows.length === 0) {
    const what = section === undefined ? 'no section of samples' : `[${excerpt(section.name)}] has none`;
    add('SHEET-NO-SAMPLES', section?.line ?? 1, what);
    return undefined;
  }
  const columns = readColumns(header, add);
  if (!columns.has('Sample_ID')) {
    add('SHEET-COLUMN-MISSING', header.line, () => `'${excerpt(header.cells.join(','))}'`);
    return undefined;
  }
  const named = header.cells.findLastIndex((cell) => cell !== '') + 1;
  for (const row of rows) checkRow(row, named, add);
  for (const row of rows.slice(1)) if (row.isAfterGap) add('SHEET-EMPTY-ROW', row.line, 'before this line');
  return { column: (name) => columns.get(name) ?? -1, rows };
}

function readColumns({ cells, line, hasBlanks }: Row, add: Add): ReadonlyMap<string, number> {
  if (hasBlanks) add('SHEET-BLANKS', line, 'the names of columns');
  const columns = new Map<string, number>();
  const seen = new Set<string>();
  for (const [i, cell] of cells.entries()) {
    if (cell === '') continue;
    const bare = bareKey(cell);
    const name = Object.hasOwn(COLUMNS, bare) ? COLUMNS[bare] : undefined;
    const key = name ?? bare;
    if (seen.has(key)) add('SHEET-COLUMN-TWICE', line, () => excerpt(cell));
    else if (name !== undefined) columns.set(name, i);
    seen.add(key);
    if (name !== undefined && cell.toLowerCase() !== name.toLowerCase()) {
      add('SHEET-COLUMN-NAME', line, () => `'${excerpt(cell)}' is taken for ${name}`);
    }
  }
  return columns;
}

function checkRow({ cells, line, hasBlanks }: Row, named: number, add: Add): void {
  if (hasBlanks) add('SHEET-BLANKS', line, () => `'${excerpt(cells.join(','))}'`);
  if (cells.length < named) add('SHEET-CELLS', line, `${cells.length} cells; there are ${named} columns`);
  const beyond = cells.findLastIndex((cell) => cell !== '');
  if (beyond >= named) add('SHEET-CELLS', line, `a value in cell ${beyond + 1}; there are ${named} columns`);
}
