/**
 * Cosignatures (C2SP tlog-cosignature, type 0x04): a witness says that at an instant this was the largest checkpoint it had
 * seen of a log, and that it continues all that it had seen before.
 */

import { Buffer } from 'node:buffer';
import { isBy, parseVkey, SIGNATURE_TYPE, verifyEd25519 } from './signed-note.ts';
import type { NoteSigner, SignatureLine, VerifierKey } from './signed-note.ts';

/** 8 bytes of time, 64 of Ed25519. */
const COSIGNATURE_BYTES = 72;

/** `text`: the checkpoint's text, extension lines and last newline included. `time`: seconds after 1970-01-01T00:00:00Z. */
export const cosignatureMessage = (text: string, time: number | bigint): Uint8Array =>
  Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8');

/** Signs a checkpoint's text. `signer` has a key of type 0x04. Rejects with what the signer rejects with. */
export async function cosign(text: string, time: number, signer: NoteSigner): Promise<SignatureLine> {
  const key = parseVkey(signer.vkey);
  if (key?.type !== SIGNATURE_TYPE.cosignature) throw new TypeError(`${signer.vkey} is no key of a witness`);
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  const signature = await signer.sign(cosignatureMessage(text, time));
  return { name: key.name, keyId: key.keyId, signature: Buffer.concat([stamp, signature]) };
}

/** The time inside, in seconds, or undefined for what is no cosignature. Nothing is verified. */
export function cosignatureTime(signature: Uint8Array): number | undefined {
  if (signature.length !== COSIGNATURE_BYTES) return undefined;
  const time = Buffer.from(signature).readBigUInt64BE(0);
  // Later than any clock says; the specification's limit is 2^63 - 1.
  return time > 0n && time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
}

/** The time of a good cosignature by `key`, or undefined for any other bytes. */
export function verifyCosignature(key: VerifierKey, text: string, signature: Uint8Array): number | undefined {
  const time = cosignatureTime(signature);
  if (time === undefined || key.type !== SIGNATURE_TYPE.cosignature) return undefined;
  return verifyEd25519(key.publicKey, cosignatureMessage(text, time), signature.subarray(8)) ? time : undefined;
}

/** The lines by `key` that are good cosignatures of `text`. */
export const cosignaturesBy = (
  key: VerifierKey,
  text: string,
  lines: readonly SignatureLine[],
): readonly SignatureLine[] =>
  lines.filter((line) => isBy(line, key) && verifyCosignature(key, text, line.signature) !== undefined);
