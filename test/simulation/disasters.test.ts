/** Whole runs with everything at once: incidents of each kind, uneven runs, hidden wear, late orders. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, canonicalJson, duration } from '../../src/base/index.ts';
import { replay, stateDigestInput } from '../../src/engine/index.ts';
import { type Fact, type Incident, type Scenario, type SimulationModel, type Timed } from '../../src/model/index.ts';
import { only } from '../engine/harness.ts';
import { audit } from '../support/audit.ts';
import { run, troubledLab } from './lab.ts';
import { every, incident } from './world-harness.ts';

const INCIDENTS: readonly Incident[] = [
  incident({ kind: 'absence', operators: 2 }, every(4 * DAY), 8 * HOUR, 0.3),
  incident({ kind: 'power-loss' }, every(7 * DAY), 2 * HOUR, 0.5),
  incident({ kind: 'node-lost', pool: 'cluster', cores: 32, memoryBytes: 128e9 }, every(2 * DAY), 6 * HOUR, 0.5),
  incident({ kind: 'storage-full', pool: 'cluster' }, every(DAY), 6 * HOUR, 0.5),
  incident({ kind: 'breakdown', machine: 'handler-1' }, every(5 * DAY), 4 * HOUR, 0.5),
].map((one) => ({ ...one, id: one.kind }));

const SIMULATION: SimulationModel = {
  planningTime: duration(60),
  arrivals: { delay: { mean: duration(4 * HOUR), cv: 1 }, noShow: 0.1 },
  sequencing: { yield: { mean: 1.05, cv: 0.1 }, balanceCv: 0.2 },
  incidents: INCIDENTS,
};

function disastrousLab(count: number, simulation = SIMULATION): Scenario {
  const lab = troubledLab(count);
  const machines = lab.machines.map((m) => ({
    ...m,
    ...(m.reliability && {
      reliability: { ...m.reliability, wearOut: { onset: duration(2 * DAY), hazard: 5, shift: 3 } },
      signals: [{ name: 'chiller', unit: 'degC', expected: 4, sd: 0.2, worse: 'higher' as const }],
    }),
  }));
  return { ...lab, machines, simulation };
}

const stream = (facts: readonly Timed<Fact>[]): string => facts.map((f) => canonicalJson(f)).join('\n');

test('no run breaks a rule, hangs, or replays to another state', async () => {
  const scenario = disastrousLab(8);
  const seen = new Map<string, number>();
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  for (let seed = 1; seed <= 16; seed++) {
    const { told, state } = await run(scenario, { seed });
    expect({ seed, faults: audit(scenario, told) }).toEqual({ seed, faults: [] });
    const replayed = canonicalJson(stateDigestInput(replay(scenario, told)));
    expect(`seed ${seed}: ${replayed}`).toBe(`seed ${seed}: ${canonicalJson(stateDigestInput(state))}`);
    for (const fact of told) {
      note(fact.type);
      if (fact.type === 'task-failed') note(fact.failure.class);
    }
  }
  // The runs are worth judging: every kind of trouble came, again and again.
  const trouble = [
    'machine-down',
    'machine-up',
    'shortage-began',
    'shortage-ended',
    'telemetry-read',
    'operator-decided',
  ];
  const failures = ['equipment-failure', 'node-lost', 'disk-full'];
  for (const kind of [...trouble, ...failures]) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(5);
});

test('the same seed twice gives byte-identical facts, another seed others', async () => {
  const scenario = disastrousLab(6);
  const [first, second, other] = [
    await run(scenario, { seed: 7 }),
    await run(scenario, { seed: 7 }),
    await run(scenario, { seed: 8 }),
  ];
  expect(stream(second.told)).toBe(stream(first.told));
  expect(stream(other.told)).not.toBe(stream(first.told));
});

describe('common random numbers', () => {
  /** What was measured of each sample at each try, whatever the task and the instant. */
  const measured = (facts: readonly Timed<Fact>[]): ReadonlyMap<string, number> => {
    const tries = new Map<string, number>();
    const found = new Map<string, number>();
    for (const { sample, measurements } of only(facts, 'sample-measured')) {
      for (const { metric, value } of measurements) {
        const n = (tries.get(`${sample} ${metric}`) ?? 0) + 1;
        tries.set(`${sample} ${metric}`, n);
        found.set(`${sample} ${metric}#${n}`, value);
      }
    }
    return found;
  };

  test('a gap in the staff changes when work is done, not what it gives', async () => {
    const quiet = { ...SIMULATION, incidents: [] };
    const absence = { ...incident({ kind: 'absence', operators: 3 }, every(DAY), 8 * HOUR), id: 'absence' };
    const calm = await run(disastrousLab(6, quiet), { seed: 3 });
    const short = await run(disastrousLab(6, { ...quiet, incidents: [absence] }), { seed: 3 });
    expect(only(short.told, 'shortage-began').length).toBeGreaterThan(0);
    const [one, other] = [measured(calm.told), measured(short.told)];
    // Of reads the total of a lane is shared, so that they depend on the samples that are left in the lot.
    const common = [...one.keys()].filter((key) => other.has(key) && key.includes('yield'));
    expect(common.length).toBeGreaterThan(15);
    for (const key of common) expect(`${key} ${other.get(key)}`).toBe(`${key} ${one.get(key)}`);
  });

  test('orders come when they come, whatever else happens', async () => {
    const receipts = async (simulation: SimulationModel) =>
      new Map(
        only((await run(disastrousLab(6, simulation), { seed: 5 })).told, 'order-received').map((f) => [f.order, f.at]),
      );
    const [calm, wild] = [await receipts({ ...SIMULATION, incidents: [] }), await receipts(SIMULATION)];
    expect(calm.size).toBeGreaterThan(2);
    expect(wild).toEqual(calm);
  });
});

test('every incident of a run has its end in the record, unless the run is over before', async () => {
  for (let seed = 1; seed <= 4; seed++) {
    const { told } = await run(disastrousLab(6), { seed });
    const last = new Map<string, string>();
    const [end] = told.slice(-1);
    for (const fact of told) {
      if (fact.type === 'shortage-began') last.set(fact.shortage.id, `${fact.at} began`);
      if (fact.type === 'shortage-ended') last.set(fact.shortage, 'over');
      if (fact.type === 'machine-down') last.set(fact.machine, `${fact.at} down`);
      if (fact.type === 'machine-up') last.set(fact.machine, 'over');
    }
    // The longest of them, a repair, takes eight hours on average and never ten times as long.
    const left = [...last].filter(
      ([, state]) => state !== 'over' && Number.parseInt(state) < (end?.at ?? 0) - 80 * HOUR,
    );
    expect({ seed, left }).toEqual({ seed, left: [] });
    expect(end?.type).toBe('run-closed');
  }
});
