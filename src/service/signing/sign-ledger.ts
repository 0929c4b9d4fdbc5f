/** An electronic signature over a ledger: by one person, with a meaning, over everything recorded so far. */

import { toBase64, type NoteSigner, type RecordSigned, type SignatureMeaning } from '../../provenance/index.ts';
import { parseVkey, recordSignatureMessage } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { withFinishedLedger, type FinishedLedger } from './open-finished.ts';

export interface SignOptions {
  readonly person: NoteSigner;
  readonly meaning: SignatureMeaning;
  /** One line. */
  readonly reason: string;
  /** Records that it is about; empty: all. */
  readonly records: readonly number[];
}

/** Appends a `record-signed` and gives it with its record number. @throws ServiceError */
export async function signLedger(
  ledger: FinishedLedger,
  { person, meaning, reason, records }: SignOptions,
): Promise<{ readonly record: number; readonly signed: RecordSigned }> {
  const signer = parseVkey(person.vkey)?.name ?? '';
  return withFinishedLedger(ledger, async ({ writer, origin, last }) => {
    // What is signed is a checkpoint: one is made of everything up to here.
    const { size, root } = await writer.checkpoint();
    const about = [...new Set(records)].toSorted((a, b) => a - b);
    const beyond = about.find((record) => record >= size);
    if (beyond !== undefined) {
      const message = `record ${beyond} is beyond the last one, ${size - 1}`;
      const finding = {
        code: 'NO-SUCH-RECORD',
        severity: 'error',
        path: '--record',
        message,
        hint: 'Records count from 0.',
      } as const;
      throw new ServiceError('REJECTED', message, { findings: [finding] });
    }
    const signedAt = new Date(ledger.clock.nowMs()).toISOString();
    const what = { signer, meaning, reason, records: about, size, root, signedAt };
    const signature = toBase64(await person.sign(recordSignatureMessage({ origin, ...what })));
    const signed: RecordSigned = { type: 'record-signed', ...what, vkey: person.vkey, signature };
    const record = writer.append({ ...signed, at: last.at }, signer);
    await writer.flush();
    return { record, signed };
  });
}
