/** The words of `seqplan witness`. */

import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
import {
  witnessAddCommand,
  witnessAnchorCommand,
  witnessServeCommand,
  type WitnessAddOptions,
  type WitnessAnchorOptions,
  type WitnessServeOptions,
} from './witness.ts';

/** `conclude`: takes the exit code of what was done. */
export function registerWitness(program: Command, context: CommandContext, conclude: (exit: ExitCode) => void): void {
  const witness = program.command('witness').description('checkpoints in the hands of others');
  witness
    .command('serve')
    .description('cosign the checkpoints of logs, each only if it continues the last one')
    .requiredOption('--state <dir>', 'folder for what was cosigned last; never to be lost or set back')
    .requiredOption('--key <file>', 'key file made with --witness')
    .requiredOption('--trust <key>', 'VKEY, ORIGIN=VKEY or PREFIX*=VKEY of a log (repeatable)', several)
    .option('--port <n>', 'port; 0 for any', portNumber, 7465)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .action(async (options: WitnessServeOptions) => {
      conclude(await witnessServeCommand(options, context));
    });
  witness
    .command('add')
    .description("have a ledger's last checkpoint cosigned")
    .argument('<ledger>', 'ledger folder')
    .requiredOption('--url <url>', 'submission prefix of the witness')
    .requiredOption('--witness-key <key>', 'vkey of the witness, or a file with it')
    .action(async (folder: string, options: WitnessAddOptions) => {
      conclude(await witnessAddCommand(folder, options, context));
    });
  witness
    .command('anchor')
    .description("keep a ledger's last checkpoint in a file elsewhere, for verify --checkpoint")
    .argument('<ledger>', 'ledger folder')
    .requiredOption('--to <file>', "file, best on a disk that the ledger's keeper cannot change")
    .action(async (folder: string, options: WitnessAnchorOptions) => {
      conclude(await witnessAnchorCommand(folder, options, context));
    });
}

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function portNumber(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('write a number from 0 to 65535.');
  return value;
}
