/**
 * An alignment that is too long to be held, such as a chromosome aligned to another: bases are passed over, qualities are judged as
 * they come, and only what is before and behind is held. SAMv1 section 4.2.
 */

import type { FileFindings } from '../file-finding.ts';
import { FIXED_BYTES } from './alignment.ts';
import type { AlignmentJudge } from './alignment-judge.ts';
import { pieceOf } from './piece.ts';

/** Alignments up to that are held whole: some 10 million bases. */
export const LARGEST_HELD = 16 << 20;
/** A CIGAR of 17 million operations, or two modifications for each base of a read of 10 million. */
export const LARGEST_TAGS = 64 << 20;

export interface LongAlignment {
  /** Takes what belongs to it from `from` on; where it ends. */
  push(bytes: Uint8Array, from: number): number;
  readonly state: 'open' | 'done' | 'broken';
}

/** `size`: its block_size, which has been read; it is stored in a block at `offset`. */
export function createLongAlignment(
  judge: AlignmentJudge,
  findings: FileFindings,
  size: number,
  offset: number,
): LongAlignment {
  let held = new Uint8Array(1024);
  let heldBytes = 0;
  let passed = 0;
  let state: 'open' | 'done' | 'broken' = 'open';
  // Ends of the parts: the fixed fields, those with name and CIGAR, bases, qualities, all.
  let [headEnd, sequenceEnd, qualitiesEnd] = [FIXED_BYTES, 0, 0];
  let isBegun = false;

  return {
    push(bytes, from) {
      let at = from;
      while (at < bytes.length && state === 'open') at = part(bytes, at);
      return at;
    },
    get state() {
      return state;
    },
  };

  function part(bytes: Uint8Array, at: number): number {
    const take = (until: number): number => Math.min(bytes.length, at + until - passed);
    if (passed < headEnd) return head(bytes, at, take(headEnd));
    if (passed < sequenceEnd) return pass(at, take(sequenceEnd));
    if (passed < qualitiesEnd) {
      const end = take(qualitiesEnd);
      judge.qualities(pieceOf(bytes), at, end);
      pass(at, end);
      if (passed === size) endTags();
      return end;
    }
    const end = take(size);
    hold(bytes, at, end);
    pass(at, end);
    if (passed === size) endTags();
    return end;
  }

  function head(bytes: Uint8Array, at: number, end: number): number {
    hold(bytes, at, end);
    pass(at, end);
    if (passed < headEnd) return end;
    if (!isBegun) {
      isBegun = true;
      if (!judge.fixed(pieceOf(held), 0, size, offset)) state = 'broken';
      headEnd = judge.alignment.sequence;
      sequenceEnd = judge.alignment.qualities;
      qualitiesEnd = judge.alignment.tags;
      const tags = size - qualitiesEnd;
      if (state === 'open' && tags > LARGEST_TAGS) {
        const message = `alignment ${judge.count}: ${tags} bytes of optional fields; the limit is ${LARGEST_TAGS}`;
        findings.add('BAM-BLOCK-SIZE', { offset }, message);
        state = 'broken';
      }
      if (passed < headEnd || state === 'broken') return end;
    }
    judge.head(pieceOf(held));
    // Behind the head nothing of it is read but the CIGAR, from the piece that was given.
    held = new Uint8Array(1024);
    heldBytes = 0;
    return end;
  }

  function endTags(): void {
    judge.tags(pieceOf(held.subarray(0, heldBytes)), 0, heldBytes);
    state = 'done';
  }

  function pass(at: number, end: number): number {
    passed += end - at;
    return end;
  }

  function hold(bytes: Uint8Array, start: number, end: number): void {
    if (heldBytes + end - start > held.length) {
      const larger = new Uint8Array(2 * (heldBytes + end - start));
      larger.set(held.subarray(0, heldBytes));
      held = larger;
    }
    held.set(bytes.subarray(start, end), heldBytes);
    heldBytes += end - start;
  }
}
