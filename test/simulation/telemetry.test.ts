/** What machines say of themselves, and the wear that they do not say. */

import { describe, expect, test } from 'vitest';

import { HOUR, createRandom, duration } from '../../src/base/index.ts';
import { id, type MachineId, type Reliability, type Scenario, type Signal } from '../../src/model/index.ts';
import { createDraws } from '../../src/simulation/draws.ts';
import { createMachineWear } from '../../src/simulation/wear.ts';
import { onMachine } from '../engine/harness.ts';
import { tinyLab } from '../support/tiny-lab.ts';
import { mean, meanWithin } from './statistics.ts';
import { at, incident, labUnder, listen, ofType, start, worldOf } from './world-harness.ts';

const CHILLER: Signal = { name: 'chiller', unit: 'degC', expected: 4, sd: 0.2, worse: 'higher' };
const Q30: Signal = { name: 'q30', unit: '%', expected: 90, sd: 1.5, worse: 'lower' };
const PHASING: Signal = { name: 'phasing', unit: '%', expected: 0.1, sd: 0.01, worse: 'either' };

const SOUND: Reliability = {
  shape: 1,
  scale: duration(1e9),
  age: duration(0),
  renewal: 0.5,
  hazardMultiplier: 1,
  repair: { mean: duration(HOUR), cv: 0 },
};
/** Something is wrong after an hour of use on average, and shows by three standard deviations. */
const WEARING: Reliability = { ...SOUND, wearOut: { onset: HOUR, hazard: 1, shift: 3 } };

const CYCLER = id<MachineId>('tc-1');

function labWith(signals: readonly Signal[], reliability?: Reliability): Scenario {
  const lab = labUnder({});
  const machines = lab.machines.map((m) =>
    m.id === CYCLER ? { ...m, signals, ...(reliability && { reliability }) } : m,
  );
  return { ...lab, machines };
}

/** `count` pieces of work of one hour on the cycler, one after the other; maintenance before the nth, where stated. */
async function readings(scenario: Scenario, count: number, { seed = 1, maintainBefore = -1 } = {}) {
  const world = worldOf(scenario, seed);
  let begun = 0;
  const next = (): void => {
    const name = `t${++begun}`;
    if (begun <= count) start(world, name, { placement: onMachine(CYCLER), stage: 'prep', length: HOUR });
  };
  const maintain = (): void =>
    world.perform({
      type: 'start-maintenance',
      task: id('m'),
      maintenance: id('wash'),
      machines: [CYCLER],
      duration: duration(60),
    });
  next();
  const told = await listen(world, (event) => {
    if (event.type === 'maintenance-finished') next();
    if (event.type === 'task-finished') {
      if (begun === maintainBefore) maintain();
      else next();
    }
  });
  return ofType(told, 'telemetry');
}

const valuesOf = (told: Awaited<ReturnType<typeof readings>>, { name }: Signal): readonly number[] =>
  told.filter((e) => e.signal === name).map((e) => e.value);

describe('telemetry', () => {
  test('is one reading per signal after every task, normal around what is expected', async () => {
    const told = await readings(labWith([CHILLER, Q30]), 3000);
    for (const signal of [CHILLER, Q30]) {
      const values = valuesOf(told, signal);
      expect(values).toHaveLength(3000);
      meanWithin(values, signal.expected, signal.sd);
      // The square of a normal deviate has variance 2.
      meanWithin(
        values.map((v) => ((v - signal.expected) / signal.sd) ** 2),
        1,
        Math.SQRT2,
      );
      // And a twentieth of them lies beyond 1.96.
      const beyond = values.map((v) => (Math.abs(v - signal.expected) > 1.959964 * signal.sd ? 1 : 0));
      meanWithin(beyond, 0.05, Math.sqrt(0.05 * 0.95));
    }
  });

  test('of one signal says nothing about another while all is well', async () => {
    const told = await readings(labWith([CHILLER, Q30]), 3000);
    const noise = (signal: Signal) => valuesOf(told, signal).map((v) => (v - signal.expected) / signal.sd);
    const other = noise(Q30);
    // The product of two independent standard deviates has mean 0 and variance 1.
    meanWithin(
      noise(CHILLER).map((x, k) => x * (other[k] ?? 0)),
      0,
      1,
    );
  });

  test('comes after the end of the task, at its instant', async () => {
    const world = worldOf(labWith([CHILLER, Q30]));
    start(world, 't', { placement: onMachine(CYCLER), stage: 'prep', length: 100 });
    start(world, 'silent', { placement: onMachine('tc-2'), stage: 'prep', length: 100 });
    const told = await listen(world);
    expect(told.map((e) => `${e.at} ${e.type}`)).toEqual([
      '100 task-finished',
      '100 telemetry',
      '100 telemetry',
      '100 task-finished',
      '100 closed',
    ]);
  });

  test('is not given by a machine that broke down', async () => {
    const lab = labWith([CHILLER]);
    const breakdown = incident({ kind: 'breakdown', machine: 'tc-1' }, at(50), 10);
    const world = worldOf({ ...lab, simulation: { ...lab.simulation, incidents: [breakdown] } });
    start(world, 't', { placement: onMachine(CYCLER), stage: 'prep', length: 100 });
    expect(ofType(await listen(world), 'telemetry')).toEqual([]);
  });

  test('is the same noise after the same work on another machine', async () => {
    const both = labWith([CHILLER]);
    const machines = both.machines.map((m) => (m.id === 'tc-2' ? { ...m, signals: [CHILLER] } : m));
    const on = async (machine: string) => {
      const world = worldOf({ ...both, machines });
      start(world, 't', { placement: onMachine(machine), stage: 'prep', length: 100 });
      return ofType(await listen(world), 'telemetry')[0]?.value;
    };
    expect(await on('tc-1')).toBe(await on('tc-2'));
  });
});

