/** `seqplan key create FILE` and `seqplan key rotate LEDGER` */

import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { rotateKey } from '../ledger/key-rotation.ts';
import { createKeyFile } from '../keys/keys.ts';

export interface KeyCreateOptions {
  readonly name: string;
  readonly witness: boolean;
}

/** Prints the public half; the private one is in the file and nowhere else. */
export async function keyCreateCommand(
  file: string,
  { name, witness }: KeyCreateOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  terminal.print(await createKeyFile({ file, name, purpose: witness ? 'witness' : 'checkpoint' }));
  return EXIT.done;
}

export interface KeyRotateOptions {
  readonly key: string;
  readonly new: string;
  readonly reason: string;
}

export async function keyRotateCommand(
  directory: string,
  options: KeyRotateOptions,
  { terminal, clock }: CommandContext,
): Promise<ExitCode> {
  const { key: from, new: to, reason } = options;
  const { vkey, records } = await rotateKey({ directory, from, to, reason, clock });
  terminal.print(`handed over at ${records} records to ${vkey}`);
  return EXIT.done;
}
