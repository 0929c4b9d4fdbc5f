#!/usr/bin/env node
/** The entry point of the `seqplan` command: real terminal, real clock, exit code. */

import { text } from 'node:stream/consumers';
import { runCommandLine } from './command-line.ts';
import { createTerminal } from './terminal.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: createTerminal({
    print: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
  }),
  clock: { nowMs: () => Date.now() },
  readInput: () => text(process.stdin),
  environment: process.env,
  // The second Ctrl-C ends the process, as ever.
  onInterrupt: (stop) => {
    process.once('SIGINT', stop);
    return () => void process.off('SIGINT', stop);
  },
});
