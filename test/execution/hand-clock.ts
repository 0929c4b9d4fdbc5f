/** Time that passes only when a test says so. */

/** A clock, and timers on it, that stand still until the test moves them. Starts at 1,000,000 s after 1970. */
export function handClock() {
  let nowMs = 1_000_000_000;
  const due = new Map<symbol, { readonly atMs: number; readonly action: () => void }>();
  return {
    clock: { nowMs: () => nowMs },
    timers: {
      start(delayMs: number, action: () => void) {
        const key = Symbol();
        due.set(key, { atMs: nowMs + delayMs, action });
        return () => void due.delete(key);
      },
    },
    /** Move on, fire what is due, with the wall clock off by `driftMs` from then on. */
    advance(byMs: number, driftMs = 0) {
      const reachedMs = nowMs + byMs;
      nowMs = reachedMs + driftMs;
      for (const [key, timer] of due) {
        if (timer.atMs > reachedMs || !due.delete(key)) continue;
        timer.action();
      }
    },
  };
}
