/** An alignment as plain numbers, however the file has it: what judges of SAM and BAM tell whoever counts. */

import type { Metrics } from '../content-judge.ts';

/** One object, used again for each: valid during the call only. */
export interface Alignment {
  flag: number;
  /** Index of `@SQ`; -1: none; -2: a name that the header does not have. */
  reference: number;
  /** From 0; -1: none. */
  position: number;
  mappingQuality: number;
  nextReference: number;
  nextPosition: number;
  templateLength: number;
  /** Where the name and the qualities lie. */
  bytes: Uint8Array;
  nameStart: number;
  nameEnd: number;
  /** As in BAM: length * 16 + operation, of MIDNSHP=X the index. The first `operations` of them; only read with `all`. */
  cigar: Uint32Array;
  operations: number;
  /** Letters of SEQ; 0 where there is none. */
  length: number;
  /** Where as many qualities begin; -1: there are none. Only read with `all`. */
  quality: number;
  /** What they count from: 33 in SAM, 0 in BAM. */
  qualityOffset: number;
  /** NM; -1: none. Only read with `all`. */
  editDistance: number;
}

export const createAlignment = (): Alignment => ({
  flag: 0,
  reference: -1,
  position: -1,
  mappingQuality: 0,
  nextReference: -1,
  nextPosition: -1,
  templateLength: 0,
  bytes: new Uint8Array(),
  nameStart: 0,
  nameEnd: 0,
  cigar: new Uint32Array(64),
  operations: 0,
  length: 0,
  quality: -1,
  qualityOffset: 0,
  editDistance: -1,
});

/** Flags: SAMv1 section 1.4.2. */
export const FLAG = {
  paired: 0x1,
  properPair: 0x2,
  unmapped: 0x4,
  mateUnmapped: 0x8,
  reverse: 0x10,
  mateReverse: 0x20,
  first: 0x40,
  last: 0x80,
  secondary: 0x100,
  qcFail: 0x200,
  duplicate: 0x400,
  supplementary: 0x800,
} as const;

/**
 * Alignments that were counted elsewhere, each primary or not, on one reference, at positions that do not fall. `rows` from `from` to
 * `to` in steps of `step` have their `flags` and `inserts`, their cells of insert sizes or -1, so far behind each row's beginning.
 */
export interface AlignmentRun {
  readonly rows: Int32Array;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly flags: number;
  readonly inserts: number;
  /** Of primary ones: all and the longest; pairs on two references, and those with a mapping quality of 5 or better. */
  readonly bases: number;
  readonly longest: number;
  readonly mateElsewhere: number;
  readonly mateElsewhereSure: number;
  /** The last one. */
  readonly position: number;
}

export interface AlignmentMetrics {
  /** The header is over. In the order of @SQ. */
  references(names: readonly string[], lengths: readonly number[]): void;
  add(alignment: Alignment): void;
  /** Behind an alignment that was added, on its reference, at no position before it; not with `all`. */
  addRun(run: AlignmentRun): void;
  metrics(): Metrics;
}
