/** What every command is given: where to write, and what was asked for. */

import type { Clock } from '../base/index.ts';
import type { Budget } from './planning.ts';
import type { Terminal } from './terminal.ts';

export interface CommandContext {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** All of standard input as text; absent: there is none. */
  readonly readInput?: () => Promise<string>;
  /** Environment variables; absent: none is set. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Whoever gives the command may want it to stop in good order: `stop` is called then, once. Returns what ends the waiting. Absent:
   * nobody will.
   */
  readonly onInterrupt?: (stop: () => void) => () => void;
}

/** Options that every command on a scenario takes. */
export interface ScenarioOptions {
  readonly json: boolean;
  readonly out?: string;
  readonly seed: number;
  readonly budget: Budget;
  readonly workers: number;
  /** Key file that signs the ledger. */
  readonly key?: string;
}
