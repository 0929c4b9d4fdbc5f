/** Short words for the planner's tests. */

import { HOUR } from '../../src/base/index.ts';
import type { Plan, PlannedTask, Scenario, Situation } from '../../src/model/index.ts';
import { planInThread, type PlannerRule } from '../../src/solver/index.ts';
import { untouched } from '../support/tiny-lab.ts';
import { brokenRules } from './naive-check.ts';

/** The plan by `rule` (20 steps unless said otherwise), after the slow oracle has found nothing wrong with it. */
export function plan(
  scenario: Scenario,
  {
    rule = 'edd',
    situation = untouched(scenario),
    steps = 20,
  }: { rule?: PlannerRule; situation?: Situation; steps?: number } = {},
): Plan {
  const made = planInThread(scenario, situation, { seed: 1, budget: { iterations: steps }, rule });
  const broken = brokenRules(scenario, situation, made);
  if (broken.length > 0) throw new Error(broken.join('\n'));
  return made;
}

/** The task that holds a stage of a lot. */
export function taskOf(made: Plan, lot: string, stage: string): PlannedTask {
  const task = made.tasks.find((t) => t.members.some((m) => m.lot === lot && m.stage === stage));
  if (task === undefined) throw new Error(`${stage} of ${lot} is not planned: ${JSON.stringify(made.lost)}`);
  return task;
}

/** Start and end in hours after the epoch. */
export const hoursOf = (task: { start: number; end: number }): readonly [number, number] => [
  task.start / HOUR,
  task.end / HOUR,
];
