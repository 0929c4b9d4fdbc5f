/** Reads a sample sheet of either version, and tells what is wrong in each of its parts; what rows say together is in joins.ts. */

import { Buffer } from 'node:buffer';
import { createFindings, excerpt, type FileFinding, type FileFindings } from '../file-finding.ts';
import { instrumentOf } from './instruments.ts';
import { readCycles } from './reads.ts';
import { readSamples } from './sample-rows.ts';
import type { SampleSheet } from './sample-sheet.ts';
import { adder, LARGEST_SHEET_BYTES, readSections, type Add, type Section } from './sections.ts';
import { checkSettings, readSettings, type Settings } from './settings.ts';
import { SAMPLE_SHEET_RULES } from './sheet-rules.ts';
import { readTable } from './table.ts';

type Sections = ReadonlyMap<string, Section>;

export type SheetReading =
  | { readonly kind: 'sheet'; readonly sheet: SampleSheet; readonly findings: readonly FileFinding[] }
  /** Nothing of it can be used. */
  | { readonly kind: 'no-sheet'; readonly findings: readonly FileFinding[] };

/** Never throws. `findings` are those of the sheet's parts, errors and warnings, in the order found. */
export function readSampleSheet(content: string | Uint8Array): SheetReading {
  const findings = createFindings(SAMPLE_SHEET_RULES);
  const sheet = readSheet(typeof content === 'string' ? Buffer.from(content) : content, findings);
  return sheet === undefined
    ? { kind: 'no-sheet', findings: findings.list() }
    : { kind: 'sheet', sheet, findings: findings.list() };
}

/** undefined where there is no sample, which has been told. */
export function readSheet(bytes: Uint8Array, findings: FileFindings): SampleSheet | undefined {
  const add = adder(findings);
  if (bytes.length > LARGEST_SHEET_BYTES) {
    add('SHEET-TOO-LARGE', 1, `more than ${LARGEST_SHEET_BYTES} bytes`);
    return undefined;
  }
  const sections = readSections(bytes, add);
  checkSectionNames(sections, add);
  // Without a line [Header], its lines are those before the first section.
  const header = readSettings(sections.get('header') ?? sections.get(''), add);
  const version = versionOf(header, sections, add);
  if (version === 2) checkHeader(header, add);
  const cycles = readCycles(sections.get('reads'), version, add);
  const { settings: settingsSection, data } = sectionsOf(sections, version, add);
  const settings = readSettings(settingsSection, add);
  checkSettings(settings, version, add);
  const instrument = ['instrumenttype', 'instrumentplatform']
    .map((key) => instrumentOf(header.get(key)?.value ?? ''))
    .find((known) => known !== undefined);
  if (data === undefined && version === 2 && [...sections.keys()].some((name) => name.endsWith('_data'))) {
    add('SHEET-ANALYSIS-ONLY', 1, 'no section [BCLConvert_Data]');
    return undefined;
  }
  if (data === undefined && sections.has('samples')) {
    add('SHEET-NO-SAMPLES', 1, "[Samples] is of Element's run manifests, which are not judged");
    return undefined;
  }
  const table = readTable(data, add);
  if (table === undefined) return undefined;
  const samples = readSamples(table, { version, cycles, instrument, settings }, add);
  const alone = settings.get('barcodemismatchesindex2');
  if (alone !== undefined && alone.value !== '' && samples.every(({ index2 }) => index2 === '')) {
    add('SHEET-MISMATCHES', alone.line, `it is '${excerpt(alone.value)}'`);
  }
  const runName = (header.get('runname') ?? header.get('experimentname'))?.value;
  return {
    version,
    lanes: [...new Set(samples.map(({ lane }) => lane ?? 0))].filter((lane) => lane > 0).toSorted((a, b) => a - b),
    samples,
    cycles,
    instrument,
    runName,
    indexOrientation: header.get('indexorientation')?.value,
    independentLanes: (settings.get('independentindexcollisioncheck')?.value ?? '').match(/[1-8]/g)?.map(Number) ?? [],
    hasMismatches:
      version === 2 || settings.has('barcodemismatchesindex1') || table.column('BarcodeMismatchesIndex1') >= 0,
  };
}

const KNOWN = new Set(['', 'header', 'reads', 'settings', 'data', 'manifests', 'sequencing', 'sequencing_settings']);

function checkSectionNames(sections: Sections, add: Add): void {
  for (const [key, { name, line }] of sections) {
    if (!KNOWN.has(key) && !/_(?:settings|data)$/.test(key)) {
      add('SHEET-SECTION-OTHER', line, () => `[${excerpt(name)}]`);
    }
  }
}

function versionOf(header: Settings, sections: Sections, add: Add): 1 | 2 {
  const format = header.get('fileformatversion');
  if (format !== undefined) {
    if (format.value !== '2') add('SHEET-VERSION', format.line, () => `it is '${excerpt(format.value)}'`);
    return 2;
  }
  if (header.has('iemfileversion') || sections.has('data')) return 1;
  return sections.has('bclconvert_data') || sections.has('bclconvert_settings') ? 2 : 1;
}

function checkHeader(header: Settings, add: Add): void {
  for (const key of ['runname', 'rundescription']) {
    const setting = header.get(key);
    if (setting !== undefined && !/^[A-Za-z0-9 _-]{0,255}$/.test(setting.value)) {
      add('SHEET-HEADER', setting.line, () => `${excerpt(setting.key)} is '${excerpt(setting.value)}'`);
    }
  }
  const orientation = header.get('indexorientation');
  if (orientation !== undefined && !/^(?:forward|reverse|reversecomplement)?$/i.test(orientation.value)) {
    add('SHEET-HEADER', orientation.line, () => `IndexOrientation is '${excerpt(orientation.value)}'`);
  }
}

/** Those of the version; those of the other where there are no such. */
function sectionsOf(sections: Sections, version: 1 | 2, add: Add): { settings?: Section; data?: Section } {
  const pick = (own: string, other: string): Section | undefined => {
    const [mine, theirs] = [sections.get(own), sections.get(other)];
    if (theirs !== undefined) add('SHEET-MIXED', theirs.line, `[${excerpt(theirs.name)}] in version ${version}`);
    return mine ?? theirs;
  };
  const names = ['settings', 'bclconvert_settings', 'data', 'bclconvert_data'] as const;
  const settings = version === 1 ? pick(names[0], names[1]) : pick(names[1], names[0]);
  const data = version === 1 ? pick(names[2], names[3]) : pick(names[3], names[2]);
  return { ...(settings !== undefined && { settings }), ...(data !== undefined && { data }) };
}
