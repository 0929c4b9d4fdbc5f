/** X25519 keys of 32 bytes, and the key that writer and reader of a header packet share (Crypt4GH section 3.2.1). */

import { Buffer } from 'node:buffer';
import { createHash, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';

export const KEY_BYTES = 32;

/** A pair; `secret` never leaves the process that read it. */
export interface KeyPair {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** RFC 8410: what stands before the 32 bytes in PKCS #8 and SubjectPublicKeyInfo. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

const secretObject = (secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: 'der', type: 'pkcs8' });

export function keyPairOf(secret: Uint8Array): KeyPair {
  const spki = createPublicKey(secretObject(secret)).export({ format: 'der', type: 'spki' });
  return { secret, publicKey: spki.subarray(-KEY_BYTES) };
}

export interface SharedKeyParts {
  readonly own: KeyPair;
  readonly theirs: Uint8Array;
  readonly readerPublicKey: Uint8Array;
  readonly writerPublicKey: Uint8Array;
}

/**
 * The first half of BLAKE2b(shared secret || reader's key || writer's key). undefined where `theirs` is a point of small order,
 * with which there is no secret.
 */
export function sharedKey({ own, theirs, readerPublicKey, writerPublicKey }: SharedKeyParts): Uint8Array | undefined {
  try {
    const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, theirs]), format: 'der', type: 'spki' });
    const secret = diffieHellman({ privateKey: secretObject(own.secret), publicKey });
    const hash = createHash('blake2b512').update(secret).update(readerPublicKey).update(writerPublicKey).digest();
    return hash.subarray(0, KEY_BYTES);
  } catch {
    return undefined;
  }
}
