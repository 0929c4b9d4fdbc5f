/** The words of `seqplan signer`, `sign` and `correct`. */

import { InvalidArgumentError, Option, type Command } from 'commander';
import { SIGNATURE_MEANINGS } from '../../provenance/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { Conclude } from '../command-options.ts';
import {
  correctCommand,
  signCommand,
  signerCreateCommand,
  type CorrectOptions,
  type PassphraseOption,
  type SignOptions,
} from './signing.ts';

export function registerSigning(program: Command, context: CommandContext, conclude: Conclude): void {
  program
    .command('signer')
    .description('keys of people who sign')
    .command('create')
    .description("a person's key, encrypted with a passphrase")
    .argument('<file>', 'file for the private key; the public one goes to FILE.pub')
    .requiredOption('--name <pseudonym>', 'whose key it is')
    .option('--passphrase-file <file>', 'file with the passphrase; else the environment variable SEQPLAN_PASSPHRASE')
    .action(async (file: string, options: PassphraseOption & { name: string }) => {
      conclude(await signerCreateCommand(file, options, context));
    });

  program
    .command('sign')
    .description('sign what a ledger holds, as a person')
    .argument('<ledger>', 'ledger folder')
    .requiredOption('--signer-key <file>', "the person's key")
    .option('--passphrase-file <file>', 'file with its passphrase; else the environment variable SEQPLAN_PASSPHRASE')
    .addOption(
      new Option('--meaning <word>', 'what the signature means').choices(SIGNATURE_MEANINGS).makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'why: one line')
    .option('--record <n>', 'a record that it is about; may be given several times; default all', gather, [])
    .option('--key <file>', "the laboratory's key, where the ledger is signed")
    .option('--json', 'one JSON document on standard output', false)
    .action(async (ledger: string, options: SignOptions) => {
      conclude(await signCommand(ledger, options, context));
    });

  program
    .command('correct')
    .description('put on record what should stand in the place of a recorded value')
    .argument('<ledger>', 'ledger folder')
    .requiredOption('--record <n>', 'the record', count)
    .requiredOption('--path <pointer>', "JSON pointer into the record's fact")
    .requiredOption('--value <json>', 'the right value')
    .requiredOption('--by <pseudonym>', 'who corrects')
    .requiredOption('--reason <text>', 'why: one line')
    .option('--key <file>', "the laboratory's key, where the ledger is signed")
    .option('--json', 'one JSON document on standard output', false)
    .action(async (ledger: string, options: CorrectOptions) => {
      conclude(await correctCommand(ledger, options, context));
    });
}

function count(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('not a record number.');
  return Number(text);
}

const gather = (text: string, previous: readonly number[]): readonly number[] => [...previous, count(text)];
