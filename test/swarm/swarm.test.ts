/** The swarm in small: `npm run sim:swarm -- --seeds 1000` is the whole of it. */

import { describe, expect, test } from 'vitest';

import { readScenario } from '../../src/model/index.ts';
import { caseOf } from './case.ts';
import { runCase } from './run-case.ts';
import { shrink } from './shrink.ts';
import { sweep } from './sweep.ts';

describe('thirty seeds', () => {
  test('break no rule, replay to the same state, and are the same to the byte when run again', async () => {
    const { violations, seen } = await sweep({ from: 1, seeds: 30 });
    expect(violations).toEqual([]);
    // They are worth judging: of everything that may happen, something did.
    const actions = ['abort', 'degrade', 'fallback', 'hold', 'quarantine', 'retry'];
    const outcomes = ['cancelled', 'delivered', 'delivered-degraded', 'expired', 'quarantined'];
    const decisions = ['cancel-order', 'release-lot', 'set-priority'];
    for (const kind of [
      ...actions.map((action) => `policy-applied ${action}`),
      ...outcomes.map((outcome) => `sample ${outcome}`),
      ...decisions.map((decision) => `operator-decided ${decision}`),
      'hazard-assessed',
      'machine-down',
      'maintenance-finished',
      'order-announced',
      'plan-refused',
      'prognosis-received',
      'shortage-ended',
      'task-overtook',
      'telemetry-read',
    ]) {
      expect(seen[kind] ?? 0, kind).toBeGreaterThan(0);
    }
  });
});

test('every drawn laboratory is one that the scenario reader accepts', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const reading = readScenario(caseOf(seed).document);
    expect({ seed, findings: reading.kind === 'ok' ? [] : reading.findings }).toEqual({ seed, findings: [] });
  }
});

test('a laboratory that goes wrong is made smaller as long as it goes wrong', async () => {
  // Here it is wrong to have an order of two samples or more.
  const cases = Array.from({ length: 20 }, (_, k) => caseOf(k + 1));
  const wrong = cases.find(({ document: { orders = [], simulation } }) => {
    const isLarge = orders.some((o) => Number(o.samples) > 1) && orders.length > 2;
    return isLarge && (simulation?.incidents ?? []).length > 0;
  });
  if (wrong === undefined) throw new Error('no case is large enough');
  const small = await shrink(
    wrong,
    async ({ document }) => document.orders?.some((o) => Number(o.samples) > 1) === true,
  );
  expect(small.document.orders).toHaveLength(1);
  expect(small.document.simulation?.incidents ?? []).toEqual([]);
});

test('what a run forgets to record is found', async () => {
  const { violations } = await runCase(caseOf(1), {
    record: (fact) => (fact.type === 'sample-closed' && fact.sample.endsWith('s01') ? [] : [fact]),
  });
  expect(violations.map((v) => v.code)).toContain('SAMPLE-FORGOTTEN');
});

// A lot that left a stage unstored; work that failed during its set-up; an order that a recalled schedule dropped; two stages side by side.
test.each([8, 17, 120, 214, 334, 600])('seed %i, which found a fault once, finds none', async (seed) => {
  expect((await runCase(caseOf(seed))).violations).toEqual([]);
});
