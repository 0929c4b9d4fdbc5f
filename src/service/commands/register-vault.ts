/** The words of `seqplan vault`. */

import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import type { Conclude } from '../command-options.ts';
import {
  vaultCreateCommand,
  vaultEraseCommand,
  vaultFindCommand,
  vaultPseudonymizeCommand,
  vaultResolveCommand,
  type AccessOptions,
} from './vault.ts';

export function registerVault(program: Command, context: CommandContext, conclude: Conclude): void {
  const vault = program.command('vault').description('who the subjects are: sealed, and every access on record');

  vault
    .command('create')
    .description('a new vault and its key')
    .argument('<vault>', 'folder')
    .requiredOption('--key <file>', "file for the vault's key; best on another disk")
    .action(async (folder: string, options: { key: string }) => {
      conclude(await vaultCreateCommand(folder, options, context));
    });

  onAccess(vault.command('pseudonymize'), 'put pseudonyms in the place of the identities of a scenario')
    .argument('<scenario>', 'YAML or JSON file with identities')
    .requiredOption('--out <file>', 'file for the scenario with pseudonyms')
    .action(async (file: string, options: AccessOptions & { out: string }) => {
      conclude(await vaultPseudonymizeCommand(file, options, context));
    });

  onAccess(vault.command('resolve'), 'tell who a subject is')
    .argument('<subject>', 'pseudonym')
    .option('--field <name>', 'only this field; may be given several times', gather, [])
    .option('--json', 'one JSON document on standard output', false)
    .action(async (subject: string, options: AccessOptions & { field: readonly string[]; json: boolean }) => {
      conclude(await vaultResolveCommand(subject, options, context));
    });

  onAccess(vault.command('find'), 'find subjects by the value of a field, read from standard input')
    .requiredOption('--field <name>', 'which field')
    .action(async (options: AccessOptions & { field: string }) => {
      conclude(await vaultFindCommand(options, context));
    });

  onAccess(vault.command('erase'), 'destroy the key, the salts and the values of a subject')
    .argument('<subject>', 'pseudonym')
    .action(async (subject: string, options: AccessOptions) => {
      conclude(await vaultEraseCommand(subject, options, context));
    });
}

const onAccess = (command: Command, description: string): Command =>
  command
    .description(description)
    .requiredOption('--vault <folder>', 'the vault')
    .requiredOption('--key <file>', "the vault's key")
    .requiredOption('--actor <name>', 'who wants it: a pseudonym, one word')
    .requiredOption('--reason <text>', 'why: one line');

const gather = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];
