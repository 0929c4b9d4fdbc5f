/** Rows of the table of samples become samples: what is wrong in one of them by itself is told here. */

import { excerpt } from '../file-finding.ts';
import { readIndex } from './index-cell.ts';
import type { InstrumentModel } from './instruments.ts';
import { checkId, checkName, checkProject } from './names.ts';
import { readOverrideCycles, type OverrideCycles } from './override-cycles.ts';
import { readsInOrder } from './reads.ts';
import type { ReadCycles, SheetSample } from './sample-sheet.ts';
import type { Add, Row } from './sections.ts';
import { isMismatches, type Setting, type Settings } from './settings.ts';
import type { Table } from './table.ts';

export interface RowContext {
  readonly version: 1 | 2;
  readonly cycles: ReadCycles;
  readonly instrument: InstrumentModel | undefined;
  readonly settings: Settings;
}

/** Illumina's flow cells have at most eight. */
const MOST_LANES = 8;

export function readSamples(table: Table, context: RowContext, add: Add): readonly SheetSample[] {
  const { settings, cycles } = context;
  const at = (row: Row, name: string): string => row.cells[table.column(name)] ?? '';
  const hasLanes = table.rows.some((row) => at(row, 'Lane') !== '');
  const own = new Map<string, OverrideCycles>();
  const overrides = createOverrides(context, add);
  const common = overrides(settings.get('overridecycles'));
  const defaults = [mismatchesOf(settings, 1), mismatchesOf(settings, 2)] as const;

  return table.rows.map((row) => {
    const { line } = row;
    const [id, name, project] = [at(row, 'Sample_ID'), at(row, 'Sample_Name'), at(row, 'Sample_Project')];
    checkId(id, line, add);
    checkName(name, line, add);
    checkProject(project, line, add);
    const first = readIndex(at(row, 'index'), line, add);
    const second = readIndex(at(row, 'index2'), line, add);
    if (first.text === '' && second.text !== '') add('SHEET-INDEX2-ALONE', line, () => excerpt(second.text));
    const text = at(row, 'OverrideCycles');
    if (text !== '' && !own.has(text)) own.set(text, overrides({ key: 'OverrideCycles', value: text, line }));
    const override = own.get(text) ?? common;
    if (first.isBases) checkLength('index1', first.text, override, line);
    if (second.isBases) checkLength('index2', second.text, override, line);
    if (text !== '' && first.text !== '' && second.text === '' && override.kind === 'reads') {
      const used = override.reads.index2?.index ?? 0;
      if (used > 0) add('SHEET-INDEX-CYCLES', line, `no index2; OverrideCycles of the row has ${used} cycles for it`);
    }
    return {
      line,
      id,
      name,
      project,
      lane: hasLanes ? laneOf(at(row, 'Lane'), line) : undefined,
      index: first.text,
      index2: second.text,
      isBases: first.isBases && second.isBases,
      mismatches: [
        ownMismatches(at(row, 'BarcodeMismatchesIndex1'), line) ?? defaults[0],
        ownMismatches(at(row, 'BarcodeMismatchesIndex2'), line) ?? defaults[1],
      ],
      hasOwnCycles: text !== '',
    };
  });

  function laneOf(text: string, line: number): number | undefined {
    const lane = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
    if (lane < 1 || lane > MOST_LANES) {
      add('SHEET-LANE', line, () => `Lane '${excerpt(text)}'`);
      return undefined;
    }
    const { instrument } = context;
    if (instrument !== undefined && lane > instrument.lanes) {
      add('SHEET-LANE-BEYOND', line, `lane ${lane}; ${instrument.name} has at most ${instrument.lanes}`);
    }
    return lane;
  }

  function ownMismatches(text: string, line: number): number | undefined {
    // What does not apply to a sample is written as na.
    if (text === '' || /^na$/i.test(text)) return undefined;
    if (isMismatches(text)) return Number(text);
    add('SHEET-SETTING', line, () => `a number of mismatches is '${excerpt(text)}'`);
    return undefined;
  }

  function checkLength(read: 'index1' | 'index2', index: string, override: OverrideCycles, line: number): void {
    if (index === '') return;
    const { length } = index;
    const cyclesOf = cycles[read];
    const used = override.kind === 'reads' ? override.reads[read]?.index : undefined;
    const show = (): string => `${read} '${excerpt(index)}' has ${length} bases`;
    if (used !== undefined) {
      if (used !== length) add('SHEET-INDEX-CYCLES', line, () => `${show()}; OverrideCycles has ${used} index cycles`);
    } else if (cyclesOf !== undefined && length > cyclesOf) {
      add('SHEET-INDEX-CYCLES', line, () => `${show()}; the read has ${cyclesOf} cycles`);
    } else if (cyclesOf !== undefined && length < cyclesOf && !settings.has('overridereads')) {
      add('SHEET-INDEX-SHORT', line, () => `${show()}; the read has ${cyclesOf} cycles`);
    }
  }
}

function mismatchesOf(settings: Settings, index: 1 | 2): number {
  const { value = '' } = settings.get(`barcodemismatchesindex${index}`) ?? {};
  return isMismatches(value) ? Number(value) : 1;
}

/** Reads OverrideCycles of the settings or of a row, and compares it with [Reads]. */
function createOverrides({ cycles, settings }: RowContext, add: Add) {
  // OverrideReads makes other reads of the run's.
  const isFree = settings.has('overridereads');
  return (setting: Setting | undefined): OverrideCycles => {
    if (setting === undefined || setting.value === '') return { kind: 'reads', reads: {} };
    const { value, line } = setting;
    const override = readOverrideCycles(value, isFree ? undefined : readsInOrder(cycles));
    const show = (): string => `'${excerpt(value)}'`;
    if (override.kind === 'fault') add('SHEET-OVERRIDE', line, () => excerpt(override.message));
    if (override.kind === 'other-reads') {
      add(
        'SHEET-OVERRIDE-SUM',
        line,
        () => `${show()} has ${override.fields} fields; there are ${override.expected} reads`,
      );
    }
    if (override.kind !== 'reads' || isFree) return override;
    for (const read of ['read1', 'index1', 'index2', 'read2'] as const) {
      const [sum, expected] = [override.reads[read]?.sum, cycles[read]];
      if (sum === undefined || expected === undefined || sum === expected) continue;
      add('SHEET-OVERRIDE-SUM', line, () => `${show()} has ${sum} cycles for ${read}; [Reads] has ${expected}`);
    }
    return override;
  };
}
