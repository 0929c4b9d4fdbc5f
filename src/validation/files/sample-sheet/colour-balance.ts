/** Light in each index cycle of a lane, by chemistry: Illumina Knowledge 1241, 1931, 3339, 8422; Index Adapters Pooling Guide. */

import { excerpt } from '../file-finding.ts';
import type { Chemistry } from './instruments.ts';
import type { SampleSheet, SheetSample } from './sample-sheet.ts';
import type { Add } from './sections.ts';

interface Channels {
  /** Bases that give light in a channel, by its name; a cycle should have some in each. */
  readonly needed: Readonly<Record<string, string>>;
  /** A base that gives none. */
  readonly dark: '' | 'G';
  /** Whether registration fails in a read that begins with two dark bases. */
  readonly needsStart: boolean;
}

export const CHANNELS: Readonly<Record<Chemistry, Channels>> = {
  // MiSeq, HiSeq: two lasers, one for A and C, one for G and T (Index Adapters Pooling Guide).
  'four-channel': { needed: { red: 'AC', green: 'GT' }, dark: '', needsStart: false },
  // NextSeq 500/550, MiniSeq (1241), NovaSeq 6000 (1931): C red, T green, A both.
  'two-channel': { needed: { red: 'AC', green: 'AT' }, dark: 'G', needsStart: true },
  // NovaSeq X (8422): A blue, T green, C both. Green alone is good enough, blue alone is not.
  xleap: { needed: { green: 'CT' }, dark: 'G', needsStart: true },
  // NextSeq 1000/2000 (3339): G is dark in both of its chemistries, which the sheet does not tell apart.
  'dark-g': { needed: {}, dark: 'G', needsStart: true },
  // iSeq 100: A in the first image, C in the second, T in both.
  'one-channel': { needed: { 'image 1': 'AT', 'image 2': 'CT' }, dark: 'G', needsStart: false },
};

export interface ColourContext {
  readonly chemistry: Chemistry;
  readonly lane: string;
  readonly add: Add;
}

/** `samples`: of one lane, with bases. Lanes with one index pair are not judged: nothing is told apart there. */
export function checkColours(samples: readonly SheetSample[], sheet: SampleSheet, context: ColourContext): void {
  const pairs = new Set(samples.map(({ index, index2 }) => `${index}+${index2}`));
  if (pairs.size < 2) return;
  checkRead(
    samples.map(({ index }) => index),
    samples,
    'index 1',
    context,
  );
  const asRead = indexTwoAsRead(sheet);
  if (asRead !== undefined)
    checkRead(
      samples.map(({ index2 }) => asRead(index2)),
      samples,
      'index 2',
      context,
    );
}

function checkRead(
  indexes: readonly string[],
  samples: readonly SheetSample[],
  read: string,
  { chemistry, lane, add }: ColourContext,
): void {
  const { needed, dark, needsStart } = CHANNELS[chemistry];
  const length = indexes.reduce((least, index) => Math.min(least, index.length), Number.POSITIVE_INFINITY);
  if (length === 0 || !Number.isFinite(length)) return;
  const line = samples[0]?.line ?? 1;
  if (needsStart) {
    const isDark = (index: string): boolean => index.startsWith('GG');
    if (indexes.every(isDark)) add('SHEET-COLOUR-START', line, `${read} on ${lane}`);
    else tellDarkStarts(samples, indexes.map(isDark), `${read} on ${lane}`, add);
  }
  for (let cycle = 0; cycle < length; cycle++) {
    const bases = new Set(indexes.map((index) => index[cycle] ?? ''));
    const where = `${read}, cycle ${cycle + 1} on ${lane}`;
    if (bases.size === 1 && bases.has(dark)) {
      add('SHEET-COLOUR-DARK', line, `${where}: all have ${dark}`);
      continue;
    }
    for (const [channel, lit] of Object.entries(needed)) {
      if ([...bases].every((base) => !lit.includes(base))) {
        add('SHEET-COLOUR-CHANNEL', line, `${where}: only ${[...bases].toSorted().join(', ')}; no light in ${channel}`);
      }
    }
  }
}

/** Of a sample with several indexes one that gives light is enough. */
function tellDarkStarts(samples: readonly SheetSample[], isDark: readonly boolean[], where: string, add: Add): void {
  const lit = new Set(samples.filter((_, i) => isDark[i] !== true).map(({ id }) => id));
  for (const { id, line } of samples) {
    if (lit.has(id)) continue;
    lit.add(id);
    add('SHEET-COLOUR-SAMPLE', line, () => `${excerpt(id)}: ${where}`);
  }
}

/** Sheets of version 1 have index 2 as it is read; of version 2 as IndexOrientation says. undefined where that is not known. */
function indexTwoAsRead({
  version,
  instrument,
  indexOrientation,
}: SampleSheet): ((index: string) => string) | undefined {
  const asWritten = (index: string): string => index;
  if (version === 1 || instrument === undefined || !instrument.isIndex2Reversed) return asWritten;
  return /^forward$/i.test(indexOrientation ?? '') ? reverseComplement : undefined;
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };
const reverseComplement = (bases: string): string =>
  [...bases]
    .toReversed()
    .map((base) => COMPLEMENT[base] ?? base)
    .join('');
