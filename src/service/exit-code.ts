/** The exit codes of every command: a contract, documented in the README. */

export const EXIT = {
  /** Done; the answer is yes. */
  done: 0,
  /** The answer is no: infeasible, rejected, not verified. */
  no: 1,
  /** The input is bad: scenario, arguments, missing tools. */
  badInput: 2,
  /** A fault of this machine: disk, process. */
  fault: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
