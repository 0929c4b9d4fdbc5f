/** `seqplan audit LEDGER` */

import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { audit } from '../ledger/run-audit.ts';
import { loadScenario } from '../scenario-source.ts';
import { describeFinding } from '../terminal.ts';
import { auditedLine, verificationLine } from '../text.ts';
import type { LedgerOptions } from './replay.ts';

/** Exit 0 where the ledger holds and the run kept every rule, 1 where not. */
export async function auditCommand(
  folder: string,
  { scenario, json }: LedgerOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const result = await audit(folder, scenario === undefined ? undefined : await loadScenario(scenario));
  const { verification, facts, findings } = result;
  if (json) terminal.print(JSON.stringify(result, null, 2));
  else {
    for (const finding of findings) terminal.note(describeFinding(finding, folder));
    terminal.print([verificationLine(verification), auditedLine(facts, findings.length)].join('\n'));
  }
  return verification.kind === 'verified' && findings.length === 0 ? EXIT.done : EXIT.no;
}
