/**
 * Salted commitments: a digest that binds a value without telling it, for records that outlive the value.
 *
 * The salt is 32 random bytes of its own per field and lies in the vault: without it no guess at the value can be checked, so a
 * commitment in the ledger says nothing once the subject has been erased.
 */

import { Buffer } from 'node:buffer';
import { assert } from '../../base/index.ts';
import { sha256, toHex } from '../hash.ts';

export const SALT_BYTES = 32;

/** SHA-256("seqplan commitment v1" LF field LF || salt || value in UTF-8), lower-case hex. `field` has no line breaks. */
export function commitmentTo(field: string, salt: Uint8Array, value: string): string {
  assert(salt.length === SALT_BYTES, `salt of ${salt.length} bytes; it has ${SALT_BYTES}`);
  assert(!field.includes('\n'), 'a field name is one line');
  return toHex(sha256(Buffer.concat([Buffer.from(`seqplan commitment v1\n${field}\n`), salt, Buffer.from(value)])));
}
