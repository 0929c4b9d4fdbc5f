/** `seqplan explain SCENARIO`: for each late or lost order, what binds it and the cheapest change that saves it. */

import { compareText } from '../../base/index.ts';
import { id, type OrderId } from '../../model/index.ts';
import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import { ServiceError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { explain } from '../explanation.ts';
import { explanationLines } from '../explanation-text.ts';
import { writeOutputs } from '../output-folder.ts';
import { loadScenario, type CheckedScenario } from '../scenario-source.ts';
import { createProgress } from '../terminal.ts';

export interface ExplainCommandOptions extends ScenarioOptions {
  readonly order?: string;
  readonly changes: number;
}

export async function explainCommand(
  file: string,
  options: ExplainCommandOptions,
  { terminal, clock }: CommandContext,
): Promise<ExitCode> {
  const progress = createProgress(terminal, clock);
  const checked = await loadScenario(file);
  const { seed, budget, workers } = options;
  const result = await explain(checked, {
    seed,
    budget,
    workers,
    mostChanges: options.changes,
    ...(options.order !== undefined && { orders: [orderNamed(checked, options.order)] }),
    onReplan: (plans) => progress(() => `${plans} plans made`),
  });
  if (options.out !== undefined) await writeOutputs(options.out, result);
  if (options.json) terminal.print(JSON.stringify(result.explanations, null, 2));
  else terminal.print(explanationLines(result, options.order).join('\n'));
  return result.plan.lost.length > 0 ? EXIT.no : EXIT.done;
}

/** @throws ServiceError `REJECTED` where the scenario has no such order. */
function orderNamed({ scenario }: CheckedScenario, name: string): OrderId {
  if (scenario.orders.some((order) => order.id === name)) return id(name);
  const names = scenario.orders.map((order) => order.id).toSorted(compareText);
  const finding = {
    code: 'UNKNOWN-REFERENCE',
    severity: 'error',
    path: '--order',
    message: `there is no order ${name}`,
    hint: `Orders: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}`,
  } as const;
  throw new ServiceError('REJECTED', `there is no order ${name}`, { findings: [finding] });
}
