/**
 * What guards the keys of subjects: wraps and unwraps them, and never lets its own key out.
 *
 * The methods may be asynchronous, so that a token behind PKCS #11 (C_WrapKey, C_UnwrapKey) or a key service can stand in for the
 * key file; `fileKeyWrapper` is the one with the key in memory.
 */

import { hkdfSync } from 'node:crypto';
import { assert } from '../../base/index.ts';
import { KEY_BYTES, seal, unseal, type RandomBytes } from './seal.ts';

export interface KeyWrapper {
  /** Names the key, without telling it: hex digits, so that a vault refuses the wrong one. */
  readonly id: string;
  /** `context` is bound in. */
  wrap(key: Uint8Array, context: string): Uint8Array | Promise<Uint8Array>;
  /** undefined where the bytes were not wrapped by this key for this context. */
  unwrap(wrapped: Uint8Array, context: string): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** A secret derived for one use, 32 bytes: the same each time. */
  derive(use: string): Uint8Array | Promise<Uint8Array>;
}

/** `masterKey`: 32 random bytes. */
export function fileKeyWrapper(masterKey: Uint8Array, randomBytes: RandomBytes): KeyWrapper {
  assert(masterKey.length === KEY_BYTES, `master key of ${masterKey.length} bytes; it has ${KEY_BYTES}`);
  const derive = (use: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(), `seqplan vault v1 ${use}`, KEY_BYTES));
  const wrapping = derive('wrap');
  return {
    id: [...derive('id').subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    wrap: (key, context) => seal({ key: wrapping, plaintext: key, context, randomBytes }),
    unwrap: (wrapped, context) => unseal(wrapping, wrapped, context),
    derive,
  };
}
