/** Decisions derived again from facts: none differs where the engine decided, and what somebody else decided is found where it stands. */

import { describe, expect, test } from 'vitest';

import { canonicalJson, seconds } from '../../src/base/index.ts';
import { redecide, replay, stateDigestInput } from '../../src/engine/index.ts';
import type { Fact, Scenario, Timed } from '../../src/model/index.ts';
import { caseOf, scenarioOf } from '../swarm/case.ts';
import { createDice } from '../swarm/dice.ts';
import { runCase } from '../swarm/run-case.ts';

interface Run {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly facts: readonly Timed<Fact>[];
}

async function runOf(seed: number): Promise<Run> {
  const swarmCase = caseOf(seed);
  const { facts } = await runCase(swarmCase);
  return { seed, scenario: scenarioOf(swarmCase.document), facts };
}

const runs = await Promise.all([1, 5, 13, 17, 23, 24, 30, 33].map(runOf));

/** What the engine decides and no world tells. */
const DECIDED: readonly Fact['type'][] = [
  'hazard-assessed',
  'lot-stored',
  'maintenance-started',
  'order-closed',
  'plan-requested',
  'policy-applied',
  'sample-closed',
  'stage-skipped',
  'task-overtook',
  'task-started',
];

const placesOf = ({ facts }: Run): readonly number[] =>
  [...facts.keys()].filter((k) => DECIDED.some((type) => type === facts[k]?.type));

/** Another value of the same kind. */
const other = (value: unknown): unknown => {
  switch (typeof value) {
    case 'number':
      return value + 1;
    case 'boolean':
      return !value;
    case 'string':
      return `${value}x`;
    default:
      return Array.isArray(value) ? [...(value as readonly unknown[]), 'x'] : { x: 1 };
  }
};

interface Forgery {
  readonly what: string;
  readonly place: number;
  readonly facts: readonly Timed<Fact>[];
}

const isRare = ({ facts }: Run, { type }: Fact): boolean => facts.filter((f) => f.type === type).length < 4;

function* forgeriesOf(run: Run): Generator<Forgery> {
  const dice = createDice(run.seed).split('forgery');
  for (const place of placesOf(run)) {
    const fact = run.facts[place] as Timed<Fact>;
    // One in eight: a run has some hundred, and each is derived again from the start.
    if (!isRare(run, fact) && !dice.chance(12)) continue;
    const members = Object.keys(fact).filter((key) => key !== 'type');
    const key = dice.pick(members);
    const forged = { ...fact, [key]: other(fact[key as keyof typeof fact]) } as Timed<Fact>;
    yield { what: `${fact.type}.${key}`, place, facts: run.facts.with(place, forged) };
    yield { what: `no ${fact.type}`, place, facts: run.facts.toSpliced(place, 1) };
    yield { what: `${fact.type} twice`, place: place + 1, facts: run.facts.toSpliced(place, 0, fact) };
  }
}

test('what the engine decided is decided again, fact by fact', () => {
  for (const { seed, scenario, facts } of runs) {
    const again = redecide({ scenario, facts });
    expect(again, `seed ${seed}`).toMatchObject({ kind: 'same', unfinished: { facts: [] } });
  }
});

