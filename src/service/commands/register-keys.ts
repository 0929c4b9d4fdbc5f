/** The words of keys and witnesses: who vouches for a ledger. */

import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { portNumber, several, type Conclude } from '../command-options.ts';
import { keyCreateCommand, keyRotateCommand, type KeyCreateOptions, type KeyRotateOptions } from './key.ts';
import {
  witnessAddCommand,
  witnessAnchorCommand,
  witnessServeCommand,
  type WitnessAddOptions,
  type WitnessAnchorOptions,
  type WitnessServeOptions,
} from './witness.ts';

export function registerKeys(program: Command, context: CommandContext, conclude: Conclude): void {
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
