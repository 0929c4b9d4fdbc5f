/** The words of `seqplan encrypt` and `seqplan decrypt`. */

import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import type { Conclude } from '../command-options.ts';
import { decryptCommand, type DecryptOptions } from './decrypt.ts';
import { encryptCommand, type EncryptOptions } from './encrypt.ts';

export function registerCrypt4gh(program: Command, context: CommandContext, conclude: Conclude): void {
  program
    .command('encrypt')
    .description('encrypt a file for some readers (Crypt4GH)')
    .argument('<file>', 'any file')
    .requiredOption('--recipient <key...>', 'public keys of those who may read it')
    .option('--key <file>', "the writer's private key; default is a new one for this file")
    .option('--passphrase-file <file>', 'its first line opens the key; default is C4GH_PASSPHRASE')
    .requiredOption('--out <file>', 'encrypted file')
    .option('--json', 'one JSON document on standard output', false)
    .action(async (file: string, options: EncryptOptions) => {
      conclude(await encryptCommand(file, options, context));
    });

  program
    .command('decrypt')
    .description('decrypt a Crypt4GH file')
    .argument('<file>', 'encrypted file')
    .requiredOption('--key <file>', "the reader's private key")
    .option('--passphrase-file <file>', 'its first line opens the key; default is C4GH_PASSPHRASE')
    .requiredOption('--out <file>', 'file for what was encrypted')
    .option('--sha256 <hex>', 'digest that it must have', digest)
    .option('--bytes <n>', 'size that it must have', size)
    .option('--json', 'one JSON document on standard output', false)
    .action(async (file: string, options: DecryptOptions) => {
      conclude(await decryptCommand(file, options, context));
    });
}

function digest(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new InvalidArgumentError('write 64 lower-case hexadecimal digits.');
  return text;
}

function size(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('not a whole number.');
  return Number(text);
}
