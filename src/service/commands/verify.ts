/** `seqplan verify LEDGER` */

import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readVkey } from '../keys/keys.ts';
import { verify } from '../ledger/verification.ts';
import { signerOf, verificationLines } from '../ledger/verification-text.ts';

export interface VerifyCommandOptions {
  readonly json: boolean;
  readonly root?: string;
  readonly checkpoint: readonly string[];
  readonly vkey: readonly string[];
  readonly tail: boolean;
}

/** Exit 0 verified, 1 broken. */
export async function verifyCommand(
  folder: string,
  { json, root, checkpoint, vkey, tail }: VerifyCommandOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root)) {
    terminal.note(`seqplan: --root ${root} is not a hash of 64 lower-case hex digits`);
    return EXIT.badInput;
  }
  const keys = await Promise.all(vkey.map(readVkey));
  const verification = await verify(folder, {
    checkpoints: checkpoint,
    keys,
    tail,
    ...(root !== undefined && { root }),
  });
  if (json) {
    const signer = verification.kind === 'verified' ? { signer: signerOf(verification, keys) } : {};
    terminal.print(JSON.stringify({ ...verification, ...signer }, null, 2));
  } else terminal.print(verificationLines(verification, keys).join('\n'));
  return verification.kind === 'verified' ? EXIT.done : EXIT.no;
}