describe('hidden wear-out', () => {
  test('shows in every signal on its bad side, by the stated shift, from its onset on', async () => {
    // After 60 hours the chance that an onset of mean one hour is still to come is e^-60: all later readings are shifted.
    const told = await readings(labWith([CHILLER, Q30], WEARING), 1060);
    const late = (signal: Signal) => valuesOf(told, signal).slice(60);
    meanWithin(late(CHILLER), 4 + 3 * 0.2, 0.2);
    meanWithin(late(Q30), 90 - 3 * 1.5, 1.5);
  });

  test('of a signal that may be off either way is on one side, which chance decides', async () => {
    const sides = [];
    for (let seed = 1; seed <= 40; seed++) {
      const late = valuesOf(await readings(labWith([PHASING], WEARING), 40, { seed }), PHASING).slice(30);
      const side = Math.sign(mean(late) - PHASING.expected);
      // Ten readings, each three standard deviations off: their mean is within two of the shift.
      expect(Math.abs(mean(late) - PHASING.expected)).toBeGreaterThan(PHASING.sd);
      sides.push((side + 1) / 2);
    }
    meanWithin(sides, 0.5, 0.5);
  });

  test('ends with a maintenance that renews all', async () => {
    const late = { ...WEARING, renewal: 1, wearOut: { onset: duration(1e6), hazard: 1, shift: 50 } };
    // Onset at some 280 hours of use: with this seed before the 1000th hour. Find it, maintain after it.
    const told = valuesOf(await readings(labWith([CHILLER], late), 1000), CHILLER);
    const onset = told.findIndex((v) => v > 8);
    expect(onset).toBeGreaterThan(0);
    expect(told.slice(onset).every((v) => v > 8)).toBe(true);
    const after = valuesOf(
      await readings(labWith([CHILLER], late), onset + 10, { maintainBefore: onset + 5 }),
      CHILLER,
    );
    expect(after.slice(onset, onset + 5).every((v) => v > 8)).toBe(true);
    expect(after.slice(onset + 5).every((v) => v < 8)).toBe(true);
  });
});

