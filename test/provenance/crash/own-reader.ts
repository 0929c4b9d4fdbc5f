/**
 * A reader of ledgers for the judge, written from docs/FORMATS.md: frames, records, tree, checkpoints. It shares no line with
 * `src/provenance`.
 */

import { Buffer } from 'node:buffer';
import { createHash, hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface OwnRecord {
  /** As stored. */
  readonly bytes: Uint8Array;
  /** Hex. */
  readonly leaf: string;
}

/** Whole frames from the beginning, and where the first that is not whole begins. */
export interface OwnFrames {
  readonly records: readonly Uint8Array[];
  readonly end: number;
}

export interface OwnCheckpoint {
  readonly origin: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  readonly signatures: readonly string[];
}

export const sha256Hex = (...parts: readonly Uint8Array[]): string =>
  hash('sha256', parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), 'hex');

const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);

export const leafOf = (record: Uint8Array): string => sha256Hex(ZERO, record);

export function framesOf(segment: Uint8Array): OwnFrames {
  const view = Buffer.from(segment.buffer, segment.byteOffset, segment.byteLength);
  const records: Uint8Array[] = [];
  let end = 0;
  while (view.length - end >= 8) {
    const length = view.readUInt32BE(end);
    if (length === 0 || length > 65_535 || end + 8 + length > view.length) break;
    const bytes = view.subarray(end + 8, end + 8 + length);
    if (crc32(bytes) !== view.readUInt32BE(end + 4)) break;
    records.push(bytes);
    end += 8 + length;
  }
  return { records, end };
}

/** RFC 6962 section 2.1, with what was computed for the same leaves kept: one of these per ledger. */
export function createRoots(leaves: readonly string[]): (size: number) => string {
  const known = new Map<string, string>();
  const range = (from: number, to: number): string => {
    if (to - from === 0) return sha256Hex();
    if (to - from === 1) return leaves[from] ?? '';
    const key = `${from}-${to}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const k = from + 2 ** (Math.ceil(Math.log2(to - from)) - 1);
    const root = sha256Hex(ONE, Buffer.from(range(from, k) + range(k, to), 'hex'));
    known.set(key, root);
    return root;
  };
  return (size) => range(0, size);
}

/** undefined for what is no checkpoint of version 2. */
export function checkpointOf(file: Uint8Array): OwnCheckpoint | undefined {
  const text = Buffer.from(file).toString('utf8');
  const match = /^([!-*,-~]{1,255})\n(0|[1-9]\d*)\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^\n ]+ [^\n ]+\n){1,17})$/u.exec(
    text,
  );
  if (match === null || !Buffer.from(text, 'utf8').equals(file)) return undefined;
  const [, origin = '', size = '', root = '', rest = ''] = match;
  const lines = rest.split('\n').slice(0, -1);
  const last = lines.pop() ?? '';
  const body = text.slice(0, text.length - last.length - 1);
  const id = createHash('sha256').update(`${origin}\n`).update(ONE_OF_OURS).update('seqplan checksum v2').digest();
  const sum = createHash('sha256').update(body, 'utf8').digest();
  const expected = `\u2014 ${origin} ${Buffer.concat([id.subarray(0, 4), sum]).toString('base64')}`;
  if (last !== expected) return undefined;
  return { origin, size: Number(size), root: Buffer.from(root, 'base64').toString('hex'), signatures: lines };
}

const ONE_OF_OURS = Uint8Array.of(0xff);
