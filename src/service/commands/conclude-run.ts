/** The end that simulated and real runs share: files, figures, verdict. */

import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { writeOutputs } from '../output-folder.ts';
import type { RunResult } from '../runs/recorded-run.ts';
import { isSound } from '../runs/recording.ts';
import { describeFinding } from '../terminal.ts';
import { auditLines, lostLines } from '../text.ts';

/** Exit 1 where the plan loses an order, the record does not hold, or the auditor finds something; missed gates are no failure of the run. */
export async function concludeRun(
  run: RunResult,
  options: ScenarioOptions,
  { terminal }: CommandContext,
  summary: readonly string[],
): Promise<ExitCode> {
  const { scenario, plan, report, facts, audit } = run;
  if (options.out !== undefined) await writeOutputs(options.out, { scenario, plan, outcome: { report, facts } });
  for (const finding of audit.findings) terminal.note(describeFinding(finding, 'ledger'));
  if (options.json) {
    terminal.print(JSON.stringify(report, null, 2));
    for (const line of auditLines(audit)) terminal.note(line);
  } else {
    const pipelines = `${scenario.orders.length} pipelines planned, checked and carried out`;
    terminal.print([pipelines, ...lostLines(plan), ...summary, ...auditLines(audit)].join('\n'));
    if (options.out !== undefined) terminal.print(`files in ${options.out}/`);
  }
  return isSound(audit) && plan.lost.length === 0 ? EXIT.done : EXIT.no;
}
