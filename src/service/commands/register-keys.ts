/** The words of `seqplan key`. */

import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
import { keyCreateCommand, keyRotateCommand, type KeyCreateOptions, type KeyRotateOptions } from './key.ts';

/** `conclude`: takes the exit code of what was done. */
export function registerKeys(program: Command, context: CommandContext, conclude: (exit: ExitCode) => void): void {
  const key = program.command('key').description('keys that sign ledgers, and those of witnesses');
  key
    .command('create')
    .description('make a key: FILE for its owner alone, FILE.pub for everybody')
    .argument('<file>', 'file for the private key')
    .requiredOption('--name <name>', 'name of the key in signatures, such as lab.example/ledger')
    .option('--witness', 'a key that cosigns the checkpoints of others', false)
    .action(async (file: string, options: KeyCreateOptions) => {
      conclude(await keyCreateCommand(file, options, context));
    });
  key
    .command('rotate')
    .description('hand a ledger over from the key in force to another')
    .argument('<ledger>', 'ledger folder')
    .requiredOption('--key <file>', 'key file in force')
    .requiredOption('--new <file>', 'key file that signs from now on')
    .requiredOption('--reason <text>', 'why, for the record')
    .action(async (folder: string, options: KeyRotateOptions) => {
      conclude(await keyRotateCommand(folder, options, context));
    });
}
