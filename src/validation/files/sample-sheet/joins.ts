/** What the rows of a sample sheet say together: the same sample, lane or index twice, indexes that are too near, light of cycles. */

import { createFindings, excerpt, type FileFinding } from '../file-finding.ts';
import { checkClashes } from './clashes.ts';
import { checkColours } from './colour-balance.ts';
import type { Chemistry } from './instruments.ts';
import type { SampleSheet, SheetSample } from './sample-sheet.ts';
import { adder, type Add } from './sections.ts';
import { SAMPLE_SHEET_RULES } from './sheet-rules.ts';

export interface JoinOptions {
  /** Absent: by the instrument that the sheet names; unknown then, and colours are not judged, where it names none. */
  readonly chemistry?: Chemistry;
  /** Wrong bases allowed in each index, for rows and settings that do not say; absent: what the sheet says, or 1. */
  readonly mismatches?: readonly [index1: number, index2: number];
}

export interface Joined {
  /** Of two samples on one lane, index 1 and 2 together; undefined where there are no two with bases, or too many to find it. */
  readonly smallestDistance: number | undefined;
}

export function joinFindings(sheet: SampleSheet, options: JoinOptions = {}): readonly FileFinding[] {
  const findings = createFindings(SAMPLE_SHEET_RULES);
  checkJoins(sheet, options, adder(findings));
  return findings.list();
}

export function checkJoins(sheet: SampleSheet, { chemistry, mismatches }: JoinOptions, add: Add): Joined {
  const samples =
    mismatches === undefined || sheet.hasMismatches
      ? sheet.samples
      : sheet.samples.map((one) => ({ ...one, mismatches }));
  checkSamples(samples, add);
  const light = chemistry ?? sheet.instrument?.chemistry;
  const hasMismatches = sheet.hasMismatches || mismatches !== undefined;
  let smallest: number | undefined;
  for (const [lane, onLane] of lanesOf(samples, sheet)) {
    const name = lane === 0 ? 'all lanes' : `lane ${lane}`;
    checkIndexes(onLane, sheet, name, add);
    checkSame(onLane, name, add);
    const withBases = onLane.filter(({ isBases, index }) => isBases && index !== '');
    const isIndependent = lane === 0 ? sheet.independentLanes.length > 0 : sheet.independentLanes.includes(lane);
    const distance = checkClashes(withBases, { lane: name, isIndependent, hasMismatches, add });
    if (distance !== undefined) smallest = Math.min(smallest ?? distance, distance);
    if (light !== undefined && withBases.length === onLane.length) {
      checkColours(withBases, sheet, { chemistry: light, lane: name, add });
    }
  }
  return { smallestDistance: smallest };
}

/** Rows by lane; of a sheet without lanes all are on each, which is told once, as lane 0. Rows whose lane is wrong are on none. */
function lanesOf(samples: readonly SheetSample[], { lanes }: SampleSheet): ReadonlyMap<number, readonly SheetSample[]> {
  if (lanes.length === 0) return new Map([[0, samples]]);
  const byLane = new Map<number, SheetSample[]>(lanes.map((lane) => [lane, []]));
  for (const sample of samples) byLane.get(sample.lane ?? 0)?.push(sample);
  return byLane;
}

function checkSamples(samples: readonly SheetSample[], add: Add): void {
  const named = samples.filter(({ name }) => name !== '').length;
  if (named > 0 && named < samples.length) {
    const { line = 1, id = '' } = samples.find(({ name }) => name === '') ?? {};
    add('SHEET-SAMPLE-NAME', line, () => `${excerpt(id)} has none; ${named} have one`);
  }
  const byId = new Map<string, SheetSample>();
  const projects = new Map<string, SheetSample>();
  for (const sample of samples) {
    const { id, line, name, project } = sample;
    const before = projects.get(project.toLowerCase());
    if (before === undefined) projects.set(project.toLowerCase(), sample);
    else if (before.project !== project) {
      const both = (): string =>
        `projects '${excerpt(project)}' and '${excerpt(before.project)}' (line ${before.line})`;
      add('SHEET-CASE', line, both);
    }
    const first = byId.get(id.toLowerCase());
    if (first === undefined) byId.set(id.toLowerCase(), sample);
    else if (first.id !== id) {
      add('SHEET-CASE', line, () => `'${excerpt(id)}' and '${excerpt(first.id)}' (line ${first.line})`);
    } else if (first.name !== name || first.project !== project) {
      const what = first.name === name ? 'project' : 'name';
      add('SHEET-SAMPLE-DIFFERS', line, () => `${excerpt(id)} has another ${what} than in line ${first.line}`);
    }
  }
}

/** Whether each sample of a lane has an index, and all are alike. */
function checkIndexes(samples: readonly SheetSample[], { version }: SampleSheet, lane: string, add: Add): void {
  if (samples.length < 2) return;
  const without = samples.filter(({ index }) => index === '');
  if (without.length === samples.length && version === 1) {
    add('SHEET-INDEX-NONE', samples[0]?.line ?? 1, `${samples.length} samples on ${lane}`);
  } else {
    for (const { id, line } of without) add('SHEET-INDEX-MISSING', line, () => `${excerpt(id)} on ${lane}`);
  }
  // Those with cycles of their own, or with names for bases, may have any length.
  const alike = samples.filter(({ index, isBases, hasOwnCycles }) => index !== '' && isBases && !hasOwnCycles);
  const usual = usualLengths(alike);
  for (const { id, line, index, index2 } of alike) {
    const lengths = `${index.length}+${index2.length}`;
    if (lengths !== usual) {
      add('SHEET-INDEX-LENGTHS', line, () => `${excerpt(id)} has ${lengths} bases, most others ${usual}, on ${lane}`);
    }
  }
}

/** Of most rows; of as many the first. */
function usualLengths(samples: readonly SheetSample[]): string {
  const counts = new Map<string, number>();
  for (const { index, index2 } of samples) {
    const lengths = `${index.length}+${index2.length}`;
    counts.set(lengths, (counts.get(lengths) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...counts.keys()].find((lengths) => counts.get(lengths) === most) ?? '';
}

function checkSame(samples: readonly SheetSample[], lane: string, add: Add): void {
  const firsts = new Map<string, SheetSample>();
  for (const sample of samples) {
    const { id, line, index, index2 } = sample;
    const key = index === '' ? `\n${id}` : `${index}+${index2}`;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, sample);
    else {
      const code = first.id === id ? 'SHEET-ROW-TWICE' : 'SHEET-INDEX-TWICE';
      const what = index === '' ? 'no index' : excerpt(index2 === '' ? index : `${index}+${index2}`);
      add(code, line, () => `${excerpt(id)} and ${excerpt(first.id)} (line ${first.line}) have ${what} on ${lane}`);
    }
  }
}
