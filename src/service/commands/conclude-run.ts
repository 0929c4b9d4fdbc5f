/** The end that simulated and real runs share: files, figures, verdict. */

import type { Report } from '../../analytics/index.ts';
import type { Fact, Plan, Scenario, Timed } from '../../model/index.ts';
import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { writeOutputs } from '../output-folder.ts';
import type { LedgerAudit } from '../recording.ts';
import { auditLine, lostLines } from '../text.ts';

export interface FinishedRun {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly report: Report;
  readonly facts: readonly Timed<Fact>[];
  readonly audit: LedgerAudit;
}

/** Exit 1 where an order was lost in the plan, a sample was not delivered, or the record does not hold. */
export async function concludeRun(
  run: FinishedRun,
  options: ScenarioOptions,
  { terminal }: CommandContext,
  summary: readonly string[],
): Promise<ExitCode> {
  const { scenario, plan, report, facts, audit } = run;
  if (options.out !== undefined) await writeOutputs(options.out, { scenario, plan, outcome: { report, facts } });
  const isSound = audit.verification.kind === 'verified' && audit.isReplayIdentical;
  if (options.json) {
    terminal.print(JSON.stringify(report, null, 2));
    terminal.note(auditLine(audit));
  } else {
    const pipelines = `${scenario.orders.length} pipelines planned, checked and carried out`;
    terminal.print([pipelines, ...lostLines(plan), ...summary, auditLine(audit)].join('\n'));
    if (options.out !== undefined) terminal.print(`files in ${options.out}/`);
  }
  return isSound && plan.lost.length === 0 ? EXIT.done : EXIT.no;
}
