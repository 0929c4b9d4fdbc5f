/** Processor time of a whole process on one core, as the system counts it; what it prints is thrown away. */

import { spawnSync } from 'node:child_process';

export interface Timed {
  /** Processor seconds, user and system, of the process and its children. */
  readonly seconds: number;
  readonly exit: number;
}

/** Least of `repeats` runs: what else the machine does only adds. */
export function processTime(words: readonly string[], repeats: number): Timed {
  const runs = Array.from({ length: repeats }, () => timeOnce(words));
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

function timeOnce(words: readonly string[]): Timed {
  // The shell's own clock: Node does not tell what children used.
  const script = 'TIMEFORMAT="time %U %S"; time "$@" >/dev/null 2>/dev/null; echo "exit $?" >&2';
  const { stderr, error } = spawnSync('taskset', ['-c', '0', 'bash', '-c', script, 'bash', ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  if (error !== undefined) throw error;
  const [, user, system] = /time ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  const [, exit] = /exit (\d+)/.exec(stderr) ?? [];
  return { seconds: Number(user) + Number(system), exit: Number(exit) };
}
