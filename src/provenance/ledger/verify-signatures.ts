/**
 * Who vouches for a ledger: the keys in force and how each handed over to the next, signatures of people over records,
 * signatures under checkpoints, and cosignatures of witnesses.
 */

import { Buffer } from 'node:buffer';
import { fromBase64, toBase64 } from '../hash.ts';
import type { LedgerBreak } from '../ledger-error.ts';
import { checkpointText, type SignedCheckpoint } from '../note/checkpoint.ts';
import { verifyCosignature } from '../note/cosignature.ts';
import {
  ed25519Verifier,
  isBy,
  parseVkey,
  SIGNATURE_TYPE,
  verifyEd25519,
  type VerifierKey,
} from '../note/signed-note.ts';
import { recordSignatureMessage, rotationMessage, type SignedOverRecords } from '../note/signed-messages.ts';
import type { FoundNotice } from './verify-segments.ts';

/** A key and from which number of records on it signs checkpoints. */
interface KeyInForce {
  readonly vkey: unknown;
  readonly from: number;
}

export interface KeyHistory {
  /** In order; none where nobody signs. */
  readonly keys: readonly KeyInForce[];
  /** Records that are signatures of people, all of them good. */
  readonly recordSignatures: number;
  readonly fault: LedgerBreak | undefined;
}

/** Follows the notices record by record. `checkpoints`: in order. */
export function followKeys(notices: readonly FoundNotice[], checkpoints: readonly SignedCheckpoint[]): KeyHistory {
  const opened = notices[0]?.seq === 0 && notices[0].fact['type'] === 'ledger-opened' ? notices[0].fact : undefined;
  const origin = opened?.['origin'];
  // Whatever stands there, it was meant as a key: one that is none signs nothing.
  const first = opened?.['vkey'];
  const keys: KeyInForce[] = first === undefined ? [] : [{ vkey: first, from: 0 }];
  const roots = new Map(checkpoints.map(({ checkpoint: { size, root } }) => [size, toBase64(root)]));
  let recordSignatures = 0;
  for (const { seq, fact } of notices) {
    if (fact['type'] === 'key-rotated') {
      const wrong = rotationFault(fact, keys.at(-1)?.vkey, origin);
      if (wrong !== undefined) {
        return { keys, recordSignatures, fault: { record: seq, code: 'KEY-ROTATION', message: wrong } };
      }
      // A checkpoint that ends with the rotation itself is still by the key before.
      keys.push({ vkey: fact['to'], from: seq + 2 });
    }
    if (fact['type'] === 'record-signed') {
      const wrong = recordSignatureFault({ fact, seq, origin, roots });
      if (wrong !== undefined) {
        return { keys, recordSignatures, fault: { record: seq, code: 'RECORD-SIGNATURE', message: wrong } };
      }
      recordSignatures++;
    }
  }
  return { keys, recordSignatures, fault: undefined };
}

type Fact = FoundNotice['fact'];

function rotationFault({ from, to, proof }: Fact, before: unknown, origin: unknown): string | undefined {
  if (from !== before || from === undefined) return 'from is not the key in force before it';
  const [old, next] = [keyOf(from), keyOf(to)];
  if (next === undefined || old === undefined) return 'to is no key for checkpoints';
  if (typeof origin !== 'string') return 'the ledger does not say its origin';
  const message = rotationMessage({ origin, from: old.vkey, to: next.vkey });
  return isSignature(old, message, proof) ? undefined : 'proof is not a signature by the key before';
}

interface SignedRecord {
  readonly fact: Fact;
  readonly seq: number;
  readonly origin: unknown;
  /** base64, by size, of all checkpoints. */
  readonly roots: ReadonlyMap<number, string>;
}

function recordSignatureFault({ fact, seq, origin, roots }: SignedRecord): string | undefined {
  const { size, root, vkey, signature, records } = fact;
  if (typeof size !== 'number' || size > seq) return 'size is past its own number';
  if (!roots.has(size)) return "size is no checkpoint's";
  if (roots.get(size) !== root) return 'root is not that of the checkpoint of its size';
  const key = keyOf(vkey);
  if (key === undefined) return 'vkey is no key for signatures';
  const [meaning, signer, signedAt, reason] = ['meaning', 'signer', 'signedAt', 'reason'].map((name) => fact[name]);
  if (![origin, meaning, signer, signedAt, reason].every(isText)) return 'a member that is signed is no text';
  if (/\p{Cc}/u.test(String(reason))) return 'reason holds a control character';
  if (!Array.isArray(records) || !records.every(Number.isSafeInteger)) return 'records are not numbers of records';
  const signed = { origin, size, root, records, meaning, signer, signedAt, reason } as SignedOverRecords;
  return isSignature(key, recordSignatureMessage(signed), signature)
    ? undefined
    : 'the signature is not one of vkey over it';
}

