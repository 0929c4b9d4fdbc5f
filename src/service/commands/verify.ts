/** `seqplan verify LEDGER` */

import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { verificationLine } from '../text.ts';
import { verify } from '../verification.ts';

export async function verifyCommand(
  folder: string,
  { json, root }: { readonly json: boolean; readonly root?: string },
  { terminal }: CommandContext,
): Promise<ExitCode> {
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root)) {
    terminal.note(`seqplan: --root ${root} is not a hash of 64 lower-case hex digits`);
    return EXIT.badInput;
  }
  const verification = await verify(folder, root === undefined ? {} : { root });
  terminal.print(json ? JSON.stringify(verification, null, 2) : verificationLine(verification));
  return verification.kind === 'verified' ? EXIT.done : EXIT.no;
}
