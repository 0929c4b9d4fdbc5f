/** A verdict on a ledger in lines for people: what holds, who says so, and how much that is worth to the reader. */

import { fromBase64, toHex, type Verification, type VerifiedLedger } from '../../provenance/index.ts';
import { verificationLine } from '../text.ts';

/** `keys`: vkeys that the reader gave. */
export function verificationLines(verification: Verification, keys: readonly string[]): readonly string[] {
  const first = verificationLine(verification);
  if (verification.kind === 'broken') return [first];
  const { origin, root, checkpoints, tail, cosignedBy, recordSignatures } = verification;
  return [
    first,
    `origin ${origin}, root ${toHex(fromBase64(root) ?? new Uint8Array())}, ${count(checkpoints, 'checkpoint')}`,
    signerLine(verification, keys),
    ...cosignedBy.map((vkey) => `cosigned by ${vkey}: a witness that you gave`),
    ...(recordSignatures > 0 ? [`${count(recordSignatures, 'signature')} of people over records`] : []),
    ...(tail > 0
      ? [`${count(tail, 'record')} behind the last checkpoint: whole, but nobody vouches for them yet`]
      : []),
  ];
}

/** By which key the last checkpoint is signed, and what ties it to the reader. */
export function signerOf({ signedBy }: VerifiedLedger, keys: readonly string[]) {
  const vkey = signedBy.at(-1);
  if (vkey === undefined) return { vkey: null, trust: 'unsigned' } as const;
  if (keys.includes(vkey)) return { vkey, trust: 'given' } as const;
  const from = signedBy.findLast((one) => keys.includes(one));
  return from === undefined ? ({ vkey, trust: 'own' } as const) : ({ vkey, trust: 'handed-over', from } as const);
}

function signerLine(verification: VerifiedLedger, keys: readonly string[]): string {
  const signer = signerOf(verification, keys);
  switch (signer.trust) {
    case 'unsigned':
      return 'not signed: damage would show, a ledger made anew would not';
    case 'given':
      return `signed by ${signer.vkey}: a key that you gave`;
    case 'handed-over':
      return `signed by ${signer.vkey}: handed over to by ${signer.from}, a key that you gave`;
    case 'own':
      return `signed by ${signer.vkey}: a key that the ledger names itself; give yours with --vkey`;
  }
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
