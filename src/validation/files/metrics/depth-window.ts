/**
 * Depth along one reference, of alignments that come by position: each stretch of bases is +1 at its start and -1 at its end, in a
 * ring as long as the farthest that a base may lie behind the start of its alignment. What is passed is added up and forgotten.
 */

const WINDOW = 1 << 22;
const MASK = WINDOW - 1;
/** Blocks without changes are passed over whole: a few stretches far apart take no time. */
const BLOCK = 1 << 10;
const BLOCK_BITS = 10;
/** What lies ahead is never in the block of where it has come to, one round later. */
export const FARTHEST = WINDOW - BLOCK;

export interface DepthWindow {
  /** No alignment begins before `position` from now on. */
  advance(position: number): void;
  /** Bases `[start, end)`, at or behind where it has come to; returns how many of them lie too far ahead to be counted. */
  add(start: number, end: number): number;
  /** The reference is over: back to 0. */
  finish(): void;
}

/** `onDepth`: told of stretches of one depth above 0. */
export function createDepthWindow(onDepth: (depth: number, bases: number) => void): DepthWindow {
  const changes = new Int32Array(WINDOW);
  const isTouched = new Uint8Array(WINDOW >> BLOCK_BITS);
  // Every base before `at` has been told of; `at` has `depth` before the change that it may have; none lies behind `last`.
  let [at, depth, last] = [0, 0, -1];

  const advance = (position: number): void => {
    const to = Math.min(position, last + 1);
    while (at < to) {
      depth += changes[at & MASK] ?? 0;
      changes[at & MASK] = 0;
      const next = nextChange(changes, isTouched, at + 1, to);
      if (depth > 0) onDepth(depth, next - at);
      at = next;
    }
    if (position > at) at = position;
  };

  const change = (place: number, by: number): void => {
    const slot = place & MASK;
    changes[slot] = (changes[slot] ?? 0) + by;
    isTouched[slot >> BLOCK_BITS] = 1;
  };

  return {
    advance,
    add(start, end) {
      const limit = at + FARTHEST;
      const stop = end < limit ? end : limit - 1;
      if (start >= stop) return end - start;
      change(start, 1);
      change(stop, -1);
      if (stop > last) last = stop;
      return end - stop;
    },
    finish() {
      advance(last + 1);
      [at, depth, last] = [0, 0, -1];
      isTouched.fill(0);
    },
  };
}

/** The first change in `[from, to)`; `to` where there is none. Blocks that are left behind are no longer touched. */
function nextChange(changes: Int32Array, isTouched: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const slot = at & MASK;
    if ((slot & (BLOCK - 1)) === 0) {
      isTouched[((slot - 1) & MASK) >> BLOCK_BITS] = 0;
      if (isTouched[slot >> BLOCK_BITS] === 0) {
        at += BLOCK;
        continue;
      }
    }
    if (changes[slot] !== 0) return at;
    at++;
  }
  return to;
}
