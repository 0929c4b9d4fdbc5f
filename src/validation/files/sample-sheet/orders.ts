/** Compares the samples of a sheet with those that are expected on the run. */

import type { SampleSheet, SheetSample } from './sample-sheet.ts';

export interface SheetOrders {
  /** First rows of samples that nobody ordered, in the order of the sheet. */
  readonly unexpected: readonly SheetSample[];
  /** Expected samples that the sheet lacks, in the order given. */
  readonly missing: readonly string[];
}

/** Ids are compared letter by letter: as Illumina's software writes them into names of files. */
export function joinSheetWithOrders(sheet: SampleSheet, expected: readonly string[]): SheetOrders {
  const wanted = new Set(expected);
  const unexpected = new Map<string, SheetSample>();
  const present = new Set<string>();
  for (const sample of sheet.samples) {
    present.add(sample.id);
    if (!wanted.has(sample.id) && !unexpected.has(sample.id)) unexpected.set(sample.id, sample);
  }
  return { unexpected: [...unexpected.values()], missing: [...wanted].filter((id) => !present.has(id)) };
}
