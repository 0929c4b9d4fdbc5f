/** The end that simulated and real runs share: files, figures, verdict. */

import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { writeOutputs } from '../output-folder.ts';
import type { RunResult } from '../recorded-run.ts';
import { auditLine, lostLines } from '../text.ts';

/** Exit 1 where the plan loses an order, or the record does not hold; missed gates are no failure of the run. */
export async function concludeRun(
  run: RunResult,
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
