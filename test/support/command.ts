/** Runs the command line inside the test, with its output caught. */

import { runCommandLine } from '../../src/service/command-line.ts';

export interface CommandResult {
  readonly exit: number;
  /** Standard output, one entry a print. */
  readonly out: string;
  readonly err: string;
}

export async function seqplan(...words: readonly string[]): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await runCommandLine(words, {
    terminal: { print: (text) => void out.push(text), note: (text) => void err.push(text) },
    // Standing still: no progress lines, so that output does not depend on the machine's speed.
    clock: { nowMs: () => 0 },
  });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}
