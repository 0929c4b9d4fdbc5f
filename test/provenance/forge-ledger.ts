/**
 * Ledgers made file by file from docs/FORMATS.md, with node:crypto alone: what a writer would write, and what a forger would.
 *
 * It shares no code with `src/provenance`, so that what it makes can judge that.
 */

import { Buffer } from 'node:buffer';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { canonicalJson } from '../../src/base/index.ts';
import type { Files } from './mutations.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';

export const ORIGIN = 'lab.example/run-7';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** An Ed25519 key whose seed is one byte repeated. Type 1 signs checkpoints, type 4 cosigns them. */
export interface TestKey {
  readonly name: string;
  readonly type: 1 | 4;
  readonly vkey: string;
  readonly id: Buffer;
  readonly seed: Buffer;
  sign(message: Uint8Array): Buffer;
}

export function testKey(name: string, seedByte: number, type: 1 | 4 = 1): TestKey {
  const seed = Buffer.alloc(32, seedByte);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const typed = Buffer.concat([Buffer.of(type), publicKey]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);
  const vkey = `${name}+${id.toString('hex')}+${typed.toString('base64')}`;
  return { name, type, vkey, id, seed, sign: (message) => sign(null, message, privateKey) };
}

export const LAB = testKey('lab.example/ledger', 1);
export const NEXT = testKey('lab.example/ledger-2', 2);
export const WITNESS = testKey('witness.example/w1', 3, 4);

/** A signature line of a checkpoint, with the time of a cosignature. */
export function lineBy(key: TestKey, text: string, timeSeconds = 1_795_996_800): string {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(timeSeconds));
  const signature =
    key.type === 1
      ? key.sign(Buffer.from(text))
      : Buffer.concat([stamp, key.sign(Buffer.from(`cosignature/v1\ntime ${timeSeconds}\n${text}`))]);
  return lineOf(key, signature);
}

export const lineOf = ({ name, id }: TestKey, signature: Uint8Array): string =>
  `\u2014 ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;

export interface NoteParts {
  readonly origin?: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly keys?: readonly TestKey[];
  /** Instead of the lines by `keys`. */
  readonly lines?: readonly string[];
}

export const textOf = ({ origin = ORIGIN, size, root }: NoteParts): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

/** A checkpoint of version 2. */
export function noteOf(parts: NoteParts): Uint8Array {
  const { origin = ORIGIN, keys = [] } = parts;
  const text = textOf(parts);
  const lines = parts.lines ?? keys.map((key) => lineBy(key, text));
  return withChecksum(`${text}\n${lines.join('')}`, origin);
}

export function withChecksum(body: string, origin = ORIGIN, version = 2): Uint8Array {
  const kind = Buffer.concat([Buffer.of(0xff), Buffer.from(`seqplan checksum v${version}`)]);
  const id = sha256(Buffer.concat([Buffer.from(`${origin}\n`), kind])).subarray(0, 4);
  const checksum = Buffer.concat([id, sha256(Buffer.from(body))]).toString('base64');
  return new Uint8Array(Buffer.from(`${body}\u2014 ${origin} ${checksum}\n`));
}

/** A checkpoint of version 1: the checksum is over the text alone. */
export function noteOfVersion1(parts: NoteParts): Uint8Array {
  const text = textOf(parts);
  const note = Buffer.from(withChecksum(text, parts.origin, 1)).toString();
  return new Uint8Array(Buffer.from(note.replace(text, `${text}\n`)));
}

export interface Sofar {
  readonly seq: number;
  /** base64, over the first `size` records. */
  rootOf(size: number): string;
}

/** A fact or notice with its instant `at`, perhaps made from what stands before it. */
export type Step = object | ((sofar: Sofar) => object);

export interface ForgeOptions {
  readonly steps: readonly Step[];
  readonly version?: 1 | 2;
  readonly perSegment?: number;
  /** Sizes; default: one of all records. */
  readonly checkpoints?: readonly number[];
  /** Who signs the checkpoint of `size` records. */
  readonly keysAt?: (size: number) => readonly TestKey[];
  readonly documents?: readonly string[];
}

export function forge(options: ForgeOptions): Files {
  const { version = 2, perSegment = 3, keysAt = () => [], documents = [] } = options;
  const files = new Map<string, Uint8Array>();
  const leaves: Uint8Array[] = [];
  const frames: Buffer[] = [];
  for (const [seq, step] of options.steps.entries()) {
    const rootOf = (size: number): string => Buffer.from(naiveRoot(leaves.slice(0, size))).toString('base64');
    const { at = 0, ...fact } = (typeof step === 'function' ? step({ seq, rootOf }) : step) as { at?: number };
    const prev = Buffer.from(leaves.at(-1) ?? Buffer.alloc(32)).toString('hex');
    const recordedAt = new Date(Date.UTC(2026, 10, 30) + at * 1000).toISOString();
    const record = { at, fact, prev, recordedAt, seq, v: version };
    const bytes = Buffer.from(canonicalJson(version === 1 ? record : { ...record, actor: 'seqplan' }));
    leaves.push(naiveLeaf(bytes));
    frames.push(frame(bytes));
  }
  for (let first = 0; first < frames.length; first += perSegment) {
    files.set(`segments/${digits(first)}.seg`, new Uint8Array(Buffer.concat(frames.slice(first, first + perSegment))));
  }
  for (const size of options.checkpoints ?? [leaves.length]) {
    const parts = { size, root: naiveRoot(leaves.slice(0, size)), keys: keysAt(size) };
    if (version === 1) files.set('checkpoint', noteOfVersion1(parts));
    else files.set(`checkpoints/${digits(size)}`, noteOf(parts));
  }
  for (const document of documents) {
    const bytes = Buffer.from(document);
    files.set(`documents/${sha256(bytes).toString('hex')}`, new Uint8Array(bytes));
  }
  return files;
}

export const digits = (count: number): string => String(count).padStart(10, '0');

export function frame(text: string | Uint8Array): Buffer {
  const bytes = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(bytes.length, 0);
  header.writeUInt32BE(crc32(bytes), 4);
  return Buffer.concat([header, bytes]);
}

/** Record 0 of a ledger. */
export const opened = (key?: TestKey): object => ({
  type: 'ledger-opened',
  origin: ORIGIN,
  version: '0.1.0',
  ...(key && { vkey: key.vkey }),
});

/** A handing over; `by` signs the proof, which is rightly `from`. */
export function rotated(from: TestKey, to: TestKey, by = from): object {
  const message = `seqplan key rotation v1\n${ORIGIN}\n${from.vkey}\n${to.vkey}\n`;
  const proof = by.sign(Buffer.from(message)).toString('base64');
  return { type: 'key-rotated', from: from.vkey, to: to.vkey, reason: 'yearly', proof };
}

/** A signature of a person over the first `size` records. */
export const recordSigned =
  (key: TestKey, size: number, change: object = {}): Step =>
  ({ rootOf }) => {
    const signed = { size, root: rootOf(size), records: [1, 2], meaning: 'approved', signer: 'p-7f3a' };
    const rest = { signedAt: '2026-11-30T08:00:00.000Z', reason: 'reads are complete' };
    const all = { ...signed, ...rest };
    const lines = [ORIGIN, size, all.root, all.records.join(','), all.meaning, all.signer, all.signedAt, all.reason];
    const message = Buffer.from(`seqplan record signature v1\n${lines.join('\n')}\n`);
    return {
      type: 'record-signed',
      ...all,
      vkey: key.vkey,
      signature: key.sign(message).toString('base64'),
      ...change,
    };
  };
