/** The files that a plan or a run leaves for people: plan.json, report.json, explanations.json, plan.svg, actual.svg. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actualGantt, planGantt, type Report } from '../analytics/index.ts';
import type { Fact, Plan, Scenario, Timed } from '../model/index.ts';
import type { OrderExplanation } from '../solver/index.ts';
import { ServiceError } from './errors.ts';

export interface Outputs {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** Absent where nobody asked. */
  readonly explanations?: readonly OrderExplanation[];
  /** Absent for a plan that was not carried out. */
  readonly outcome?: { readonly report: Report; readonly facts: readonly Timed<Fact>[] };
}

/** @throws ServiceError `IO` */
export async function writeOutputs(
  directory: string,
  { scenario, plan, explanations, outcome }: Outputs,
): Promise<void> {
  const files = new Map([
    ['plan.json', json(plan)],
    ['plan.svg', planGantt(scenario, plan)],
  ]);
  if (explanations !== undefined) files.set('explanations.json', json(explanations));
  if (outcome !== undefined) {
    files.set('report.json', json(outcome.report));
    files.set('actual.svg', actualGantt(scenario, outcome.facts));
  }
  try {
    await mkdir(directory, { recursive: true });
    for (const [name, text] of files) await writeFile(path.join(directory, name), text);
  } catch (cause) {
    throw new ServiceError('IO', `cannot write to ${directory}: ${messageOf(cause)}`, { cause });
  }
}

/** The one spelling of JSON documents that people and programs read. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
