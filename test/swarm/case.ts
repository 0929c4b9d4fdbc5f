/** What a seed stands for: a laboratory, and how its planner and its operators behave. */

import { readScenario, type Scenario, type ScenarioDocument } from '../../src/model/index.ts';
import type { PlannerRule } from '../../src/solver/index.ts';
import { createDice } from './dice.ts';
import { randomDocument, randomOrders } from './random-document.ts';

export interface SwarmCase {
  readonly seed: number;
  readonly document: ScenarioDocument;
  readonly habits: Habits;
}

export interface Habits {
  readonly rule: PlannerRule;
  /** Of the search, where the rule is a search. */
  readonly iterations: number;
  /** Chance that a plan does not come, percent. */
  readonly refusals: number;
  /** Chance that a held lot is ever released, percent. */
  readonly releases: number;
  /** Decisions that nobody asked for: orders cancelled, priorities changed. */
  readonly whims: number;
  /** Foretold failures of machines. */
  readonly prognoses: number;
}

export function caseOf(seed: number): SwarmCase {
  const dice = createDice(seed);
  const document = randomDocument(dice.split('laboratory'));
  const workflows = document.workflows?.map((w) => w.id) ?? [];
  const own = dice.split('habits');
  return {
    seed,
    document: { ...document, orders: randomOrders(dice.split('orders'), workflows) },
    habits: {
      rule: own.pick(['fifo', 'edd', 'fifo-batch', 'portfolio'] as const),
      iterations: own.int(1, 6),
      refusals: own.pick([0, 0, 0, 15, 60]),
      releases: own.pick([100, 80, 0]),
      whims: own.pick([0, 0, 1, 3]),
      prognoses: own.pick([0, 0, 2]),
    },
  };
}

/** @throws where the reader rejects what was drawn: a fault of the generator. */
export function scenarioOf(document: ScenarioDocument): Scenario {
  const reading = readScenario(document);
  if (reading.kind === 'ok') return reading.scenario;
  throw new Error(reading.findings.map((f) => `${f.path} ${f.code}: ${f.message}`).join('\n'));
}
