/** What is signed inside records: the handing over of the ledger's key, and signatures of people. See docs/FORMATS.md. */

import { Buffer } from 'node:buffer';
import type { RecordSigned } from '../record/notice.ts';

export interface Rotation {
  /** Of `ledger-opened`. */
  readonly origin: string;
  /** The vkey in force, which signs. */
  readonly from: string;
  readonly to: string;
}

/** Over what `proof` of a `key-rotated` is a signature. */
export const rotationMessage = ({ origin, from, to }: Rotation): Uint8Array =>
  Buffer.from(`seqplan key rotation v1\n${origin}\n${from}\n${to}\n`, 'utf8');

/** `origin`: of `ledger-opened`. */
export type SignedOverRecords = Omit<RecordSigned, 'type' | 'vkey' | 'signature'> & { readonly origin: string };

/** Over what `signature` of a `record-signed` is one. None of the members holds a control character, which the caller sees to. */
export function recordSignatureMessage(signed: SignedOverRecords): Uint8Array {
  const { origin, size, root, records, meaning, signer, signedAt, reason } = signed;
  const lines = [origin, size, root, records.join(','), meaning, signer, signedAt, reason];
  return Buffer.from(['seqplan record signature v1', ...lines, ''].join('\n'), 'utf8');
}
