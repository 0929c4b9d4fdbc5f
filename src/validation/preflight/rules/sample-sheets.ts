/** Sample sheets hold the samples of the orders that name them. */

import { joinSheetWithOrders, type SampleSheet } from '../../files/index.ts';
import type { Scenario } from '../../../model/index.ts';
import type { Collector } from '../collector.ts';
import type { WorldFacts } from '../world-facts.ts';

interface SheetUse {
  readonly sheet: SampleSheet;
  /** Of the first order that names it, by names. */
  readonly place: string;
  readonly samples: string[];
}

/** Several orders may share a sheet, as they share a run. */
export function checkSampleSheets({ orders }: Scenario, { files }: WorldFacts, collector: Collector): void {
  const uses = new Map<string, SheetUse>();
  for (const order of orders) {
    for (const [key, path] of order.inputs) {
      const sheet = files.get(path)?.sheet;
      if (sheet === undefined) continue;
      const place = `/orders/${order.id}/inputs/${key.slice(key.indexOf('/') + 1)}`;
      const use = uses.get(path) ?? { sheet, place, samples: [] };
      uses.set(path, use);
      use.samples.push(...order.samples.map(({ name }) => name));
    }
  }
  for (const [path, use] of uses) checkSheet(path, use, collector);
}

function checkSheet(path: string, { sheet, place, samples }: SheetUse, collector: Collector): void {
  const { missing, unexpected } = joinSheetWithOrders(sheet, samples);
  if (missing.length > 0) {
    const message = `${path} lacks ${some(missing)} of ${new Set(samples).size} samples ordered`;
    const hint = 'Add rows for them; Sample_ID is the name that the sample has in its order.';
    collector.add('SHEET-LACKS-SAMPLE', place, { message, hint });
  }
  const [first] = unexpected;
  if (first !== undefined) {
    const message = `${path}:${first.line}: nobody ordered ${some(unexpected.map(({ id }) => id))}`;
    const hint = 'Correct Sample_ID, or name the sheet in the orders that they are of.';
    collector.add('SHEET-OTHER-SAMPLE', place, { message, hint });
  }
}

const MOST_NAMED = 5;

const some = (names: readonly string[]): string =>
  names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? `, ... (${names.length})` : '');
