/** The fastest way through good records of FASTQ: `whole-records.wat`, with the bytes copied into its memory. */

import { Buffer } from 'node:buffer';
import type { Tally } from '../tally.ts';
import { WHOLE_RECORDS_WASM } from './whole-records-wasm.ts';

/** One page less than the memory has: sixteen bytes behind the piece are read too. */
const WINDOW_BYTES = 1 << 20;

/**
 * As `passWholeRecords`, for records of the letters A, C, G, T, N, once the qualities are known to be Sanger's. Nothing stays in
 * the kernel between calls: all judges share one.
 */
export function passPlainRecords(bytes: Uint8Array, from: number, tally: Tally): number {
  kernel ??= instantiate();
  const { memory, scan, reads, bases, gc, unknown, q20, q30, shortest, longest } = kernel;
  const held = new Uint8Array(memory.buffer);
  let at = from;
  for (;;) {
    const window = bytes.subarray(at, at + WINDOW_BYTES);
    held.set(window);
    const passed = scan(0, window.length);
    if (passed === 0) return at;
    at += passed;
    tally.reads += reads.value;
    tally.bases += bases.value;
    tally.gc += gc.value;
    tally.unknown += unknown.value;
    tally.q20 += q20.value;
    tally.q30 += q30.value;
    tally.shortest = Math.min(tally.shortest, shortest.value);
    tally.longest = Math.max(tally.longest, longest.value);
    if (window.length < WINDOW_BYTES) return at;
  }
}

interface Count {
  readonly value: number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly scan: (at: number, end: number) => number;
  readonly reads: Count;
  readonly bases: Count;
  readonly gc: Count;
  readonly unknown: Count;
  readonly q20: Count;
  readonly q30: Count;
  readonly shortest: Count;
  readonly longest: Count;
}

/** Part of the language; the types of Node 20 do not know it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

let kernel: Exports | undefined;

const instantiate = (): Exports =>
  new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(WHOLE_RECORDS_WASM, 'base64'))).exports as Exports;
