/** Patience with a full disk: what cannot be recorded now is recorded when there is space again, and nothing happens before. */

import { LedgerError } from '../../provenance/index.ts';

export interface Patience {
  /** Between two attempts. */
  readonly everyMs: number;
  /** After so long in vain, the failure is passed on. */
  readonly mostMs: number;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<unknown>;
  /** Told once per full disk, and once when there is space again; one sentence. */
  readonly tell: (message: string) => void;
}

/** A function that repeats `work` while it rejects with `NO-SPACE`. */
export function waitForSpace({ everyMs, mostMs, wait, tell }: Patience) {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    for (let waitedMs = 0; ; waitedMs += everyMs) {
      try {
        const done = await work();
        if (waitedMs > 0) tell('there is space again: the run goes on');
        return done;
      } catch (error) {
        if (!(error instanceof LedgerError) || error.code !== 'NO-SPACE' || waitedMs >= mostMs) throw error;
        if (waitedMs === 0) tell(`nothing can be recorded, so the run waits for space on the disk (${error.message})`);
        await wait(everyMs);
      }
    }
  };
}
