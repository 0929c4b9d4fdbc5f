/** Ends a process on request: asks first, then insists. */

import type { ProcessEnd, RunningProcess, Timers } from './ports.ts';

/** Tools get this long to remove their temporary files. */
export const KILL_GRACE_MS = 5_000;

/** The end of `running`; once `signal` aborts, its group gets SIGTERM, and SIGKILL if it is still there after the grace. */
export async function endOf(running: RunningProcess, signal: AbortSignal, timers: Timers): Promise<ProcessEnd> {
  let cancelTimer = (): void => {};
  const stop = (): void => {
    running.kill('SIGTERM');
    cancelTimer = timers.start(KILL_GRACE_MS, () => running.kill('SIGKILL'));
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await running.ended;
  } finally {
    signal.removeEventListener('abort', stop);
    cancelTimer();
  }
}
