/** `seqplan explain SAMPLE --ledger LEDGER`: the life of a sample, or of an order, record by record. */

import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { explainSample, lifeLines } from '../sample-life/index.ts';
import { loadScenario } from '../scenario-source.ts';
import { verificationLine } from '../text.ts';

export interface ExplainSampleOptions {
  readonly ledger: string;
  /** Of ledgers that do not hold it. */
  readonly scenario?: string;
  readonly json: boolean;
}

/** Exit 1 where the ledger does not hold: then nothing in it is told. */
export async function explainSampleCommand(
  name: string,
  { ledger, scenario, json }: ExplainSampleOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const source = scenario === undefined ? undefined : await loadScenario(scenario);
  const result = await explainSample(ledger, name, source);
  if (json) terminal.print(JSON.stringify(result.kind === 'life' ? result.life : result, null, 2));
  else if (result.kind === 'life') terminal.print(lifeLines(result.life).join('\n'));
  else terminal.print(verificationLine(result.verification));
  return result.kind === 'life' ? EXIT.done : EXIT.no;
}
