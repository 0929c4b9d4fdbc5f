/** Timers of this process that keep delays of any length: `setTimeout` alone fires at once beyond 2^31 ms (25 days). */

import type { Timers } from './ports.ts';

const LONGEST_MS = 2 ** 31 - 1;

export const createLocalTimers = (): Timers => ({
  start(delayMs, action) {
    let handle: NodeJS.Timeout;
    const wait = (restMs: number): void => {
      const stepMs = Math.min(restMs, LONGEST_MS);
      handle = setTimeout(() => (restMs > stepMs ? wait(restMs - stepMs) : action()), stepMs);
    };
    wait(Math.max(0, delayMs));
    return () => clearTimeout(handle);
  },
});
