/** `seqplan plan SCENARIO`: the plan, its figures, and the usual ways to plan beside it. */

import { comparisonRow, planFigures, type ComparisonRow } from '../../analytics/index.ts';
import { initialSituation } from '../../model/index.ts';
import { createMipSolver, createPlannerPool, proveBounds, type PlannerRule } from '../../solver/index.ts';
import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { writeOutputs } from '../output-folder.ts';
import { checkedPlanner } from '../planning.ts';
import { warnBeforehand } from '../preflight/index.ts';
import { loadScenario } from '../scenario-source.ts';
import { createProgress } from '../terminal.ts';
import { comparisonLines, lostLines, objectiveLines } from '../text.ts';

const BASELINES: readonly PlannerRule[] = ['fifo', 'fifo-batch', 'edd'];

export interface PlanCommandOptions extends ScenarioOptions {
  /** Mixed-integer programs: pooling proposed to a search with a time limit, and sharper bounds. */
  readonly mip: boolean;
}

export async function planCommand(
  file: string,
  options: PlanCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, clock } = context;
  const progress = createProgress(terminal, clock);
  const checked = await loadScenario(file);
  const { scenario } = checked;
  await warnBeforehand(checked, { purpose: 'plan', file, terminal });
  const pool = createPlannerPool({ workers: options.workers });
  const mip = options.mip ? createMipSolver() : undefined;
  try {
    await mip?.warm();
    const situation = initialSituation(scenario);
    const { seed, budget } = options;
    const means = { seed, budget, ...(mip === undefined ? {} : { mip }) };
    const planBy = (rule: PlannerRule) => checkedPlanner(scenario, pool, { ...means, rule })(situation);
    const found = await planBy('portfolio');
    const plan = mip === undefined ? found : await proveBounds({ scenario, situation, plan: found }, mip);
    const rows: ComparisonRow[] = [comparisonRow('seqplan', scenario, planFigures(scenario, plan))];
    for (const rule of BASELINES) {
      progress(() => `comparing with ${rule}`);
      rows.push(comparisonRow(rule, scenario, planFigures(scenario, await planBy(rule))));
    }
    if (options.out !== undefined) await writeOutputs(options.out, { scenario, plan });
    if (options.json) {
      terminal.print(JSON.stringify({ plan, figures: planFigures(scenario, plan), comparison: rows }, null, 2));
    } else {
      terminal.print(
        [...comparisonLines(rows), ...objectiveLines(plan), ...lostLines(plan), 'plan checked: 0 findings'].join('\n'),
      );
      if (options.out !== undefined) terminal.print(`files in ${options.out}/`);
    }
    return plan.lost.length > 0 ? EXIT.no : EXIT.done;
  } finally {
    await mip?.close();
    await pool.close();
  }
}
