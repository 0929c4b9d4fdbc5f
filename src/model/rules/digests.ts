/** Digests that are stated of files: one for each file that there is. */

import type { ParsedOrder } from '../document.ts';
import { pointer } from '../report.ts';
import { sampleNames } from '../resolve/orders.ts';
import { checkReference, type RuleContext } from './context.ts';

type OrderInput = ParsedOrder['inputs'][string];

export function checkDigests(context: RuleContext, path: string, order: ParsedOrder, input: OrderInput): void {
  const isOfSamples = input.file.includes('{sample}');
  const count = typeof order.samples === 'number' ? order.samples : order.samples.length;
  for (const kind of ['sha256', 'md5'] as const) {
    const digest = input[kind];
    const place = `${path}/${kind}`;
    if (digest === undefined) continue;
    if (typeof digest === 'string') {
      if (!isOfSamples || count === 1) continue;
      const message = `there are ${count} files ${input.file}, and one ${kind}`;
      context.report.add('BAD-VALUE', place, message, 'Write sample: DIGEST for each of them.');
    } else if (isOfSamples) {
      const known = new Set(sampleNames(order.samples));
      for (const name of Object.keys(digest)) {
        checkReference(context, { what: 'sample', name, path: `${place}${pointer(name)}`, known });
      }
    } else {
      const message = `${input.file} is one file for all samples`;
      context.report.add('BAD-VALUE', place, message, 'Write one digest, or {sample} in the path.');
    }
  }
}
