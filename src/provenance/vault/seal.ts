/** AES-256-GCM (NIST SP 800-38D): what lies in the vault is sealed, and bound to the place that it lies in. */

import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { assert } from '../../base/index.ts';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Fresh unpredictable bytes, `count` of them. The real one is `crypto.randomBytes`. */
export type RandomBytes = (count: number) => Uint8Array;

export interface ToSeal {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly plaintext: Uint8Array;
  /** What the sealed bytes belong to: opening asks for the same words. */
  readonly context: string;
  readonly randomBytes: RandomBytes;
}

/** nonce (12) || ciphertext || tag (16). The nonce is random: at most 2^32 sealings by one key, and keys here seal a few. */
export function seal({ key, plaintext, context, randomBytes }: ToSeal): Uint8Array {
  assert(key.length === KEY_BYTES, `key of ${key.length} bytes; it has ${KEY_BYTES}`);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** undefined where the bytes were not sealed by this key for this context. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | undefined {
  if (key.length !== KEY_BYTES || sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}
