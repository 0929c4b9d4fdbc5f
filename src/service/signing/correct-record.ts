/** A correction: the earlier record stays, and one of its own says what stands in its place, by whom and why. */

import { canonicalJson, type Json } from '../../base/index.ts';
import { readLedger, type LedgerStorage, type ValueCorrected } from '../../provenance/index.ts';
import { rejected } from '../errors.ts';
import { withFinishedLedger, type FinishedLedger } from './open-finished.ts';

export interface Correction {
  readonly record: number;
  /** JSON pointer into the record's fact, to a value that is there. */
  readonly path: string;
  readonly value: Json;
  readonly reason: string;
  /** Pseudonym. */
  readonly by: string;
}

/** Appends a `value-corrected` with the value that stands there now: the last correction's, where there was one. @throws ServiceError */
export async function correctRecord(
  ledger: FinishedLedger,
  { record, path, value, reason, by }: Correction,
): Promise<{ readonly record: number; readonly corrected: ValueCorrected }> {
  return withFinishedLedger(ledger, async ({ storage, writer, last }) => {
    const old = await present(storage, record, path);
    if (old === undefined)
      throw rejected(
        'NO-SUCH-VALUE',
        `record ${record} has nothing at '${path}'`,
        'Look at it: `seqplan explain` prints record numbers.',
      );
    if (canonicalJson(old) === canonicalJson(value))
      throw rejected(
        'SAME-VALUE',
        `'${path}' of record ${record} has this value already`,
        'There is nothing to correct.',
      );
    const corrected: ValueCorrected = { type: 'value-corrected', record, path, old, new: value, reason, by };
    const number = writer.append({ ...corrected, at: last.at }, by);
    await writer.flush();
    return { record: number, corrected };
  });
}

async function present(storage: LedgerStorage, wanted: number, path: string): Promise<Json | undefined> {
  let found: Json | undefined;
  for await (const { seq, fact } of readLedger(storage)) {
    if (seq === wanted) found = valueAt(fact, path);
    if (fact.type === 'value-corrected' && fact.record === wanted && fact.path === path) found = fact.new as Json;
  }
  return found;
}

/** RFC 6901; own members only. */
function valueAt(value: unknown, path: string): Json | undefined {
  if (path === '' || !path.startsWith('/')) return undefined;
  let part = value;
  for (const escaped of path.slice(1).split('/')) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) return undefined;
    part = (part as Readonly<Record<string, unknown>>)[name];
  }
  return part as Json;
}
