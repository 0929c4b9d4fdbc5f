/** `seqplan prove LEDGER RECORD`: a proof that the record is in the ledger, for somebody who has neither. */

import { fromBase64, toHex } from '../../provenance/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { prove, type Proof } from '../ledger/proving.ts';
import { verificationLine } from '../text.ts';
import { writeBytes } from '../write-text.ts';

export interface ProveOptions {
  readonly json: boolean;
  /** File for the proof; absent: standard output. */
  readonly out?: string;
  /** File for the record's bytes. */
  readonly record?: string;
}

/** Exit 0: proved; 1: no checkpoint is over that record, or the ledger is not as it was written. */
export async function proveCommand(
  folder: string,
  record: number,
  { json, out, record: recordFile }: ProveOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const proved = await prove(folder, record);
  if (proved.kind !== 'proved') {
    const message = why(proved, folder, record);
    if (json) terminal.print(JSON.stringify({ ...proved, message }, null, 2));
    terminal.note(`seqplan: ${message}`);
    return EXIT.no;
  }
  const { proof, record: bytes, ...rest } = proved;
  if (out !== undefined) await writeBytes(out, proof);
  if (recordFile !== undefined) await writeBytes(recordFile, bytes);
  const text = new TextDecoder().decode(proof);
  if (json) terminal.print(JSON.stringify({ ...rest, ...(out === undefined && { proof: text }) }, null, 2));
  else if (out === undefined) terminal.print(text.trimEnd());
  else terminal.print(`record ${record} of ${rest.size} of ${rest.origin}: ${out}, ${proof.length} bytes`);
  if (rest.signers.length === 0) terminal.note(unsigned(rest.root));
  return EXIT.done;
}

function why(proof: Exclude<Proof, { kind: 'proved' }>, folder: string, record: number): string {
  if (proof.kind === 'broken') return verificationLine(proof);
  if (proof.kind === 'fault') return `${folder}/${proof.path}: ${proof.message}`;
  return `no checkpoint is over record ${record}: the last one counts ${proof.size} records`;
}

/** `root`: base64. */
const unsigned = (root: string): string =>
  'seqplan: nobody signed this ledger; the proof is worth something only to who has kept its root elsewhere:\n' +
  `  seqplan check --root ${toHex(fromBase64(root) ?? new Uint8Array())}`;
