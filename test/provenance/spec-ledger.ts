/**
 * Ledgers made from docs/FORMATS.md word for word, with nothing of `src/provenance`: what the writer is held against, what
 * both verifiers must accept, and the tool of a forger who recomputes every hash.
 */

import { Buffer } from 'node:buffer';
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };
export type Fact = { readonly type: string; readonly [member: string]: Json };

export interface TestKey {
  readonly vkey: string;
  readonly name: string;
  readonly id: Buffer;
  readonly type: number;
  readonly secret: KeyObject;
}

/** What is to stand in a record. The last two are made when the records before are known. */
export type Content =
  | { readonly kind: 'fact'; readonly fact: Fact }
  | { readonly kind: 'opened'; readonly vkey?: TestKey }
  | { readonly kind: 'rotated'; readonly to: TestKey }
  /** By `key`, over the checkpoint of that place in `Draft.checkpoints`. */
  | { readonly kind: 'signed'; readonly key: TestKey; readonly checkpoint: number };

export interface Entry {
  readonly actor: string;
  readonly at: number;
  readonly recordedAt: string;
  readonly content: Content;
}

/** A ledger before any hash is known. */
export interface Draft {
  readonly version: 1 | 2;
  readonly origin: string;
  readonly entries: readonly Entry[];
  /** First records of segments, ascending from 0. */
  readonly segments: readonly number[];
  /** Numbers of records, ascending. */
  readonly checkpoints: readonly number[];
  readonly witnesses: readonly TestKey[];
  readonly documents: readonly Uint8Array[];
  /** A checkpoint that ends with a rotation carries a line by the new key too, as the writer's do. */
  readonly rotatesInBoth?: boolean;
}

export type Files = ReadonlyMap<string, Uint8Array>;

/** How signatures are made: `ordinal` counts the ledger's, in the order of making. undefined: none, and no line for it. */
export type Sign = (message: Buffer, key: TestKey, ordinal: number) => Buffer | undefined;

export const signTruly: Sign = (message, key) => sign(null, message, key.secret);

/** Ed25519 from a seed of 32 times this byte; type 1 signs checkpoints, type 4 is a witness's. */
export function testKey(name: string, seed: number, type = 1): TestKey {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  const typed = Buffer.concat([Buffer.of(type), publicKey]);
  const id = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4);
  return { vkey: `${name}+${id.toString('hex')}+${typed.toString('base64')}`, name, id, type, secret };
}

export const segmentName = (first: number): string => `segments/${String(first).padStart(10, '0')}.seg`;
export const checkpointName = (size: number): string => `checkpoints/${String(size).padStart(10, '0')}`;

export interface Assembled {
  readonly files: Files;
  readonly leaves: readonly Uint8Array[];
  /** In the order of making: those inside records, then those under checkpoints. */
  readonly signatures: readonly Buffer[];
}

/** The files of a ledger. */
export function assemble(draft: Draft, signer: Sign = signTruly): Assembled {
  const signatures: Buffer[] = [];
  const make = (message: string, key: TestKey): Buffer | undefined => {
    const signature = signer(Buffer.from(message), key, signatures.length);
    if (signature !== undefined) signatures.push(signature);
    return signature;
  };
  const leaves: Uint8Array[] = [];
  const frames: Buffer[] = [];
  for (const [seq, entry] of draft.entries.entries()) {
    const record = Buffer.from(canonical(envelope({ draft, seq, entry, leaves, make })));
    leaves.push(naiveLeaf(record));
    frames.push(frame(record));
  }
  const files = new Map<string, Uint8Array>();
  for (const [i, first] of draft.segments.entries()) {
    files.set(segmentName(first), Buffer.concat(frames.slice(first, draft.segments[i + 1])));
  }
  for (const size of draft.checkpoints) {
    const name = draft.version === 1 ? 'checkpoint' : checkpointName(size);
    files.set(name, checkpointOf({ draft, size, root: naiveRoot(leaves.slice(0, size)), make }));
  }
  for (const bytes of draft.documents) files.set(`documents/${sha256(bytes).toString('hex')}`, bytes);
  return { files, leaves, signatures };
}

/** Length, CRC, record. */
export function frame(record: Uint8Array, crc = crc32(record)): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(record.length, 0);
  header.writeUInt32BE(crc, 4);
  return Buffer.concat([header, record]);
}

type Make = (message: string, key: TestKey) => Buffer | undefined;

interface Place {
  readonly draft: Draft;
  readonly seq: number;
  readonly entry: Entry;
  readonly leaves: readonly Uint8Array[];
  readonly make: Make;
}

