/**
 * Signed notes (C2SP signed-note): a text, an empty line, signature lines. Here are their lines and their Ed25519 keys.
 *
 * What a text means is its writer's business (`checkpoint.ts`); where private keys lie is the signer's.
 */

import { Buffer } from 'node:buffer';
import { createPublicKey, verify as verifySignature, type KeyObject } from 'node:crypto';
import { equalBytes, fromBase64, sha256, toBase64, toHex } from '../hash.ts';

/** One byte that says what kind of key and signature it is. */
export const SIGNATURE_TYPE = { ed25519: 0x01, cosignature: 0x04, own: 0xff } as const;

/** `— <name> base64(key id || signature)`, taken apart. */
export interface SignatureLine {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** Signs texts; the private key stays where it is: a file, a token behind PKCS #11, a test. */
export interface NoteSigner {
  /** The public half in text: `<name>+<key id>+<base64>`. */
  readonly vkey: string;
  /** Ed25519 over exactly these bytes: 64 bytes. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A key that notes are checked with. */
export interface VerifierKey {
  readonly vkey: string;
  readonly name: string;
  readonly keyId: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** `SIGNATURE_TYPE.ed25519` or `.cosignature`. */
  readonly type: number;
}

/** The first four bytes of SHA-256(name || LF || type || key). `type` may be followed by a longer name of a type of one's own. */
export const keyIdOf = (name: string, type: Uint8Array, publicKey: Uint8Array): Uint8Array =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), type, publicKey])).subarray(0, 4);

/** Names hold neither blanks nor +, and are not empty. */
export const isKeyName = (name: string): boolean =>
  name.length > 0 && name.isWellFormed() && !/[\s+\p{Cc}]/u.test(name);

/** The vkey of a public key of 32 bytes. */
export function formatVkey(name: string, type: number, publicKey: Uint8Array): string {
  const keyId = keyIdOf(name, Uint8Array.of(type), publicKey);
  return `${name}+${toHex(keyId)}+${toBase64(Buffer.concat([Uint8Array.of(type), publicKey]))}`;
}

/**
 * undefined for anything that is not a vkey of Ed25519, for notes (type 1) or cosignatures (type 4), with the id that it should have;
 * and for public keys that anybody can sign for, or that are spelled in a way that not all readers take.
 */
export function parseVkey(vkey: string): VerifierKey | undefined {
  // The base64 may hold + itself.
  const [, name = '', id = '', base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey) ?? [];
  const bytes = fromBase64(base64);
  const [type] = bytes ?? [];
  if (!isKeyName(name) || bytes?.length !== 33 || type === undefined) return undefined;
  if (type !== SIGNATURE_TYPE.ed25519 && type !== SIGNATURE_TYPE.cosignature) return undefined;
  const publicKey = bytes.subarray(1);
  if (!isStrongKey(publicKey)) return undefined;
  const keyId = keyIdOf(name, Uint8Array.of(type), publicKey);
  return toHex(keyId) === id ? { vkey, name, keyId, publicKey, type } : undefined;
}

/** With its newline. */
export const formatSignatureLine = ({ name, keyId, signature }: SignatureLine): string =>
  `\u2014 ${name} ${toBase64(Buffer.concat([keyId, signature]))}\n`;

/** `line`: without its newline. undefined for anything but a signature line. */
export function parseSignatureLine(line: string): SignatureLine | undefined {
  const [, name = '', base64 = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = fromBase64(base64);
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** Whether a line claims to be by `key`: same name and id. */
export const isBy = (line: SignatureLine, key: VerifierKey): boolean =>
  line.name === key.name && equalBytes(line.keyId, key.keyId);

/** Signs a note's text. */
export async function signNote(text: string, signer: NoteSigner): Promise<SignatureLine> {
  const key = parseVkey(signer.vkey);
  if (key === undefined) throw new TypeError(`${signer.vkey} is no vkey`);
  return { name: key.name, keyId: key.keyId, signature: await signer.sign(Buffer.from(text, 'utf8')) };
}

/** Ed25519 (RFC 8032), strictly over `message`. Never throws: false for whatever is not a signature of it. */
export const verifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  ed25519Verifier(publicKey)(message, signature);

/** The same for many messages under one key, which is read once. */
export function ed25519Verifier(publicKey: Uint8Array): (message: Uint8Array, signature: Uint8Array) => boolean {
  const key = readPublicKey(publicKey);
  return (message, signature) => {
    if (key === undefined || signature.length !== 64) return false;
    try {
      return verifySignature(null, message, key, signature);
    } catch {
      return false;
    }
  };
}

function readPublicKey(publicKey: Uint8Array): KeyObject | undefined {
  if (publicKey.length !== 32) return undefined;
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** RFC 8410: SubjectPublicKeyInfo of an Ed25519 key, up to its 32 bytes. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** 2^255 - 19, little-endian; and the second coordinates of the points of small order, for which anybody can sign. */
const PRIME = (1n << 255n) - 19n;
const OF_SMALL_ORDER: readonly bigint[] = [
  0n,
  1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  PRIME - 1n,
];

/** RFC 8032 section 5.1.3: below the prime. The sign of the other coordinate is the highest bit. */
function isStrongKey(publicKey: Uint8Array): boolean {
  const second = BigInt(`0x${toHex(publicKey.toReversed())}`) & ((1n << 255n) - 1n);
  return second < PRIME && !OF_SMALL_ORDER.includes(second);
}
