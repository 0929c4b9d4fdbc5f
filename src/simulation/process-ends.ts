/** How simulated processes end, and what they use: by failure class and by what they were asked to be given. */

import type { Execution, FailureClass, ResourcesAsked, ResourcesUsed } from '../model/index.ts';

type Exit = Pick<Execution, 'exitCode' | 'signal'>;

const SUCCESS: Exit = { exitCode: 0, signal: null };
const ERROR: Exit = { exitCode: 1, signal: null };
const KILLED: Exit = { exitCode: null, signal: 'SIGKILL' };
const STOPPED: Exit = { exitCode: null, signal: 'SIGTERM' };

/** The end that leads the real world to the same class. What is wrong with the data shows only after a successful end. */
const EXITS: Readonly<Record<FailureClass, Exit>> = {
  transient: ERROR,
  'node-lost': KILLED,
  'out-of-memory': KILLED,
  walltime: { exitCode: null, signal: 'SIGXCPU' },
  'disk-full': ERROR,
  'tool-error': ERROR,
  'corrupt-input': ERROR,
  'corrupt-output': SUCCESS,
  'quality-gate': SUCCESS,
  'equipment-failure': KILLED,
  'sample-expired': STOPPED,
  cancelled: STOPPED,
};

/** These strike whatever runs, all others one process; the rest of its attempt is then stopped. */
const STRIKE_ALL: ReadonlySet<FailureClass> = new Set(['node-lost', 'equipment-failure', 'disk-full']);

export function exitOf(failure: FailureClass | undefined, isVictim: boolean): Exit {
  if (failure === undefined) return SUCCESS;
  return isVictim || STRIKE_ALL.has(failure) ? EXITS[failure] : STOPPED;
}

export interface Usage {
  /** Of the execution: what it uses follows from it. */
  readonly key: string;
  readonly asked: ResourcesAsked;
  readonly seconds: number;
  readonly failure: FailureClass | undefined;
}

/** Between half and 95 % of the processor time, and 40 and 95 % of the memory, that were asked for; all of the memory where it ran out. */
export function usedBy({ key, asked, seconds, failure }: Usage): ResourcesUsed {
  const busy = 0.5 + 0.45 * share(key, 0);
  const filled = failure === 'out-of-memory' ? 1 : 0.4 + 0.55 * share(key, 8);
  return {
    cpuSeconds: Math.round(100 * asked.cores * seconds * busy) / 100,
    peakMemoryBytes: Math.round(asked.memoryBytes * filled),
  };
}

/** In [0, 1), from eight hexadecimal digits. */
const share = (key: string, from: number): number => parseInt(key.slice(from, from + 8), 16) / 2 ** 32;
