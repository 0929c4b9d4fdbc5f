/**
 * Key files: Crypt4GH's own (`c4gh-v1`: plain, or locked by scrypt, bcrypt or PBKDF2), and PKCS #8 and SubjectPublicKeyInfo in PEM.
 *
 * The bytes say which it is; labels of PEM vary from tool to tool.
 */

import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, pbkdf2Sync, scryptSync, type KeyObject } from 'node:crypto';
import { NONCE_BYTES, seal, unseal } from './chacha.ts';
import { bcryptPbkdf } from './bcrypt-pbkdf.ts';
import { KEY_BYTES, keyPairOf, type KeyPair } from './x25519.ts';

type ParsedSecret =
  | { readonly kind: 'key'; readonly key: KeyPair }
  /** It is locked, and there was no passphrase, or not this one. */
  | { readonly kind: 'locked'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string };

type ParsedPublic =
  { readonly kind: 'key'; readonly publicKey: Uint8Array } | { readonly kind: 'fault'; readonly message: string };

/** Longer files are no keys. */
export const MAX_KEY_FILE_BYTES = 16_384;

const MAGIC = Buffer.from('c4gh-v1');
const NONE = 'none';
const CIPHER = 'chacha20_poly1305';
/** Rounds are written in the file: more than these would keep the machine busy for minutes. */
const MAX_BCRYPT_ROUNDS = 1000;
const MAX_PBKDF2_ROUNDS = 10_000_000;
const SALT_BYTES = 16;
/** How a key is derived, what from, the cipher, the key. */
const MAX_FIELDS = 4;

/** `passphrase`: absent or empty where the key should not be locked. */
export function parseSecretKey(file: Uint8Array, passphrase = ''): ParsedSecret {
  const text = textOf(file);
  const bytes = text === undefined ? undefined : pemBytes(text);
  if (text === undefined || bytes === undefined) return fault('not a key in PEM');
  if (bytes.subarray(0, MAGIC.length).equals(MAGIC)) return parseOwn(bytes.subarray(MAGIC.length), passphrase);
  if (/ENCRYPTED/.test(text) && passphrase === '') return locked('no passphrase was given');
  try {
    const key = createPrivateKey({ key: text, format: 'pem', passphrase });
    if (key.asymmetricKeyType !== 'x25519') return fault(`a key of type ${key.asymmetricKeyType}; Crypt4GH has X25519`);
    return { kind: 'key', key: keyPairOf(secretOf(key)) };
  } catch {
    return /ENCRYPTED/.test(text) ? locked('the passphrase does not open it') : fault('neither c4gh-v1 nor PKCS #8');
  }
}

export function parsePublicKey(file: Uint8Array): ParsedPublic {
  const text = textOf(file);
  const bytes = text === undefined ? undefined : pemBytes(text);
  if (text === undefined || bytes === undefined) return fault('not a key in PEM');
  if (bytes.length === KEY_BYTES) return { kind: 'key', publicKey: bytes };
  if (bytes.subarray(0, MAGIC.length).equals(MAGIC) || text.includes('PRIVATE')) return fault('a private key');
  try {
    const key = createPublicKey({ key: text, format: 'pem' });
    if (key.asymmetricKeyType !== 'x25519') return fault(`a key of type ${key.asymmetricKeyType}; Crypt4GH has X25519`);
    return { kind: 'key', publicKey: key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES) };
  } catch {
    return fault('neither 32 bytes nor SubjectPublicKeyInfo');
  }
}

