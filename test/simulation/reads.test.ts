/** What a run gives: its yield, and how unevenly those who share it get it; what the engine makes of it. */

import { describe, expect, test } from 'vitest';

import { createRandom, duration } from '../../src/base/index.ts';
import { id, QUIET_WORLD, type LotId, type SampleId, type Stage } from '../../src/model/index.ts';
import { createDraws } from '../../src/simulation/draws.ts';
import { readsOfRun, type RunReadsOptions } from '../../src/simulation/run-reads.ts';
import { onPosition, only } from '../engine/harness.ts';
import { audit } from '../support/audit.ts';
import { SEQUENCE, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { run, withoutBreakdowns } from './lab.ts';
import { mean, meanWithin } from './statistics.ts';
import { labUnder, listen, ofType, start, worldOf } from './world-harness.ts';

const draw = createDraws(createRandom(11));

const EVEN = { yield: { mean: 1, cv: 0 }, balanceCv: 0 };

const lot = (name: string, samples: number): RunReadsOptions['lots'][number] => ({
  lot: id<LotId>(name),
  samples: Array.from({ length: samples }, (_, k) => [id<SampleId>(`${name}/s${k}`), `${name}/s${k}#1`] as const),
});

const lane = (loads: Readonly<Record<string, number>>) =>
  Object.entries(loads).map(([name, reads]) => ({ lot: id<LotId>(name), reads }));

const reads = (options: Partial<RunReadsOptions>): ReadonlyMap<string, number> =>
  readsOfRun({ key: 'run#1', lots: [lot('a', 2)], lanes: [], model: EVEN, draw, ...options });

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

describe('reads of a run', () => {
  test('without spread are what was planned, over all lanes of the lot', () => {
    const found = reads({ lots: [lot('a', 2), lot('b', 1)], lanes: [lane({ a: 300, b: 90 }), lane({ a: 100 })] });
    expect(Object.fromEntries(found)).toEqual({ 'a/s0': 200, 'a/s1': 200, 'b/s0': 90 });
  });

  test('of the lots of a lane sum to what was planned of it, times the yield: what one gains, others lose', () => {
    const lots = [lot('a', 3), lot('b', 1), lot('c', 2)];
    const model = { yield: { mean: 0.8, cv: 0 }, balanceCv: 0.5 };
    const found = reads({ lots, lanes: [lane({ a: 500, b: 200, c: 300 })], model });
    expect(sum(found.values())).toBeCloseTo(0.8 * 1000, 9);
    expect(new Set([...found.values()].map((v) => Math.round(v))).size).toBe(6);
  });

  test('of a lot alone on a lane are all of it; its samples share them unevenly', () => {
    const found = [
      ...reads({ lots: [lot('a', 4)], lanes: [lane({ a: 400 })], model: { ...EVEN, balanceCv: 0.4 } }).values(),
    ];
    expect(sum(found)).toBeCloseTo(400, 9);
    expect(Math.max(...found)).toBeGreaterThan(1.1 * Math.min(...found));
  });

  test('a lot that was left behind gets nothing, and takes nothing from the others', () => {
    const found = reads({ lots: [lot('a', 1)], lanes: [lane({ a: 300, gone: 300 })] });
    expect([...found.values()]).toEqual([300]);
  });

  test('yields of runs have the mean and the spread that the scenario states', () => {
    const model = { yield: { mean: 1.05, cv: 0.1 }, balanceCv: 0 };
    const yields = Array.from({ length: 4000 }, (_, k) =>
      sum(reads({ key: `run#${k}`, lanes: [lane({ a: 1 })], model }).values()),
    );
    // The standard deviation of a squared deviation is below twice the variance: a lognormal of cv 0.1 is nearly normal.
    meanWithin(yields, 1.05, 0.105);
    meanWithin(
      yields.map((y) => (y - 1.05) ** 2),
      0.105 ** 2,
      2 * 0.105 ** 2,
    );
  });

  test('shares of many on a lane have the coefficient of variation that the scenario states', () => {
    // With n of them the common divisor is within 1 % of its mean: it leaves the ratio of deviation to mean alone.
    const n = 4000;
    const lots = Array.from({ length: n }, (_, k) => lot(`l${k}`, 1));
    const lanes = [lane(Object.fromEntries(lots.map((l) => [l.lot, 1])))];
    const shares = [...reads({ lots, lanes, model: { ...EVEN, balanceCv: 0.2 } }).values()];
    expect(mean(shares)).toBeCloseTo(1, 9);
    // Kurtosis of this lognormal: w = 1.04, w^4 + 2 w^3 + 3 w^2 - 3 = 3.66; the squares deviate by sqrt(2.66) variances.
    meanWithin(
      shares.map((s) => (s - 1) ** 2),
      0.2 ** 2,
      1.7 * 0.2 ** 2,
    );
  });

  test('a lot has the same share of its luck in whatever company: it draws for itself', () => {
    const model = { ...EVEN, balanceCv: 0.3 };
    const ratio = (found: ReadonlyMap<string, number>) => (found.get('a/s0') ?? 0) / (found.get('b/s0') ?? 1);
    const two = reads({ lots: [lot('a', 1), lot('b', 1)], lanes: [lane({ a: 1, b: 1 })], model });
    const three = reads({
      lots: [lot('c', 1), lot('b', 1), lot('a', 1)],
      lanes: [lane({ c: 1, b: 1, a: 1 })],
      model,
    });
    expect(ratio(three)).toBeCloseTo(ratio(two), 9);
  });
});

describe('the measurement `reads`', () => {
  test('is reported of every sample of every run, in millions, and of nothing else', async () => {
    const world = worldOf(labUnder({}));
    const samples = ['s1', 's2', 's3', 's4'];
    start(world, 'run', { placement: onPosition('seq/A', 'short', ['run']), stage: 'sequence', samples, length: 10 });
    start(world, 'align', { placement: { ...onPosition('seq/A', 'short', []), kind: 'machine' } as never, length: 10 });
    const [run, align] = ofType(await listen(world), 'task-finished');
    expect(run?.result.measurements).toEqual(
      samples.map((s) => ({ sample: `run/${s}`, metric: 'reads', value: 100, unit: 'M' })),
    );
    expect(align?.result.measurements).toEqual([]);
  });

  const gated = (onError: Stage['onError'], yields: { mean: number; cv: number }) => {
    const sequence: Stage = { ...SEQUENCE, gates: [{ metric: 'reads', unit: 'M', min: 80 }], onError };
    const stages = WORKFLOW.stages.map((s) => (s.id === SEQUENCE.id ? sequence : s));
    const lab = tinyLab({
      orders: [order('o1', { due: duration(20 * 86_400) as never, expires: duration(40 * 86_400) as never })],
      workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]),
      simulation: { ...QUIET_WORLD, sequencing: { yield: yields, balanceCv: 0 } },
    });
    return withoutBreakdowns(lab);
  };
  const again = {
    action: { do: 'retry', max: 3, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 },
  } as const;

  test('below its gate is a missed gate: what the policy says follows, here another run of the same library', async () => {
    let reloads = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const scenario = gated([{ ...again, when: ['quality-gate'] }], { mean: 1, cv: 0.3 });
      const { told } = await run(scenario, { seed });
      expect(audit(scenario, told)).toEqual([]);
      const measured = only(told, 'sample-measured');
      for (const task of new Set(measured.map((f) => f.task))) {
        const ofTask = measured.filter((f) => f.task === task);
        const low = ofTask.filter((f) => f.measurements.some((m) => m.value < 80)).map((f) => f.sample);
        expect(ofTask.map((f) => f.measurements.map((m) => m.gate?.verdict))).toEqual(
          ofTask.map((f) => [low.includes(f.sample) ? 'fail' : 'pass']),
        );
        const applied = only(told, 'policy-applied').filter((f) => f.task === task);
        expect(applied.flatMap((f) => f.samples)).toEqual(low);
        reloads += low.length > 0 && applied[0]?.action === 'retry' ? 1 : 0;
      }
    }
    // P(yield < 0.8) of this lognormal is about 0.26; twelve runs and their repeats.
    expect(reloads).toBeGreaterThan(1);
  });

  test('that reach the gate pass it', async () => {
    const { told } = await run(gated([again], { mean: 0.8, cv: 0 }));
    expect(only(told, 'policy-applied')).toEqual([]);
    expect(only(told, 'order-closed')).toMatchObject([{ outcome: 'delivered' }]);
    // They are measured once, not drawn for the gate as well.
    const values = only(told, 'sample-measured').flatMap((f) => f.measurements.map((m) => m.value));
    expect(values).toEqual([80, 80, 80, 80]);
  });

  test('that never suffice end in quarantine, with the number in the reason', async () => {
    // The library keeps for a day: there is time for one more run.
    const once = { action: { ...again.action, max: 1 } };
    const { told } = await run(gated([once], { mean: 0.5, cv: 0 }));
    expect(only(told, 'policy-applied').map((f) => f.action)).toEqual(['retry', 'quarantine']);
    expect(only(told, 'sample-closed')[0]?.reason).toContain('reads 50 M is below 80 M');
  });
});

test('a pool has the same luck in whatever order the plan lists its lots', async () => {
  const scenario = labUnder({ sequencing: { yield: { mean: 1, cv: 0.3 }, balanceCv: 0.3 } });
  const readsWith = async (lots: readonly string[]) => {
    const world = worldOf(scenario);
    const members = lots.map((lot) => ({
      lot: id<LotId>(lot),
      order: id<never>(lot),
      route: WORKFLOW.id,
      stage: SEQUENCE.id,
      samples: [id<SampleId>(`${lot}/s1`)],
    }));
    const work = { members, placement: onPosition('seq/A', 'short', lots), memoryFactor: 1 };
    world.perform({
      type: 'start-task',
      task: id('run'),
      attempt: 1,
      work: { ...work, setup: duration(0), planned: duration(10) },
    });
    const [finished] = ofType(await listen(world), 'task-finished');
    return new Map(finished?.result.measurements.map((m) => [m.sample, m.value]));
  };
  const [one, other] = [await readsWith(['a', 'b']), await readsWith(['b', 'a'])];
  expect(one.size).toBe(2);
  expect(Object.fromEntries(other)).toEqual(Object.fromEntries(one));
});
