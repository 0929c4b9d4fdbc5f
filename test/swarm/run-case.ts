/** Plans, simulates, audits and replays what a seed stands for, and says what is wrong with it. */

import { canonicalJson } from '../../src/base/index.ts';
import { drive, redecide, replay, stateDigestInput, type FactSink, type RunState } from '../../src/engine/index.ts';
import type { Fact, Plan, RunIdentity, Scenario, Situation, Timed } from '../../src/model/index.ts';
import { createSimulatedWorld } from '../../src/simulation/index.ts';
import { planInThread } from '../../src/solver/index.ts';
import { auditRun, checkPlan } from '../../src/validation/index.ts';
import { scenarioOf, type SwarmCase } from './case.ts';
import { createDice } from './dice.ts';
import { withPeople } from './people.ts';

/** Something that must never be. */
export interface Violation {
  /** A code of the auditor or, after `PLAN:`, of the plan checker; or `CRASH`, `PLANNER-CRASH`, `ENDLESS`, `REPLAY`, `REDECIDE`, `TWICE`. */
  readonly code: string;
  readonly message: string;
  /** Number of the fact, where there is one. */
  readonly place?: number;
}

export interface Outcome {
  readonly violations: readonly Violation[];
  readonly facts: readonly Timed<Fact>[];
}

/** What a test may exchange for something broken. */
export interface Parts {
  /** Between the engine and its sink, and back: facts as they are to be kept. */
  readonly record?: (fact: Timed<Fact>) => readonly Timed<Fact>[];
  readonly drive?: typeof drive;
  readonly replay?: typeof replay;
}

/** A laboratory of this size has some hundred facts; with thousands it runs in circles. */
const MOST_FACTS = 20_000;

const MOST_VIOLATIONS = 20;

/** Runs the case twice: two runs of one seed are the same to the byte. */
export async function runCase(swarmCase: SwarmCase, parts: Parts = {}): Promise<Outcome> {
  const scenario = scenarioOf(swarmCase.document);
  const first = await runOnce(scenario, swarmCase, parts);
  if (first.violations.length > 0) return first;
  const second = await runOnce(scenario, swarmCase, { ...parts, isAgain: true });
  if (stream(first.facts) === stream(second.facts)) return first;
  const place = first.facts.findIndex((f, k) => canonicalJson(f) !== canonicalJson(second.facts[k] ?? null));
  return { ...first, violations: [{ code: 'TWICE', message: `two runs part at fact ${place}`, place }] };
}

const stream = (facts: readonly Timed<Fact>[]): string => facts.map((f) => canonicalJson(f)).join('\n');

type Once = Parts & { readonly isAgain?: boolean };

async function runOnce(scenario: Scenario, swarmCase: SwarmCase, parts: Once): Promise<Outcome> {
  const { seed, habits } = swarmCase;
  const facts: Timed<Fact>[] = [];
  const violations: Violation[] = [];
  const dice = createDice(seed).split('run');
  const planner = plannerOf(scenario, swarmCase, { violations, facts, isTrusted: parts.isAgain === true });
  const inner = createSimulatedWorld({ scenario, planner, seed });
  const { world, hear } = withPeople(inner, { scenario, habits, dice: dice.split('people') });
  const record = parts.record ?? ((fact) => [fact]);
  const sink: FactSink = {
    append: (fact) => {
      hear(fact);
      // As a ledger would keep it.
      facts.push(...record(JSON.parse(JSON.stringify(fact)) as Timed<Fact>));
      if (facts.length > MOST_FACTS) throw new Endless(`more than ${MOST_FACTS} facts`);
    },
    flush: async () => {},
  };
  let state: RunState;
  try {
    state = await (parts.drive ?? drive)({ scenario, world, sink, run: identity(seed) });
  } catch (error) {
    const code = error instanceof Endless ? 'ENDLESS' : 'CRASH';
    return { facts, violations: [...violations, { code, message: messageOf(error), place: facts.length }] };
  }
  if (parts.isAgain === true) return { facts, violations: [] };
  const findings = auditRun({ scenario, facts }).map(({ code, message, path }) => ({
    code,
    message,
    place: Number(path.slice(1)),
  }));
  violations.push(...findings, ...judgeReplay(scenario, facts, state, parts.replay ?? replay));
  violations.push(...judgeDecisions(scenario, facts));
  return { facts, violations: violations.slice(0, MOST_VIOLATIONS) };
}

class Endless extends Error {}

function judgeReplay(
  scenario: Scenario,
  facts: readonly Timed<Fact>[],
  state: RunState,
  again: typeof replay,
): readonly Violation[] {
  try {
    const same = canonicalJson(stateDigestInput(again(scenario, facts))) === canonicalJson(stateDigestInput(state));
    return same ? [] : [{ code: 'REPLAY', message: 'the facts lead to another state than the one that was lived' }];
  } catch (error) {
    return [{ code: 'REPLAY', message: `the facts cannot be replayed: ${messageOf(error)}` }];
  }
}

/** What the engine decides when it is told again what the facts say that the world told. */
function judgeDecisions(scenario: Scenario, facts: readonly Timed<Fact>[]): readonly Violation[] {
  const again = redecide({ scenario, facts });
  if (again.kind === 'same') return [];
  const { place, decided, cause } = again;
  return [
    { code: 'REDECIDE', message: `${cause}, the engine decides another ${decided?.type ?? 'fact, or none'}`, place },
  ];
}

interface PlannerOptions {
  readonly violations: Violation[];
  /** So far. */
  readonly facts: readonly Timed<Fact>[];
  /** Its answers were judged before. */
  readonly isTrusted: boolean;
}

function plannerOf(scenario: Scenario, { seed, habits }: SwarmCase, { violations, facts, isTrusted }: PlannerOptions) {
  const dice = createDice(seed).split('planner');
  return async ({ situation }: { readonly situation: Situation }): Promise<Plan> => {
    if (dice.chance(habits.refusals)) throw new Error('no plan today');
    const { rule, iterations } = habits;
    let plan: Plan;
    try {
      plan = planInThread(scenario, situation, { seed, rule, budget: { iterations } });
    } catch (error) {
      violations.push({ code: 'PLANNER-CRASH', message: messageOf(error), place: facts.length });
      throw error;
    }
    const findings = isTrusted ? [] : checkPlan({ scenario, situation, plan });
    for (const { code, message } of findings) violations.push({ code: `PLAN:${code}`, message, place: facts.length });
    return plan;
  };
}

const identity = (seed: number): RunIdentity => ({
  world: 'simulated',
  scenario: 'swarm',
  scenarioDigest: '0'.repeat(64),
  seed,
  version: '0',
  epoch: '2026-11-30T00:00:00+00:00',
});

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const where = error.stack?.split('\n').find((line) => line.includes('src/')) ?? '';
  return `${error.message} ${where.trim()}`.trim();
}
