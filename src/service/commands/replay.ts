/** `seqplan replay LEDGER` */

import { canonicalJson } from '../../base/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { replayLedger, type RunReplay } from '../ledger/replaying.ts';
import { loadScenario } from '../scenario-source.ts';
import { verificationLine } from '../text.ts';

export interface LedgerOptions {
  /** Of ledgers that do not hold it. */
  readonly scenario?: string;
  readonly json: boolean;
}

/** Exit 0 where the ledger holds and the engine decides all that is in it, 1 where not. */
export async function replayCommand(
  folder: string,
  { scenario, json }: LedgerOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const result = await replayLedger(folder, scenario === undefined ? undefined : await loadScenario(scenario));
  if (json) terminal.print(JSON.stringify(result, null, 2));
  else terminal.print([verificationLine(result.verification), ...replayLines(result)].join('\n'));
  return result.verification.kind === 'verified' && result.difference === undefined ? EXIT.done : EXIT.no;
}

function replayLines({ verification, decisions, isClosed, difference }: RunReplay): readonly string[] {
  if (verification.kind === 'broken') return [];
  const count = `${decisions} ${decisions === 1 ? 'decision' : 'decisions'} re-derived`;
  if (difference === undefined) {
    return [`${count}, none differs`, ...(isClosed ? [] : ['the run has not come to its end'])];
  }
  const { record, recorded, decided, cause } = difference;
  return [
    `${count}, then record ${record} differs (${cause})`,
    `  recorded: ${recorded === undefined ? 'nothing' : canonicalJson(recorded)}`,
    `  decided:  ${decided === undefined ? 'nothing' : canonicalJson(decided)}`,
  ];
}
