/** The fastest way through good alignments of BAM: `plain-alignments.wat`, with the bytes copied into its memory. */

import { Buffer } from 'node:buffer';
import type { AlignmentRun } from '../../metrics/alignment.ts';
import { CIGAR_STATES } from '../binary-cigar.ts';
import { VALUE_SIZES } from '../binary-tags.ts';
import { PLAIN_ALIGNMENTS_WASM } from './plain-alignments-wasm.ts';

/** So many bytes are held at once: a block of BGZF has a quarter of them. */
const WINDOW_BYTES = 1 << 18;
/** Numbers of a row, and which is which; values of RG and PG are where they come, one or both, 0 where there are none. */
export const ROW = 8;
export const [END, COVERED, GROUP, GROUP_END, SECOND_GROUP, SECOND_GROUP_END] = [0, 1, 2, 3, 4, 5];

const [FLAGS, INSERTS] = [6, 7];

// Where the text of the kernel says that they are.
const [SIZES_AT, STATES_AT, ROWS_AT, MOST_ROWS] = [0x4_1000, 0x4_1100, 0x5_0000, 4096];

export interface PlainAlignments {
  /** Takes the bytes from `from` on. */
  hold(bytes: Uint8Array, from: number): void;
  /**
   * How many alignments from `at` on are good in themselves; 0: the next must be judged. What they are to the header and to each
   * other is still to be asked. At most some thousand: until it is 0, there may be more.
   */
  pass(at: number): number;
  /**
   * Of those that were passed last, the ones behind the one that begins at `at` and has `row`, of which nothing is to be said if
   * nothing is of that one: undefined where there is none. They are on its reference, which ends at `limit`.
   */
  follow(follow: Follow): PlainRun | undefined;
  /** ROW numbers for each of those that were passed, good until the next call. Offsets count from `base` on. */
  readonly rows: Int32Array;
  readonly base: number;
}

export interface Follow {
  readonly at: number;
  readonly row: number;
  /** Where the reference ends; -1: nowhere. */
  readonly limit: number;
  /** Whether the header has the RG or PG of that one, if it has one. */
  readonly isKnown: boolean;
}

/** The same object each time. */
export interface PlainRun extends AlignmentRun {
  readonly count: number;
  readonly mapped: number;
  readonly unmapped: number;
  readonly withoutPosition: number;
}

/** `references`: how many the header has. Nothing stays in the kernel behind a piece: all judges share one. */
export function createPlainAlignments(references: number): PlainAlignments {
  const { memory, scan, follow, ...counts } = (kernel ??= instantiate());
  const window = new Uint8Array(memory.buffer, 0, WINDOW_BYTES);
  const rows = new Int32Array(memory.buffer, ROWS_AT, MOST_ROWS * ROW);
  let bytes: Uint8Array = new Uint8Array();
  let [base, end, passed] = [0, 0, 0];
  const run = {
    rows,
    from: 0,
    to: 0,
    step: ROW,
    flags: FLAGS,
    inserts: INSERTS,
    bases: 0,
    longest: 0,
    mateElsewhere: 0,
    mateElsewhereSure: 0,
    position: 0,
    count: 0,
    mapped: 0,
    unmapped: 0,
    withoutPosition: 0,
  };
  const take = (from: number): void => {
    base = from;
    end = Math.min(bytes.length, from + WINDOW_BYTES);
    window.set(bytes.subarray(from, end));
  };
  return {
    hold(piece, from) {
      bytes = piece;
      take(from);
    },
    pass(at) {
      // What is longer than half of what is held is left to the judge: else it would be copied for each alignment.
      if (end < bytes.length && at - base > WINDOW_BYTES / 2) take(at);
      passed = at < end ? scan(at - base, end - base, references) : 0;
      return passed;
    },
    follow({ at, row, limit, isKnown }) {
      const count = follow(at - base, ROWS_AT + 4 * row, ROWS_AT + 4 * ROW * passed, limit, Number(isKnown));
      if (count === 0) return undefined;
      run.from = row + ROW;
      run.to = run.from + ROW * count;
      run.bases = counts.bases.value;
      run.longest = counts.longest.value;
      run.mateElsewhere = counts.elsewhere.value;
      run.mateElsewhereSure = counts.elsewhereSure.value;
      run.position = counts.position.value;
      run.count = count;
      run.unmapped = counts.unmapped.value;
      run.mapped = count - run.unmapped;
      run.withoutPosition = counts.withoutPosition.value;
      return run;
    },
    rows,
    get base() {
      return base;
    },
  };
}

interface Count {
  readonly value: number;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly scan: (at: number, end: number, references: number) => number;
  readonly follow: (at: number, row: number, rowsEnd: number, limit: number, isKnown: number) => number;
  readonly bases: Count;
  readonly longest: Count;
  readonly elsewhere: Count;
  readonly elsewhereSure: Count;
  readonly unmapped: Count;
  readonly withoutPosition: Count;
  readonly position: Count;
}

/** Part of the language; the types of Node 20 do not know it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

let kernel: Exports | undefined;

function instantiate(): Exports {
  const module = new WebAssembly.Module(Buffer.from(PLAIN_ALIGNMENTS_WASM, 'base64'));
  const exports = new WebAssembly.Instance(module).exports as Exports;
  const bytes = new Uint8Array(exports.memory.buffer);
  bytes.set(VALUE_SIZES, SIZES_AT);
  bytes.set(CIGAR_STATES, STATES_AT);
  return exports;
}