describe('wear', () => {
  const labOf = (reliability: Reliability) => {
    const machines = tinyLab().machines.map((m) => (m.id === CYCLER ? { ...m, reliability } : m));
    return tinyLab({ machines });
  };
  const wearIn = (lab: Scenario, seed: number) => createMachineWear(lab, createDraws(createRandom(seed)));
  const wearOf = (reliability: Reliability) => wearIn(labOf(reliability), 1);
  const hazardous = { ...WEARING, wearOut: { onset: duration(100 * HOUR), hazard: 4, shift: 3 } };

  test('wear-out begins after an exponential length of use', () => {
    const lab = labOf(hazardous);
    const onsets = Array.from({ length: 4000 }, (_, seed) => wearIn(lab, seed).of(CYCLER)?.wearOut?.in ?? 0);
    meanWithin(onsets, 100 * HOUR, 100 * HOUR);
    meanWithin(
      onsets.map((onset) => (onset > 100 * HOUR ? 1 : 0)),
      1 / Math.E,
      Math.sqrt((1 / Math.E) * (1 - 1 / Math.E)),
    );
  });

  test('use brings it nearer, until it is there', () => {
    const wear = wearOf(hazardous);
    const onset = wear.of(CYCLER)?.wearOut?.in ?? 0;
    wear.use(CYCLER, onset - 10);
    expect(wear.of(CYCLER)?.wearOut?.in).toBeCloseTo(10, 6);
    expect(wear.shiftOf(CYCLER).shift).toBe(0);
    wear.use(CYCLER, 11);
    expect(wear.of(CYCLER)).toMatchObject({ wearOut: { in: 0, hazard: 4 } });
    expect(wear.shiftOf(CYCLER).shift).toBe(3);
  });

  test('a repair takes all of it away, and all of the age', () => {
    const wear = wearOf({ ...hazardous, hazardMultiplier: 3 });
    wear.use(CYCLER, 1e9);
    wear.repair(CYCLER);
    expect(wear.of(CYCLER)).toMatchObject({ age: 0, hazardMultiplier: 1 });
    expect(wear.shiftOf(CYCLER).shift).toBe(0);
    expect(wear.of(CYCLER)?.wearOut?.in).toBeGreaterThan(0);
  });

  test('a maintenance takes the share `renewal` of the age away, and what is wrong with that probability', () => {
    const lab = labOf({ ...hazardous, renewal: 0.3, hazardMultiplier: 3 });
    const renewed = Array.from({ length: 4000 }, (_, seed) => {
      const wear = wearIn(lab, seed);
      wear.use(CYCLER, 1e9);
      wear.maintain(CYCLER);
      const { age, hazardMultiplier } = wear.of(CYCLER) ?? { age: 0, hazardMultiplier: 0 };
      expect(age).toBeCloseTo(0.7e9, 0);
      const isRenewed = wear.shiftOf(CYCLER).shift === 0;
      expect(hazardMultiplier).toBe(isRenewed ? 1 : 3);
      return isRenewed ? 1 : 0;
    });
    meanWithin(renewed, 0.3, Math.sqrt(0.3 * 0.7));
  });

  test('of one machine does not depend on the use of others', () => {
    const [alone, among] = [wearOf(hazardous), wearOf(hazardous)];
    among.use(id<MachineId>('seq/A'), 1e6);
    among.repair(id<MachineId>('seq/A'));
    expect(among.of(CYCLER)).toEqual(alone.of(CYCLER));
  });

  test('makes machines fail that much sooner', async () => {
    // Shape 1, so that age does not matter: one in 1000 h; worn out nearly at once, ten times as often. 100 h of work fail with
    // probability 1 - e^-0.1 and 1 - e^-1, less than 1e-3 off for the hour before the onset.
    const failures = async (reliability: Reliability) => {
      const lab = labWith([], reliability);
      let failed = 0;
      for (let seed = 0; seed < 600; seed++) {
        const world = worldOf(lab, seed);
        start(world, 't', { placement: onMachine(CYCLER), stage: 'prep', length: 100 * HOUR });
        if (ofType(await listen(world), 'task-failed').length > 0) failed++;
      }
      return failed;
    };
    const sound = { ...SOUND, scale: duration(1000 * HOUR) };
    const [rare, often] = [1 - Math.exp(-0.1), 1 - Math.exp(-1)];
    const within = (failed: number, p: number) =>
      expect(Math.abs(failed / 600 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 600));
    within(await failures(sound), rare);
    within(await failures({ ...sound, wearOut: { onset: duration(36), hazard: 10, shift: 0 } }), often);
  });

  test('goes with the repair after a breakdown from outside; after a power loss it is as it was', async () => {
    // Shape 8, three times its life: an hour of use brings a cumulative hazard of some 3^8 * 8 / 300 = 175, which nothing survives;
    // when it is new, (1 / 100)^8, which everything does.
    const worn: Reliability = { ...SOUND, shape: 8, scale: duration(100 * HOUR), age: duration(300 * HOUR) };
    const lab = labWith([], worn);
    const failures = async (kind: object) => {
      const world = worldOf({ ...lab, simulation: { ...lab.simulation, incidents: [incident(kind, at(10), 5)] } });
      const told = await listen(world, (event) => {
        if (event.type !== 'machine-up' || event.machine !== CYCLER || event.at > 15) return;
        start(world, 't', { placement: onMachine(CYCLER), stage: 'prep', length: HOUR });
      });
      return ofType(told, 'task-failed').length;
    };
    expect(await failures({ kind: 'breakdown', machine: 'tc-1' })).toBe(0);
    expect(await failures({ kind: 'power-loss' })).toBe(1);
  });
});
