/**
 * The command line as a function of its words: parses them, calls the command, turns what it says into an exit code.
 */

import { Command, CommanderError } from 'commander';
import type { CommandContext } from './command-context.ts';
import { registerValidation } from './commands/register-validation.ts';
import { ServiceError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { describeFinding } from './terminal.ts';
import { packageVersion } from './version.ts';

/** `words`: the arguments after the program's name. Never throws for bad input or a failing machine. */
export async function runCommandLine(words: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const program = new Command('seqplan')
    .description('Plans a sequencing laboratory, simulates and runs the plan, and proves what happened')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.print(text.trimEnd()),
      writeErr: (text) => context.terminal.note(text.trimEnd()),
    });

  const conclude = (code: ExitCode): void => {
    exit = code;
  };
  registerValidation(program, context, conclude);
  // Judging files needs nothing of the others, whose libraries take memory and time to load.
  if (words[0] !== 'validate') {
    const { registerOthers } = await import('./commands/register-others.ts');
    registerOthers(program, context, conclude);
  }

  try {
    await program.parseAsync([...words], { from: 'user' });
    return exit;
  } catch (error) {
    return await explain(error, words, context);
  }
}

/** Expected failures become findings or one line; a bug keeps its stack and ends as a fault of the machine. */
async function explain(thrown: unknown, words: readonly string[], { terminal }: CommandContext): Promise<ExitCode> {
  const { serviceErrorOf } = await import('./ledger/ledger-fault.ts');
  const error = serviceErrorOf(thrown) ?? thrown;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  if (error instanceof ServiceError) {
    const file = words.slice(1).find((word) => !word.startsWith('-')) ?? '';
    const isJson = words.includes('--json');
    if (isJson && error.findings.length > 0) {
      terminal.print(JSON.stringify({ kind: 'rejected', code: error.code, findings: error.findings }, null, 2));
    }
    for (const finding of error.findings) terminal.note(describeFinding(finding, file));
    terminal.note(`seqplan: ${error.message}`);
    return error.code === 'REJECTED' ? EXIT.badInput : EXIT.fault;
  }
  terminal.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.fault;
}