function envelope(place: Place): Json {
  const { draft, seq, entry, leaves } = place;
  const { actor, at, recordedAt } = entry;
  const prev = Buffer.from(leaves.at(-1) ?? new Uint8Array(32)).toString('hex');
  const rest = { at, fact: factOf(place), prev, recordedAt, seq, v: draft.version };
  return draft.version === 1 ? rest : { actor, ...rest };
}

function factOf({ draft, seq, entry: { content }, leaves, make }: Place): Fact {
  const { origin } = draft;
  switch (content.kind) {
    case 'fact':
      return content.fact;
    case 'opened': {
      const key = content.vkey === undefined ? {} : { vkey: content.vkey.vkey };
      return { type: 'ledger-opened', origin, version: '1.0.0', ...key };
    }
    case 'rotated': {
      const from = keyInForce(draft, seq + 1);
      const to = content.to.vkey;
      const text = `seqplan key rotation v1\n${origin}\n${from?.vkey}\n${to}\n`;
      const proof = from === undefined ? undefined : make(text, from);
      return { type: 'key-rotated', from: from?.vkey ?? '', to, reason: 'a year is over', proof: base64(proof) };
    }
    case 'signed': {
      const size = draft.checkpoints[content.checkpoint] ?? 0;
      const root = Buffer.from(naiveRoot(leaves.slice(0, size))).toString('base64');
      const said = { meaning: 'approved', signer: 'p-17', signedAt: '2026-11-30T08:00:00.000Z', reason: 'as planned' };
      const records = [0, 1].slice(0, size);
      const rows = [origin, size, root, records.join(','), said.meaning, said.signer, said.signedAt, said.reason];
      const text = ['seqplan record signature v1', ...rows].map((row) => `${row}\n`).join('');
      const signature = base64(make(text, content.key));
      return { type: 'record-signed', ...said, records, size, root, vkey: content.key.vkey, signature };
    }
  }
}

/** By the last rotation among the first `size` - 1 records, or by what record 0 says. */
export function keyInForce({ entries }: Draft, size: number): TestKey | undefined {
  let key: TestKey | undefined;
  for (const [seq, { content }] of entries.entries()) {
    if (content.kind === 'opened' && seq === 0) key = content.vkey;
    if (content.kind === 'rotated' && seq < size - 1) key = content.to;
  }
  return key;
}

interface CheckpointParts {
  readonly draft: Draft;
  readonly size: number;
  readonly root: Uint8Array;
  readonly make: Make;
}

function checkpointOf({ draft, size, root, make }: CheckpointParts): Buffer {
  const text = `${draft.origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
  const key = keyInForce(draft, size);
  const lines: string[] = [];
  if (key !== undefined) lines.push(signatureLine(key, make(text, key)));
  const ending = draft.entries[size - 1]?.content;
  if (draft.rotatesInBoth === true && ending?.kind === 'rotated') {
    lines.push(signatureLine(ending.to, make(text, ending.to)));
  }
  for (const [i, witness] of draft.witnesses.entries()) {
    const time = 1_764_500_000 + i;
    const seconds = Buffer.alloc(8);
    seconds.writeBigUInt64BE(BigInt(time));
    const signature = make(`cosignature/v1\ntime ${time}\n${text}`, witness);
    lines.push(signatureLine(witness, signature && Buffer.concat([seconds, signature])));
  }
  return draft.version === 1 ? sealVersion1(text) : seal(text, lines);
}

const signatureLine = (key: TestKey, signature: Buffer | undefined): string =>
  signature === undefined ? '' : `\u2014 ${key.name} ${Buffer.concat([key.id, signature]).toString('base64')}\n`;

/** Text and signature lines, each with its newline, under their checksum. */
export function seal(text: string, lines: readonly string[]): Buffer {
  const body = `${text}\n${lines.join('')}`;
  return Buffer.from(body + checksumLine(text, body, 2));
}

/** The same in version 1. */
export const sealVersion1 = (text: string): Buffer => Buffer.from(`${text}\n${checksumLine(text, text, 1)}`);

function checksumLine(text: string, summed: string, version: 1 | 2): string {
  const origin = text.slice(0, text.indexOf('\n'));
  const type = Buffer.from(`\n\u00ffseqplan checksum v${version}`, 'latin1');
  const id = sha256(Buffer.from(origin), type).subarray(0, 4);
  return `\u2014 ${origin} ${Buffer.concat([id, sha256(Buffer.from(summed))]).toString('base64')}\n`;
}

/** RFC 8785 of plain values. */
export function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(',')}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

const base64 = (bytes: Buffer | undefined): string => bytes?.toString('base64') ?? '';

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
