/** CIGAR as text: SAMv1 section 1.4.6. What operations consume and where they may stand holds of BAM too. */

export interface Cigar {
  /** - `format`: not counts and operations; `clip`: clipping in a place where none can be. */
  readonly fault: 'format' | 'clip' | undefined;
  /** Bases of the read that it covers: M, I, S, =, X. */
  readonly query: number;
  /** Bases of the reference: M, D, N, =, X. */
  readonly reference: number;
}

export const [QUERY, REFERENCE] = [1, 2];
const [CLIP_SOFT, CLIP_HARD] = [4, 8];

/** What an operation consumes, by its letter. */
export const KINDS: Readonly<Record<number, number>> = {
  0x4d: QUERY | REFERENCE, // M
  0x49: QUERY, // I
  0x44: REFERENCE, // D
  0x4e: REFERENCE, // N
  0x53: QUERY | CLIP_SOFT, // S
  0x48: CLIP_HARD, // H
  0x50: 0, // P
  0x3d: QUERY | REFERENCE, // =
  0x58: QUERY | REFERENCE, // X
};

/** States of a CIGAR as it is read: 0 nothing yet, 1 H, 2 S, 3 others, 4 S behind them, 5 H behind. */
export const STATES = 6;

/** H stands at the ends only, and S has nothing but H between it and an end. By state the next one; -1: misplaced. */
const AFTER_HARD = [1, -1, 5, 5, 5, -1];
const AFTER_SOFT = [2, 2, -1, 4, -1, -1];
const AFTER_OTHER = [3, 3, 3, 3, -1, -1];

/** After an operation of that kind. */
export function stateAfter(state: number, kind: number): number {
  const next = (kind & CLIP_HARD) !== 0 ? AFTER_HARD : (kind & CLIP_SOFT) !== 0 ? AFTER_SOFT : AFTER_OTHER;
  return next[state] ?? -1;
}

/** `bytes[start, end)`, not `*`. */
export function readCigar(bytes: Uint8Array, start: number, end: number): Cigar {
  let [query, reference, count, digits, state] = [0, 0, 0, 0, 0];
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) {
      count = count * 10 + byte - 0x30;
      digits++;
      continue;
    }
    const kind = KINDS[byte];
    if (kind === undefined || digits === 0 || count > 2 ** 31) return { fault: 'format', query, reference };
    if (state >= 0) state = stateAfter(state, kind);
    if ((kind & QUERY) !== 0) query += count;
    if ((kind & REFERENCE) !== 0) reference += count;
    count = 0;
    digits = 0;
  }
  const fault = digits > 0 || start === end ? 'format' : state < 0 ? 'clip' : undefined;
  return { fault, query, reference };
}
