/**
 * The `.tlog-proof` file (C2SP tlog-proof): that one entry is in a log, in a text that is checked offline.
 *
 * Here is its syntax; what the proof is worth is said by `check-proof.ts`.
 */

import { Buffer } from 'node:buffer';
import { assert } from '../../base/index.ts';
import { fromBase64, HASH_BYTES, toBase64, type Hash } from '../hash.ts';
import { MAX_CHECKPOINT_BYTES } from './checkpoint.ts';

export interface ProofFile {
  /** Number of the entry, 0 for the first. */
  readonly index: number;
  /** The inclusion proof, the leaf's sibling first. */
  readonly hashes: readonly Hash[];
  /** The log's signed note as it is. */
  readonly checkpoint: Uint8Array;
  /** Whatever somebody put beside the proof: not vouched for by anything. Not empty. */
  readonly extra?: Uint8Array;
}

export type DecodedProof =
  { readonly kind: 'proof'; readonly proof: ProofFile } | { readonly kind: 'fault'; readonly message: string };

/** No tree of 2^53 leaves needs more. */
const MAX_HASHES = 64;

const MAX_EXTRA_BYTES = 16_384;

/** Longer files are not read. */
export const MAX_PROOF_BYTES = MAX_CHECKPOINT_BYTES + 32_768;

export function encodeProof({ index, hashes, checkpoint, extra }: ProofFile): Uint8Array {
  assert(Number.isSafeInteger(index) && index >= 0, `index ${index} is not a count`);
  assert(hashes.length <= MAX_HASHES, `${hashes.length} hashes; the limit is ${MAX_HASHES}`);
  assert(extra === undefined || (extra.length > 0 && extra.length <= MAX_EXTRA_BYTES), 'extra is empty or too long');
  assert(checkpoint.length > 0 && checkpoint.length <= MAX_CHECKPOINT_BYTES, 'the checkpoint is empty or too long');
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\n'), 'utf8'), checkpoint]);
}

/** Strict: exactly what `encodeProof` writes. The checkpoint is not looked at. */
export function decodeProof(file: Uint8Array): DecodedProof {
  if (file.length > MAX_PROOF_BYTES) return fault(`${file.length} bytes; the limit is ${MAX_PROOF_BYTES}`);
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const separator = bytes.indexOf('\n\n');
  if (separator < 0) return fault('no empty line between proof and checkpoint');
  const checkpoint = new Uint8Array(bytes.subarray(separator + 2));
  if (checkpoint.length === 0) return fault('no checkpoint');
  if (checkpoint.length > MAX_CHECKPOINT_BYTES) {
    return fault(`checkpoint of ${checkpoint.length} bytes; the limit is ${MAX_CHECKPOINT_BYTES}`);
  }
  const head = bytes.subarray(0, separator).toString('latin1');
  const [header, ...lines] = head.split('\n');
  if (header !== HEADER) return fault(`first line is not ${HEADER}`);

  const extra = lines[0]?.startsWith(EXTRA) ? fromBase64(lines[0].slice(EXTRA.length)) : undefined;
  if (lines[0]?.startsWith(EXTRA)) {
    if (extra === undefined || extra.length === 0) return fault('extra is not base64 of at least one byte');
    if (extra.length > MAX_EXTRA_BYTES) return fault(`extra of ${extra.length} bytes; the limit is ${MAX_EXTRA_BYTES}`);
    lines.shift();
  }
  const decimal = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1];
  const index = Number(decimal);
  if (decimal === undefined || !Number.isSafeInteger(index)) return fault('no index line with a decimal number');
  if (lines.length > MAX_HASHES) return fault(`${lines.length} hashes; the limit is ${MAX_HASHES}`);
  const hashes = lines.map(fromBase64).filter((hash) => hash !== undefined);
  if (hashes.length < lines.length || hashes.some(({ length }) => length !== HASH_BYTES)) {
    return fault(`a line of the proof is not base64 of ${HASH_BYTES} bytes`);
  }
  return { kind: 'proof', proof: { index, hashes, checkpoint, ...(extra && { extra }) } };
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';

const fault = (message: string): DecodedProof => ({ kind: 'fault', message });
