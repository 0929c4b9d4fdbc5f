/** The fastest way through reference records: `reference-records.wat`, with the bytes copied into its memory. */

import { Buffer } from 'node:buffer';
import type { ReferenceProgram } from './reference-program.ts';
import { REFERENCE_RECORDS_WASM } from './reference-records-wasm.ts';

/** Of the piece at a time; behind it are line feeds, so that nothing is read that is not there. */
export const WINDOW_BYTES: number = 1 << 17;
const [PIECE, SENTINELS, LF] = [0x10000, 64, 0x0a];
/** No record is as short. */
const SHORTEST = 16;

/** What was passed. */
export interface Passed {
  records: number;
  /** Genotypes that are missing. */
  missing: number;
  /** Of the last record: POS, and REF as a character. */
  place: number;
  ref: number;
}

/**
 * Where the first record begins that is left, of those in `bytes[start, end)`, which are whole; `last`: POS of the record before.
 * Whoever changes what is in `bytes` calls `forgetPiece` before the next call.
 */
export function passReferenceRecords(
  program: ReferenceProgram,
  bytes: Uint8Array,
  { start, end, last }: { readonly start: number; readonly end: number; readonly last: number },
  passed: Passed,
): number {
  passed.records = 0;
  passed.missing = 0;
  if (end - start < SHORTEST) return start;
  kernel ??= instantiate();
  const { memory, scan, records, missing, place, ref } = kernel;
  const held = new Uint8Array(memory.buffer);
  if (programHeld !== program || versionHeld !== program.version) {
    held.set(program.memory);
    programHeld = program;
    versionHeld = program.version;
  }
  let [at, before] = [start, last];
  for (;;) {
    if (bytesHeld !== bytes || at < from || at >= to) hold(held, bytes, at, end);
    const next = from + scan(PIECE + at - from, PIECE + to - from, before) - PIECE;
    if (next > at) {
      passed.records += records.value;
      passed.missing += missing.value;
      passed.place = before = place.value;
      passed.ref = ref.value;
    }
    at = next;
    if (to >= end) return at;
    // Where the window has no more of the record it may be good; one that is longer than a window is left.
    if (at < to && (at === from || held.indexOf(LF, PIECE + at - from) < PIECE + to - from)) return at;
    bytesHeld = undefined;
  }
}

export function forgetPiece(): void {
  bytesHeld = undefined;
}

function hold(held: Uint8Array, bytes: Uint8Array, start: number, end: number): void {
  bytesHeld = bytes;
  from = start;
  to = Math.min(start + WINDOW_BYTES, end);
  held.set(bytes.subarray(from, to), PIECE);
  held.fill(LF, PIECE + to - from, PIECE + to - from + SENTINELS);
}

interface Count {
  readonly value: number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly scan: (at: number, end: number, last: number) => number;
  readonly records: Count;
  readonly missing: Count;
  readonly place: Count;
  readonly ref: Count;
}

/** Part of the language; the types of Node 20 do not know it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** All judges share one: what it holds, and of whom. */
let kernel: Exports | undefined;
let programHeld: ReferenceProgram | undefined;
let versionHeld = -1;
let bytesHeld: Uint8Array | undefined;
let [from, to] = [0, 0];

const instantiate = (): Exports =>
  new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(REFERENCE_RECORDS_WASM, 'base64'))).exports as Exports;
