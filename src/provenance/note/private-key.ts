/**
 * Private keys in text, as Go's `note` package and C2SP tools write them: `PRIVATE+KEY+<name>+<key id>+<base64 of type || seed>`.
 *
 * A signer need not be one of these: whatever implements `NoteSigner`, such as a token behind PKCS #11, signs as well.
 */

import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { assert } from '../../base/index.ts';
import { fromBase64, toBase64, toHex } from '../hash.ts';
import { formatVkey, isKeyName, keyIdOf, SIGNATURE_TYPE, type NoteSigner } from './signed-note.ts';

/** Of Ed25519. */
export const SEED_BYTES = 32;

/** `checkpoint`: signs a ledger's checkpoints (type 1). `witness`: cosigns those of others (type 4). */
export type KeyPurpose = 'checkpoint' | 'witness';

const TYPE_OF = { checkpoint: SIGNATURE_TYPE.ed25519, witness: SIGNATURE_TYPE.cosignature } as const;

export interface NewKey {
  readonly name: string;
  readonly purpose: KeyPurpose;
  /** 32 random bytes. */
  readonly seed: Uint8Array;
}

/** The private key in text, and the public half. Asserts that the name is one. */
export function formatPrivateKey({ name, purpose, seed }: NewKey): { readonly skey: string; readonly vkey: string } {
  assert(isKeyName(name), `${name} is no key name: it holds neither blanks nor +`);
  assert(seed.length === SEED_BYTES, `a seed of ${seed.length} bytes; it has ${SEED_BYTES}`);
  const type = TYPE_OF[purpose];
  const publicKey = publicKeyOf(privateKeyOf(seed));
  const id = toHex(keyIdOf(name, Uint8Array.of(type), publicKey));
  const secret = toBase64(Buffer.concat([Uint8Array.of(type), seed]));
  return { skey: `PRIVATE+KEY+${name}+${id}+${secret}`, vkey: formatVkey(name, type, publicKey) };
}

export interface PrivateKey {
  readonly purpose: KeyPurpose;
  readonly signer: NoteSigner;
}

/** undefined for anything that is not a private key of Ed25519 with the id that it should have. */
export function parsePrivateKey(skey: string): PrivateKey | undefined {
  // The base64 may hold + itself.
  const [, name = '', id = '', base64 = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(skey) ?? [];
  const bytes = fromBase64(base64);
  const [type] = bytes ?? [];
  if (!isKeyName(name) || bytes?.length !== 1 + SEED_BYTES) return undefined;
  const purpose = type === TYPE_OF.checkpoint ? 'checkpoint' : type === TYPE_OF.witness ? 'witness' : undefined;
  if (purpose === undefined) return undefined;
  const key = privateKeyOf(bytes.subarray(1));
  const vkey = formatVkey(name, TYPE_OF[purpose], publicKeyOf(key));
  if (!vkey.startsWith(`${name}+${id}+`)) return undefined;
  return { purpose, signer: { vkey, sign: (message) => sign(null, message, key) } };
}

const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });

const publicKeyOf = (key: KeyObject): Uint8Array =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);

/** RFC 8410: PrivateKeyInfo of an Ed25519 key, up to its 32 bytes. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