test('a decision that is changed, left out or made twice is reported at its own place', () => {
  const kinds = new Map<string, number>();
  for (const run of runs) {
    for (const { what, place, facts } of forgeriesOf(run)) {
      const again = redecide({ scenario: run.scenario, facts });
      expect(again.kind === 'differs' ? again.place : again.kind, `seed ${run.seed}: ${what}`).toBe(place);
      const kind = what.replace(/\..*/, '');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  for (const type of DECIDED) expect(kinds.get(type) ?? 0, type).toBeGreaterThan(0);
});

describe('a forged decision that keeps to the vocabulary', () => {
  const forge = (type: Fact['type'], change: (facts: Timed<Fact>[], place: number) => number | undefined): void => {
    let forged = 0;
    for (const run of runs) {
      const place = run.facts.findIndex((f) => f.type === type);
      if (place < 0) continue;
      const facts = [...run.facts];
      const expected = change(facts, place);
      if (expected === undefined) continue;
      const again = redecide({ scenario: run.scenario, facts });
      expect(again, `seed ${run.seed}`).toMatchObject({ kind: 'differs', place: expected });
      forged++;
    }
    expect(forged).toBeGreaterThan(0);
  };

  test('another step of the error policy', () => {
    forge('policy-applied', (facts, place) => {
      const fact = facts[place];
      if (fact?.type !== 'policy-applied') return undefined;
      facts[place] = { ...fact, step: fact.step + 1 };
      return place;
    });
  });

  test('an overtaking that no rule gives', () => {
    forge('task-started', (facts, place) => {
      const fact = facts[place];
      const next = facts.slice(place + 1).find((f) => f.type === 'task-started');
      if (fact?.type !== 'task-started' || next?.type !== 'task-started') return undefined;
      const reason = `${fact.task}: more urgent`;
      facts.splice(place, 0, { type: 'task-overtook', task: fact.task, over: [next.task], reason, at: fact.at });
      return place;
    });
  });

  test('a plan that is put in force after work has begun by it', () => {
    forge('plan-adopted', (facts) => {
      const end = facts.findIndex((f, k) => f.type === 'plan-adopted' && facts[k + 1]?.type === 'task-started');
      const next = facts[end + 1];
      if (next === undefined || next.at !== facts[end]?.at) return undefined;
      const place =
        facts.findLastIndex((f, k) => k < end && f.type !== 'task-planned' && f.type !== 'maintenance-planned') + 1;
      facts.splice(place, end - place + 2, next, ...facts.slice(place, end + 1));
      return place;
    });
  });

  test('work that began a minute after it could', () => {
    forge('task-started', (facts, place) => {
      const first = facts[place];
      const before = facts[place - 1];
      const behind = facts.findIndex((f) => f.at > (first?.at ?? 0));
      // Only where it is the first that comes about at its instant, so that time does not run backwards.
      if (first === undefined || before === undefined || behind < 0) return undefined;
      if ((facts[behind]?.at ?? 0) < first.at + 60 || before.type === 'task-overtook') return undefined;
      for (let k = place; k < behind; k++) {
        const fact = facts[k];
        if (fact !== undefined) facts[k] = { ...fact, at: seconds(fact.at + 60) };
      }
      return place;
    });
  });

  test('a sample that is delivered although it expired', () => {
    forge('sample-closed', (facts) => {
      const place = facts.findIndex((f) => f.type === 'sample-closed' && f.outcome === 'expired');
      const fact = facts[place];
      if (fact?.type !== 'sample-closed') return undefined;
      facts[place] = { ...fact, outcome: 'delivered', reason: 'all stages done' };
      return place;
    });
  });
});

test('facts that the engine cannot take are a difference, not a crash', () => {
  const [run] = runs;
  if (run === undefined) throw new Error('no run');
  const [opened] = run.facts;
  const down = {
    type: 'machine-down',
    machine: 'nowhere',
    reason: 'x',
    expectedUp: 9,
    at: 0,
  } as unknown as Timed<Fact>;
  for (const [facts, place] of [
    [[], undefined],
    [[down], 0],
    [[opened, down], 1],
    [[opened, opened], 1],
    [[opened, { type: 'nonsense', at: 0 }], 1],
    [[...run.facts, run.facts.at(-1)], run.facts.length],
  ] as readonly [readonly Timed<Fact>[], number | undefined][]) {
    const again = redecide({ scenario: run.scenario, facts });
    expect(again.kind === 'differs' ? again.place : undefined).toBe(place);
  }
});

test('the facts of any beginning of a run, with what is left of its last decision, lead to the state after that decision', () => {
  for (const { scenario, facts, seed } of runs.slice(0, 3)) {
    for (let cut = 1; cut < facts.length; cut += 7) {
      // A plan that is cut off is no decision that could be finished: its rest is not known.
      const part = facts.slice(0, cut);
      if (isPlanCut(part)) continue;
      const again = redecide({ scenario, facts: part });
      if (again.kind !== 'same') expect.fail(`seed ${seed}, ${cut} facts: ${canonicalJson(again)}`);
      const whole = facts.slice(0, cut + again.unfinished.facts.length);
      expect(again.unfinished.facts).toEqual(whole.slice(cut));
      const [reached, lived] = [again.state, replay(scenario, whole)].map((s) => canonicalJson(stateDigestInput(s)));
      expect(reached === lived, `seed ${seed}, ${cut} facts`).toBe(true);
    }
  }
});

function isPlanCut(facts: readonly Timed<Fact>[]): boolean {
  const last = facts.at(-1)?.type;
  return last === 'task-planned' || last === 'maintenance-planned';
}
