/** `seqplan audit LEDGER --scenario FILE` */

import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { audit } from '../run-audit.ts';
import { loadScenario } from '../scenario-source.ts';
import { describeFinding } from '../terminal.ts';
import { auditedLine, verificationLine } from '../text.ts';

export interface AuditOptions {
  readonly scenario: string;
  readonly json: boolean;
}

/** Exit 0 where the ledger holds and the run kept every rule, 1 where not. */
export async function auditCommand(
  folder: string,
  options: AuditOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const result = await audit(folder, await loadScenario(options.scenario));
  const { verification, facts, findings } = result;
  if (options.json) terminal.print(JSON.stringify(result, null, 2));
  else {
    for (const finding of findings) terminal.note(describeFinding(finding, folder));
    terminal.print([verificationLine(verification), auditedLine(facts, findings.length)].join('\n'));
  }
  return verification.kind === 'verified' && findings.length === 0 ? EXIT.done : EXIT.no;
}