const isText = (value: unknown): value is string => typeof value === 'string';

function isSignature(key: VerifierKey, message: Uint8Array, base64: unknown): boolean {
  const signature = typeof base64 === 'string' ? fromBase64(base64) : undefined;
  return signature !== undefined && verifyEd25519(key.publicKey, message, signature);
}

/** A key that signs texts, or undefined. */
function keyOf(vkey: unknown): VerifierKey | undefined {
  const key = typeof vkey === 'string' ? parseVkey(vkey) : undefined;
  return key?.type === SIGNATURE_TYPE.ed25519 ? key : undefined;
}

/** The key in force at `size` records, and the ones before it. */
const keysUpTo = (keys: readonly KeyInForce[], size: number): readonly KeyInForce[] =>
  keys.filter(({ from }) => from <= size);

/** Checkpoint by checkpoint: a line by the key in force, and each such line good. */
export function signatureFault(
  checkpoints: readonly SignedCheckpoint[],
  keys: readonly KeyInForce[],
): LedgerBreak | undefined {
  const verifiers = new Map<unknown, ReturnType<typeof createLineVerifier>>();
  for (const signed of checkpoints) {
    const { size } = signed.checkpoint;
    const vkey = keysUpTo(keys, size).at(-1)?.vkey;
    if (vkey === undefined) continue;
    const verify = verifiers.get(vkey) ?? createLineVerifier(vkey);
    verifiers.set(vkey, verify);
    const found = verify(signed);
    if (found === 'good') continue;
    return found === 'none'
      ? fault('SIGNATURE-MISSING', `no line by ${String(vkey)} under the checkpoint of ${size} records`)
      : fault('SIGNATURE-WRONG', `the line by ${String(vkey)} under the checkpoint of ${size} records does not verify`);
  }
  return undefined;
}

function createLineVerifier(vkey: unknown): (signed: SignedCheckpoint) => 'good' | 'none' | 'wrong' {
  const key = keyOf(vkey);
  if (key === undefined) return () => 'none';
  const verify = ed25519Verifier(key.publicKey);
  return ({ checkpoint, lines }) => {
    const own = lines.filter((line) => isBy(line, key));
    if (own.length === 0) return 'none';
    const text = Buffer.from(checkpointText(checkpoint), 'utf8');
    return own.every(({ signature }) => verify(text, signature)) ? 'good' : 'wrong';
  };
}

/** Of the reader's own keys, one must be in the chain of keys up to the last checkpoint. */
export function trustFault(
  trusted: readonly VerifierKey[],
  keys: readonly KeyInForce[],
  size: number,
): LedgerBreak | undefined {
  const own = trusted.filter(({ type }) => type === SIGNATURE_TYPE.ed25519);
  if (own.length === 0) return undefined;
  const chain = keysUpTo(keys, size);
  const vkey = chain.at(-1)?.vkey;
  if (vkey === undefined) return fault('SIGNATURE-MISSING', 'the ledger is not signed');
  if (chain.some((one) => own.some((key) => key.vkey === one.vkey))) return undefined;
  return fault('KEY-UNTRUSTED', `the last checkpoint is signed by ${String(vkey)}, which is not among the keys given`);
}

/** Each of the reader's witnesses must have cosigned the last checkpoint. */
export function witnessFault(trusted: readonly VerifierKey[], last: SignedCheckpoint): LedgerBreak | undefined {
  const witnesses = trusted.filter(({ type }) => type === SIGNATURE_TYPE.cosignature);
  const missing = witnesses.find((key) => !last.lines.some((line) => isBy(line, key)));
  if (missing !== undefined) return fault('WITNESS-MISSING', `${missing.vkey} has not cosigned the last checkpoint`);
  const found = witnesses.flatMap((key) => last.lines.filter((line) => isBy(line, key)).map((line) => ({ key, line })));
  const text = checkpointText(last.checkpoint);
  const wrong = found.find(({ key, line }) => verifyCosignature(key, text, line.signature) === undefined);
  return wrong && fault('WITNESS-WRONG', `the cosignature of ${wrong.key.vkey} does not verify`);
}

/** Keys in force up to `size` records, the last one last. */
export const signersUpTo = (keys: readonly KeyInForce[], size: number): readonly string[] =>
  keysUpTo(keys, size).map(({ vkey }) => String(vkey));

/** The witnesses among `trusted` by whom there is a line. */
export const cosignersOf = (trusted: readonly VerifierKey[], { lines }: SignedCheckpoint): readonly string[] =>
  trusted
    .filter((key) => key.type === SIGNATURE_TYPE.cosignature && lines.some((line) => isBy(line, key)))
    .map(({ vkey }) => vkey);

const fault = (code: LedgerBreak['code'], message: string): LedgerBreak => ({ record: 'checkpoint', code, message });
