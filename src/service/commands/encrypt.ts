/** `seqplan encrypt FILE --recipient PUBLIC-KEY... --out FILE` */

import type { CommandContext } from '../command-context.ts';
import { encryptFile } from '../crypt4gh.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { contentLine, secretKeySource, type SecretKeyOptions } from './secret-key-source.ts';

export interface EncryptOptions extends SecretKeyOptions {
  readonly json: boolean;
  readonly recipient: readonly string[];
  readonly key?: string;
  readonly out: string;
}

export async function encryptCommand(
  input: string,
  { json, recipient, key, out, passphraseFile }: EncryptOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  const source = key === undefined ? {} : { key: await secretKeySource(key, { passphraseFile }, context) };
  const done = await encryptFile({ input, output: out, recipients: recipient, ...source });
  if (done.kind === 'bad-key') {
    terminal.note(`seqplan: ${done.message}`);
    return EXIT.badInput;
  }
  terminal.print(
    json ? JSON.stringify(done, null, 2) : `${contentLine(input, done.plain)}\n${contentLine(out, done.encrypted)}`,
  );
  return EXIT.done;
}
