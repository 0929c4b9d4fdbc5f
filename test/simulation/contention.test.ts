/** The scenarios of examples/contention, each simulated with quick plans: what its first lines promise comes true. */

import { readdirSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { DAY, HOUR } from '../../src/base/index.ts';
import type { Fact, Scenario, Timed } from '../../src/model/index.ts';
import { loadScenario } from '../../src/service/index.ts';
import { simulate } from '../../src/simulation/index.ts';
import { planInThread, type PlannerRule } from '../../src/solver/index.ts';
import { RUN, only } from '../engine/harness.ts';
import { audit } from '../support/audit.ts';

interface Carried {
  readonly scenario: Scenario;
  readonly told: readonly Timed<Fact>[];
}

const carried = new Map<string, Promise<Carried>>();

/** Carried out once for all tests of this file. */
function carriedOut(name: string, seed = 1, rule: PlannerRule = 'portfolio'): Promise<Carried> {
  const key = `${name} ${seed} ${rule}`;
  const known = carried.get(key) ?? carryOut(name, seed, rule);
  carried.set(key, known);
  return known;
}

/** With eight steps of search for each plan. */
async function carryOut(name: string, seed: number, rule: PlannerRule): Promise<Carried> {
  const { scenario, warnings } = await loadScenario(`examples/contention/${name}.yaml`);
  expect(warnings).toEqual([]);
  const told: Timed<Fact>[] = [];
  await simulate({
    scenario,
    seed,
    run: { ...RUN, scenario: name },
    planner: async ({ situation }) => planInThread(scenario, situation, { seed: 1, budget: { iterations: 8 }, rule }),
    sink: { append: (fact) => void told.push(fact), flush: async () => {} },
  });
  return { scenario, told };
}

const NAMES = readdirSync('examples/contention').map((file) => file.replace('.yaml', ''));

test.each(NAMES)('%s: no rule is broken, every sample has a verdict, the run ends by itself', async (name) => {
  const { scenario, told } = await carriedOut(name);
  expect(audit(scenario, told)).toEqual([]);
  expect(told.at(-1)).toMatchObject({ type: 'run-closed', reason: 'complete' });
  const verdicts = only(told, 'sample-closed').map((f) => f.sample);
  expect(verdicts.toSorted()).toEqual(scenario.orders.flatMap((o) => o.samples.map((s) => s.id)).toSorted());
});

const SEEDS = [1, 2, 3] as const;

const overSeeds = (name: string, { rule, seeds = SEEDS }: { rule?: PlannerRule; seeds?: readonly number[] } = {}) =>
  Promise.all(seeds.map((seed) => carriedOut(name, seed, rule)));

/** Neither delivered nor set aside for what was measured: too late, or too old. */
const lostIn = (runs: readonly Carried[]): number =>
  runs
    .flatMap(({ told }) => only(told, 'sample-closed'))
    .filter(({ outcome }) => outcome === 'expired' || outcome === 'cancelled').length;

test.each(['one-sequencer-left', 'tenfold-surge', 'two-stats-and-an-expiring-batch'])(
  '%s: first come, first served loses samples, and a plan of a few steps loses fewer',
  async (name) => {
    const seeds = [1, 2];
    const [planned, fifo] = [await overSeeds(name, { seeds }), await overSeeds(name, { seeds, rule: 'fifo' })];
    expect(lostIn(fifo)).toBeGreaterThan(0);
    expect(lostIn(planned)).toBeLessThan(lostIn(fifo));
  },
);

describe('one-sequencer-left', () => {
  test('for four days from Monday noon nothing is sequenced but on the position that is left', async () => {
    const run = await carriedOut('one-sequencer-left');
    const noon = 12 * HOUR;
    const runs = only(run.told, 'task-started').filter(({ placement }) => placement.kind === 'run');
    const during = runs.filter((f) => f.at >= noon && f.at < noon + 4 * DAY);
    expect(during.length).toBeGreaterThan(1);
    for (const { placement } of during) expect(placement).toMatchObject({ machine: 'nova-2/B' });
    expect(only(run.told, 'machine-down').map((f) => `${f.at} ${f.machine}`)).toEqual([
      `${noon} nova-1/A`,
      `${noon} nova-1/B`,
      `${noon} nova-2/A`,
    ]);
    expect(runs.some(({ placement }) => placement.kind === 'run' && placement.machine !== 'nova-2/B')).toBe(true);
  });
});

describe('tenfold-surge', () => {
  test('the laboratory learns of the surge when it is there', async () => {
    const { scenario, told } = await carriedOut('tenfold-surge');
    const announced = new Map(only(told, 'order-announced').map((f) => [f.order, f.at]));
    const surge = scenario.orders.filter((o) => o.announced !== undefined);
    // Ten on Wednesday and ten on Thursday, where one a day is usual.
    expect(surge).toHaveLength(20);
    for (const { id, release } of surge) expect(announced.get(id)).toBe(release);
    expect(only(told, 'plan-requested').filter((f) => f.reason === 'arrival').length).toBeGreaterThan(4);
  });

  test('swabs are worked on before they are three days old', async () => {
    const run = await carriedOut('tenfold-surge');
    expect(only(run.told, 'sample-closed').filter((f) => f.outcome === 'expired')).toEqual([]);
  });
});

describe('two-stats-and-an-expiring-batch', () => {
  test('the RNA is begun before it expires, with both trios in the house', async () => {
    const { scenario, told } = await carriedOut('two-stats-and-an-expiring-batch');
    const begun = only(told, 'task-started').find((f) => f.members.some((m) => m.lot === 'rna-01'));
    const { expires } = scenario.orders.find((o) => o.id === 'rna-01') ?? {};
    expect((begun?.at ?? Infinity) + (begun?.setup ?? 0)).toBeLessThanOrEqual(expires ?? 0);
    expect(
      only(told, 'order-announced')
        .filter((f) => f.at < (begun?.at ?? 0) + DAY)
        .map((f) => f.order),
    ).toEqual(expect.arrayContaining(['stat-01', 'stat-02']));
  });
});

describe('power-and-nodes', () => {
  test('power, nodes, storage and people fail, and all of it comes back', async () => {
    const runs = await overSeeds('power-and-nodes');
    const told = runs.flatMap((run) => run.told);
    const kinds = new Set(only(told, 'shortage-began').map((f) => f.shortage.id.split('#')[0]));
    expect([...kinds].toSorted()).toEqual(['flu', 'mains', 'rack']);
    for (const run of runs) {
      const down = only(run.told, 'machine-down').filter((f) => f.reason === 'power loss');
      // Two positions, two handlers, one analyzer, one qPCR.
      expect(down).toHaveLength(6);
      for (const { machine, at } of down) {
        expect(only(run.told, 'machine-up').some((f) => f.machine === machine && f.at > at)).toBe(true);
      }
    }
    const failures = new Set(only(told, 'task-failed').map((f) => f.failure.class));
    for (const failure of ['equipment-failure', 'node-lost', 'disk-full'] as const) expect(failures).toContain(failure);
  });
});

describe('chiller-drift', () => {
  test('positions report after each run, and the readings raise the hazard of one that drifts', async () => {
    const told = (await overSeeds('chiller-drift')).flatMap((run) => run.told);
    const signals = new Set(only(told, 'telemetry-read').map((f) => f.signal));
    expect([...signals].toSorted()).toEqual([
      'flow-cell-heater-ramp',
      'passing-filter',
      'phasing',
      'q30',
      'reagent-chiller',
    ]);
    expect(only(told, 'hazard-assessed').some((f) => f.multiplier > 2)).toBe(true);
  });
});

describe('attrition', () => {
  test('samples are lost at each stage that the example names, for its own reason', async () => {
    const { told } = await carriedOut('attrition');
    const stages = new Set(only(told, 'policy-applied').map((f) => `${f.stage} ${f.failure}`));
    expect([...stages]).toEqual(expect.arrayContaining(['sample-qc quality-gate', 'sequencing quality-gate']));
    const quarantined = only(told, 'sample-closed').filter((f) => f.outcome === 'quarantined').length;
    // Of 128 samples a share of 0.21 at the first gate alone, four standard deviations of 4.6 to either side, and some more later.
    expect(quarantined).toBeGreaterThan(8);
    expect(quarantined).toBeLessThan(60);
  });
});
