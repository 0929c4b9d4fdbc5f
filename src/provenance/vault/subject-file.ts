/**
 * One subject in the vault: a random key, wrapped, and the fields sealed with it. Who removes the file destroys the key.
 *
 * `seqplan vault 1` as canonical JSON: `{ fields: { name: base64 }, key: base64, lookups: [hex], subject, v: 1 }`.
 */

import { Buffer } from 'node:buffer';
import { canonicalJson } from '../../base/index.ts';
import { fromBase64, toBase64 } from '../hash.ts';
import { SALT_BYTES } from './commitment.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import { KEY_BYTES, seal, unseal, type RandomBytes } from './seal.ts';

/** Direct identifiers by field name: `name`, `born`, `mrn`. */
export type Identity = Readonly<Record<string, string>>;

/** A field as it lies sealed: its salt and its value. */
export interface OpenField {
  readonly salt: Uint8Array;
  readonly value: string;
}

export interface SubjectFile {
  readonly subject: string;
  /** Wrapped. */
  readonly key: Uint8Array;
  readonly fields: ReadonlyMap<string, Uint8Array>;
  /** Keyed digests of the fields: the same person can be found again without opening anything. */
  readonly lookups: readonly string[];
}

export const MAX_SUBJECT_BYTES = 1_000_000;

/** Names of subjects: `sub-` and a random UUID (RFC 9562, version 4). */
export const isSubject = (text: string): boolean =>
  /^sub-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);

/** From 16 random bytes: nothing in it follows from the person (45 CFR 164.514(c)). */
export function newSubject(randomBytes: RandomBytes): string {
  const bytes = Buffer.from(randomBytes(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `sub-${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}

export interface ToStore {
  readonly subject: string;
  readonly fields: ReadonlyMap<string, OpenField>;
  readonly lookups: readonly string[];
  readonly wrapper: KeyWrapper;
  readonly randomBytes: RandomBytes;
}

export async function sealSubject({ subject, fields, lookups, wrapper, randomBytes }: ToStore): Promise<SubjectFile> {
  const key = randomBytes(KEY_BYTES);
  const sealed = [...fields].map(([name, { salt, value }]) => {
    const plaintext = Buffer.concat([salt, Buffer.from(value, 'utf8')]);
    return [name, seal({ key, plaintext, context: fieldContext(subject, name), randomBytes })] as const;
  });
  return { subject, key: await wrapper.wrap(key, keyContext(subject)), fields: new Map(sealed), lookups };
}

/** undefined where the key is another's, or a byte has changed. */
export async function unsealSubject(
  file: SubjectFile,
  wrapper: KeyWrapper,
): Promise<ReadonlyMap<string, OpenField> | undefined> {
  const key = await wrapper.unwrap(file.key, keyContext(file.subject));
  if (key === undefined) return undefined;
  const open = new Map<string, OpenField>();
  for (const [name, sealed] of file.fields) {
    const plaintext = unseal(key, sealed, fieldContext(file.subject, name));
    if (plaintext === undefined || plaintext.length < SALT_BYTES) return undefined;
    const value = Buffer.from(plaintext.subarray(SALT_BYTES)).toString('utf8');
    open.set(name, { salt: plaintext.subarray(0, SALT_BYTES), value });
  }
  return open;
}

const keyContext = (subject: string): string => `seqplan vault v1 key ${subject}`;
const fieldContext = (subject: string, field: string): string => `seqplan vault v1 field ${subject} ${field}`;

export function encodeSubject({ subject, key, fields, lookups }: SubjectFile): Uint8Array {
  const sealed = Object.fromEntries([...fields].map(([name, bytes]) => [name, toBase64(bytes)]));
  return Buffer.from(
    canonicalJson({ fields: sealed, key: toBase64(key), lookups: [...lookups], subject, v: 1 }),
    'utf8',
  );
}

/** Strict: exactly what `encodeSubject` writes, for the subject whose file it is. */
export function decodeSubject(subject: string, bytes: Uint8Array): SubjectFile | undefined {
  if (bytes.length > MAX_SUBJECT_BYTES) return undefined;
  try {
    const file = readSubject(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return file?.subject === subject && Buffer.from(encodeSubject(file)).equals(bytes) ? file : undefined;
  } catch {
    return undefined;
  }
}

function readSubject(value: unknown): SubjectFile | undefined {
  const { subject, key, fields, lookups } = value as Readonly<Record<string, unknown>>;
  const wrapped = typeof key === 'string' ? fromBase64(key) : undefined;
  if (typeof subject !== 'string' || wrapped === undefined || !Array.isArray(lookups)) return undefined;
  const sealed = new Map<string, Uint8Array>();
  for (const [name, text] of Object.entries(fields as object)) {
    const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
    if (bytes === undefined) return undefined;
    sealed.set(name, bytes);
  }
  return { subject, key: wrapped, fields: sealed, lookups: lookups.map(String) };
}
