/** `seqplan decrypt FILE --key SECRET-KEY --out FILE` */

import type { CommandContext } from '../command-context.ts';
import { decryptFile } from '../crypt4gh.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { contentLine, secretKeySource, type SecretKeyOptions } from './secret-key-source.ts';

export interface DecryptOptions extends SecretKeyOptions {
  readonly json: boolean;
  readonly key: string;
  readonly out: string;
  readonly sha256?: string;
  readonly bytes?: number;
}

export async function decryptCommand(
  input: string,
  { json, key, out, passphraseFile, sha256, bytes }: DecryptOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal } = context;
  const expected = { ...(sha256 !== undefined && { sha256 }), ...(bytes !== undefined && { bytes }) };
  const source = await secretKeySource(key, { passphraseFile }, context);
  const done = await decryptFile({ input, output: out, key: source, expected });
  if (done.kind === 'bad-key') {
    terminal.note(`seqplan: ${done.message}`);
    return EXIT.badInput;
  }
  if (json) terminal.print(JSON.stringify(done, null, 2));
  else if (done.kind === 'decrypted') terminal.print(contentLine(out, done.plain));
  if (done.kind === 'decrypted') return EXIT.done;
  terminal.note(`seqplan: ${input}: ${done.code}: ${done.message}`);
  return EXIT.no;
}
