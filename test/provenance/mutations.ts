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
 * The record, or else the checkpoint or document, that holds the first byte in which `damaged` differs from `good`, for damage
 * inside one file of unchanged name; undefined where nothing differs. A byte past a segment's end belongs to the record that
 * comes next.
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
  const struck = [...good].find(
    ([file, before]) => Buffer.compare(before, damaged.get(file) ?? new Uint8Array()) !== 0,
  )?.[0];
  if (struck === undefined) return undefined;
  return struck.startsWith('documents/') ? 'document' : 'checkpoint';
}

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
  return withFile(files, file, Buffer.concat([old.subarray(0, start), bytes, old.subarray(end)]));
}
