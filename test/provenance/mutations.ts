/** Damage to the files of a ledger, and which record it strikes first. */

import { Buffer } from 'node:buffer';

export type Files = ReadonlyMap<string, Uint8Array>;

const isSegment = (name: string): boolean => name.startsWith('segments/');

export interface FrameSpan {
  readonly file: string;
  readonly seq: number;
  readonly start: number;
  readonly end: number;
}

/** Where each record lies, in order. */
export function framesOf(files: Files): readonly FrameSpan[] {
  const spans: FrameSpan[] = [];
  for (const [file, bytes] of files) {
    if (!isSegment(file)) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let start = 0; start < bytes.length;) {
      const end = start + 8 + view.getUint32(start);
      spans.push({ file, seq: spans.length, start, end });
      start = end;
    }
  }
  return spans;
}

/**
 * The record that holds the first byte in which `damaged` differs from `good`, for damage inside files of unchanged names; or
 * the kind of the first other file that differs; undefined where nothing does. A byte past the end of a segment belongs to
 * the record that comes next.
 */
export function firstStruck(good: Files, damaged: Files): number | 'checkpoint' | 'document' | undefined {
  const frames = framesOf(good);
  for (const [file, before] of good) {
    if (!isSegment(file)) continue;
    const after = damaged.get(file) ?? new Uint8Array();
    const length = Math.max(before.length, after.length);
    for (let i = 0; i < length; i++) {
      if (before[i] === after[i]) continue;
      const inFile = frames.filter((frame) => frame.file === file);
      const struck = inFile.find((frame) => i < frame.end);
      return struck?.seq ?? (inFile.at(-1)?.seq ?? 0) + 1;
    }
  }
  for (const kind of ['checkpoint', 'document'] as const) {
    const names = [...good.keys()].filter((name) => name.startsWith(kind));
    if (names.some((name) => Buffer.compare(good.get(name) ?? NONE, damaged.get(name) ?? NONE) !== 0)) return kind;
  }
  return undefined;
}

const NONE = new Uint8Array();

export const withFile = (files: Files, name: string, bytes: Uint8Array): Files => new Map(files).set(name, bytes);

export function withoutFile(files: Files, name: string): Files {
  const copy = new Map(files);
  copy.delete(name);
  return copy;
}

/** Replace [start, end) of a file. */
export function splice(files: Files, file: string, range: readonly [number, number], bytes: Uint8Array): Files {
  const old = files.get(file) ?? new Uint8Array();
  const [start, end] = range;
  return withFile(files, file, new Uint8Array(Buffer.concat([old.subarray(0, start), bytes, old.subarray(end)])));
}
