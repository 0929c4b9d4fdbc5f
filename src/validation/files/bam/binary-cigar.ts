/** CIGAR as BAM has it, a number for each operation (SAMv1 section 4.2), by the rules of the one of SAM. */

import { KINDS, QUERY, REFERENCE, STATES, stateAfter } from '../sam/cigar.ts';
import type { Piece } from './piece.ts';

/** By code. */
const LETTERS = 'MIDNSHP=X';
const CODES = 16;
export const [SKIP, SOFT_CLIP] = [3, 4];

/** What was read last. One object for all: nothing is allocated. */
export interface BinaryCigar {
  /** - `format`: a code that is none; `clip`: clipping in a place where none can be. */
  fault: 'format' | 'clip' | undefined;
  query: number;
  reference: number;
}

const kindOf = (code: number): number => KINDS[LETTERS.charCodeAt(code)] ?? 0;
const byCode = (bit: number): Uint8Array =>
  Uint8Array.from({ length: CODES }, (_, code) => Number((kindOf(code) & bit) !== 0));
const IN_QUERY = byCode(QUERY);
const IN_REFERENCE = byCode(REFERENCE);

/** The states of SAM's, one for what is misplaced, and one for codes that are none: both last. */
const [MISPLACED, UNKNOWN] = [STATES, STATES + 1];
/** By state and code the next. From MISPLACED on, states are faults. */
export const CIGAR_STATES = Uint8Array.from({ length: (STATES + 2) * CODES }, (_, index) => {
  const [state, code] = [Math.floor(index / CODES), index % CODES];
  if (code >= LETTERS.length || state === UNKNOWN) return UNKNOWN;
  if (state === MISPLACED) return MISPLACED;
  const next = stateAfter(state, kindOf(code));
  return next < 0 ? MISPLACED : next;
});

/** `operations` of four bytes each from `start` on. */
export function readBinaryCigar({ view }: Piece, start: number, operations: number, into: BinaryCigar): void {
  const [inQuery, inReference, next] = [IN_QUERY, IN_REFERENCE, CIGAR_STATES];
  let [query, reference, state] = [0, 0, 0];
  const end = start + 4 * operations;
  for (let at = start; at < end; at += 4) {
    const operation = view.getUint32(at, true);
    const code = operation & 15;
    const count = operation >>> 4;
    query += (inQuery[code] ?? 0) * count;
    reference += (inReference[code] ?? 0) * count;
    state = next[state * 16 + code] ?? 0;
  }
  into.query = query;
  into.reference = reference;
  into.fault = state < MISPLACED ? undefined : state === MISPLACED ? 'clip' : 'format';
}

/** For messages: at most the first ten operations. */
export function cigarText({ view }: Piece, start: number, operations: number): string {
  let text = '';
  for (let i = 0; i < Math.min(10, operations); i++) {
    const operation = view.getUint32(start + 4 * i, true);
    text += `${operation >>> 4}${LETTERS[operation & 15] ?? `?${operation & 15}`}`;
  }
  return operations > 10 ? `${text}...` : text;
}
