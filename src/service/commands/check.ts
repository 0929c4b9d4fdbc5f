/** `seqplan check FILE --record FILE`: whether a proof holds. Offline, without the ledger. */

import type { ProofVerdict } from '../../provenance/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { checkProof } from '../ledger/proving.ts';

export interface CheckCommandOptions {
  readonly json: boolean;
  readonly record: string;
  readonly vkey: readonly string[];
  readonly witness: readonly string[];
  readonly threshold?: number;
  readonly origin?: string;
  readonly root?: string;
}

/** Exit 0: proven; 1: not; 2: it could not be tried, for want of a file or a key. */
export async function checkCommand(
  file: string,
  { json, vkey: vkeys, witness: witnesses, ...options }: CheckCommandOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const verdict = await checkProof(file, { ...options, vkeys, witnesses });
  if (json) terminal.print(JSON.stringify(verdict, null, 2));
  else for (const line of verdictLines(verdict)) terminal.print(line);
  return verdict.kind === 'proven' ? EXIT.done : EXIT.no;
}

function verdictLines(verdict: ProofVerdict): readonly string[] {
  if (verdict.kind === 'refused') return [`not proven: ${verdict.code}, ${verdict.message}`];
  const { origin, index, size, signedBy, witnessedBy } = verdict;
  return [
    `proven: these bytes are record ${index} of the ${size} in ${printable(origin)}`,
    ...signedBy.map((vkey) => `signed by ${vkey}`),
    ...witnessedBy.map(({ vkey, time }) => `seen by ${vkey} at ${instant(time)}`),
    ...(signedBy.length > 0 ? [] : ['by the root alone: name and number of records are as the file says']),
  ];
}

/** Where nobody signed, anybody may have written it. */
const printable = (text: string): string => text.replaceAll(/\p{C}/gu, '?');

/** A witness's clock may say anything; dates end in the year 275760. */
const instant = (seconds: number): string =>
  seconds <= 8.64e12 ? new Date(seconds * 1000).toISOString() : `${seconds} s after 1970`;
