/** `seqplan simulate SCENARIO`: plan, simulate, record, verify, report. */

import { summaryLines } from '../../analytics/index.ts';
import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
import { ledgerSigner } from '../keys/keys.ts';
import { ledgerForSimulation } from '../ledger/ledger-folder.ts';
import { warnBeforehand } from '../preflight/index.ts';
import { loadScenario } from '../scenario-source.ts';
import { simulate } from '../runs/simulation.ts';
import { createProgress } from '../terminal.ts';
import { concludeRun } from './conclude-run.ts';

export async function simulateCommand(
  file: string,
  options: ScenarioOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const progress = createProgress(context.terminal, context.clock);
  const checked = await loadScenario(file);
  await warnBeforehand(checked, { purpose: 'simulate', file, terminal: context.terminal });
  const signer = await ledgerSigner(options.key, context.environment ?? {});
  let count = 0;
  const result = await simulate(checked, {
    ...options,
    ...(signer && { signer }),
    ...(options.out !== undefined && { ledger: await ledgerForSimulation(options.out) }),
    onFact: ({ at }) => {
      count++;
      progress(() => `day ${(at / 86_400).toFixed(1)}, ${count} facts`);
    },
  });
  return concludeRun(result, options, context, summaryLines(result.report));
}