export interface Lock {
  readonly passphrase: string;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** A private key as `c4gh-v1`, locked by scrypt or plain. For a file that only its owner can read. */
export function formatSecretKey({ secret }: KeyPair, lock?: Lock): string {
  if (lock === undefined) return pem('CRYPT4GH PRIVATE KEY', [MAGIC, field(NONE), field(NONE), field(secret)]);
  const salt = lock.randomBytes(SALT_BYTES);
  const key = scrypt(lock.passphrase, salt);
  const sealed = seal(key, lock.randomBytes(NONCE_BYTES), secret);
  const options = Buffer.concat([Buffer.alloc(4), salt]);
  return pem('CRYPT4GH PRIVATE KEY', [MAGIC, field('scrypt'), field(options), field(CIPHER), field(sealed)]);
}

export const formatPublicKey = (publicKey: Uint8Array): string => pem('CRYPT4GH PUBLIC KEY', [publicKey]);

function parseOwn(bytes: Buffer, passphrase: string): ParsedSecret {
  const [kdf, ...others] = fieldsOf(bytes);
  // Where nothing is derived there are no options for it.
  const [options, cipher, data] = kdf?.toString('latin1') === NONE ? [Buffer.alloc(0), ...others] : others;
  if (kdf === undefined || options === undefined || cipher === undefined || data === undefined) {
    return fault('the key ends inside a field');
  }
  switch (cipher.toString('latin1')) {
    case NONE:
      return keyOf(data);
    case CIPHER: {
      if (passphrase === '') return locked('no passphrase was given');
      const key = derive(kdf.toString('latin1'), options, passphrase);
      if (typeof key === 'string') return fault(key);
      const secret = unseal(key, data);
      return secret === undefined ? locked('the passphrase does not open it') : keyOf(secret);
    }
    default:
      return fault(`locked by ${quoted(cipher.toString('latin1'))}; known is ${CIPHER}`);
  }
}

/** The whole ones, each behind its length of two bytes, big-endian; no more than a key has, since a comment may follow. */
function fieldsOf(bytes: Buffer): readonly Buffer[] {
  const fields: Buffer[] = [];
  for (let start = 0; start + 2 <= bytes.length && fields.length < MAX_FIELDS;) {
    const end = start + 2 + bytes.readUInt16BE(start);
    if (end > bytes.length) break;
    fields.push(bytes.subarray(start + 2, end));
    start = end;
  }
  return fields;
}

const keyOf = (secret: Uint8Array): ParsedSecret =>
  secret.length === KEY_BYTES ? { kind: 'key', key: keyPairOf(secret) } : fault(`a key of ${secret.length} bytes`);

/** The key that locks the key, or why there is none. */
function derive(kdf: string, options: Buffer, passphrase: string): Uint8Array | string {
  if (options.length < 4) return `${quoted(kdf)} without rounds and salt`;
  const rounds = options.readUInt32BE(0);
  const salt = options.subarray(4);
  switch (kdf) {
    case 'scrypt':
      return scrypt(passphrase, salt);
    case 'bcrypt':
      if (rounds < 1 || rounds > MAX_BCRYPT_ROUNDS)
        return `bcrypt of ${rounds} rounds; 1 to ${MAX_BCRYPT_ROUNDS} are taken`;
      return bcryptPbkdf({ passphrase: Buffer.from(passphrase, 'utf8'), salt, rounds });
    case 'pbkdf2_hmac_sha256':
      if (rounds < 1 || rounds > MAX_PBKDF2_ROUNDS)
        return `PBKDF2 of ${rounds} rounds; 1 to ${MAX_PBKDF2_ROUNDS} are taken`;
      return pbkdf2Sync(passphrase, salt, rounds, KEY_BYTES, 'sha256');
    default:
      return `a key derived by ${quoted(kdf)}; known are scrypt, bcrypt and pbkdf2_hmac_sha256`;
  }
}

/** The parameters are the format's; the file's rounds are 0. */
const scrypt = (passphrase: string, salt: Uint8Array): Uint8Array =>
  scryptSync(passphrase, salt, KEY_BYTES, { N: 1 << 14, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });

function textOf(file: Uint8Array): string | undefined {
  return file.length > MAX_KEY_FILE_BYTES ? undefined : Buffer.from(file).toString('latin1').trim();
}

/** What stands between the first line and the last. */
function pemBytes(text: string): Buffer | undefined {
  const base64 = /^-----BEGIN [A-Z0-9 ]+-----\s+([A-Za-z0-9+/=\s]+)-----END [A-Z0-9 ]+-----$/.exec(text)?.[1];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

const pem = (label: string, parts: readonly Uint8Array[]): string =>
  `-----BEGIN ${label}-----\n${Buffer.concat(parts).toString('base64')}\n-----END ${label}-----\n`;

function field(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value as Uint8Array);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function secretOf(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY_BYTES);
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 40));
const locked = (message: string): ParsedSecret => ({ kind: 'locked', message });
const fault = (message: string): { readonly kind: 'fault'; readonly message: string } => ({ kind: 'fault', message });
