/** How worn a machine is held to be: age from use, hazard from signals and prognoses, and what comes of it. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, canonicalJson, duration, seconds } from '../../src/base/index.ts';
import { initialState, replay, situationOf, stateDigestInput, step } from '../../src/engine/index.ts';
import {
  id,
  type Event,
  type Fact,
  type Machine,
  type Scenario,
  type Signal,
  type Stage,
  type Timed,
} from '../../src/model/index.ts';
import { SEQUENCE, order } from '../support/tiny-lab.ts';
import { RUN, clock, failureOf, labWith, onPosition, only, planOf, planned } from './harness.ts';

const CHILLER: Signal = { name: 'chiller', unit: 'degC', expected: 4, sd: 0.5, worse: 'higher' };
const Q30: Signal = { name: 'q30', unit: '%', expected: 90, sd: 2, worse: 'lower' };

const lab = (changes: Partial<Scenario> = {}): Scenario => {
  const stages: Stage[] = [{ ...SEQUENCE, after: [] }];
  const scenario = labWith(stages, [], {
    orders: [order('o1', { expires: seconds(60 * DAY) }), order('o2')],
    ...changes,
  });
  const machines = scenario.machines.map((m): Machine => (m.id === 'seq/A' ? { ...m, signals: [CHILLER, Q30] } : m));
  return { ...scenario, machines };
};

const runPlan = () =>
  planOf([
    planned('run', ['o1/sequence'], onPosition('seq/A', 'short', ['o1']), {
      start: clock(8, 45),
      end: clock(21, 45),
      setup: 2700,
    }),
  ]);

function open(scenario = lab()) {
  const state = initialState(scenario);
  const facts: Timed<Fact>[] = [];
  const hear = (event: Event, at: number): void => void facts.push(...step(state, { ...event, at: seconds(at) }).facts);
  const settle = (at: number): void => hear({ type: 'timer', timer: `wake:${at}` }, at);
  const read = (signal: string, value: number, at: number): void => {
    hear({ type: 'telemetry', machine: id('seq/A'), signal, value }, at);
    settle(at);
  };
  const wear = () => situationOf(state, state.now).machines.find((m) => m.machine === 'seq/A')?.wear;
  hear({ type: 'opened', run: RUN }, 0);
  hear({ type: 'plan-arrived', request: 1, plan: runPlan() }, 0);
  return { scenario, state, facts, hear, settle, read, wear };
}

type Lab = ReturnType<typeof open>;

const down = ({ hear }: Lab, from: number, until: number, reason = 'broken'): void => {
  hear({ type: 'machine-down', machine: id('seq/A'), reason, expectedUp: seconds(until) }, from);
  hear({ type: 'machine-up', machine: id('seq/A') }, until);
};

const begun = (): Lab => {
  const world = open();
  world.hear({ type: 'order-received', order: id('o1') }, clock(8));
  world.settle(clock(8));
  return world;
};

const result = { executions: [], measurements: [], failedSamples: [] };
const finish = ({ hear }: Lab, at: number): void =>
  hear({ type: 'task-finished', task: id('p1-run'), attempt: 1, result }, at);

const assessed = ({ facts }: Lab) => only(facts, 'hazard-assessed').map((f) => f.multiplier);

const replays = ({ scenario, facts, state }: Lab): void => {
  expect(canonicalJson(stateDigestInput(replay(scenario, facts)))).toBe(canonicalJson(stateDigestInput(state)));
};

describe('virtual age', () => {
  test('grows by use: the work, not the set-up, also where it fails half way', () => {
    const world = begun();
    finish(world, clock(21, 45));
    // Work began at 8:45.
    expect(world.wear()).toEqual({ age: 13 * HOUR, hazardMultiplier: 1 });
    const broken = begun();
    broken.hear(
      { type: 'task-failed', task: id('p1-run'), attempt: 1, failure: failureOf('transient') },
      clock(10, 45),
    );
    expect(broken.wear()?.age).toBe(2 * HOUR);
  });

  test('loses the renewed share by a maintenance, all of it by a repair, none of it by a power cut', () => {
    const wash = {
      id: id<never>('w'),
      maintenance: id<never>('wash'),
      machines: [id<never>('seq/A')],
      start: clock(34),
      end: clock(36),
    };
    const world = begun();
    finish(world, clock(21, 45));
    world.settle(clock(21, 45));
    down(world, clock(22), clock(23), 'power loss');
    expect(world.wear()?.age).toBe(13 * HOUR);
    const decision = {
      operator: 'op-1',
      reason: 'asked for',
      action: { do: 'set-priority', order: id<never>('o2'), priority: 'urgent' },
    } as const;
    world.hear({ type: 'operator-decided', decision }, clock(24));
    world.settle(clock(24));
    world.hear({ type: 'plan-arrived', request: 2, plan: planOf([], [wash]) }, clock(24));
    world.settle(clock(34));
    world.hear({ type: 'maintenance-finished', task: id('p2-w') }, clock(36));
    // Half of it is taken away.
    expect(world.wear()?.age).toBe(6.5 * HOUR);
    down(world, clock(40), clock(60));
    expect(world.wear()?.age).toBe(0);
    replays(world);
  });
});

describe('telemetry', () => {
  const drift = (world: Lab, readings: number, from: number): void => {
    for (let k = 0; k < readings; k++) world.read('chiller', 5.5, from + k * 60);
  };

  test('raises the hazard when a signal has shifted, with the numbers on record', () => {
    const world = begun();
    for (let k = 0; k < 5; k++) world.read('chiller', k % 2 === 0 ? 4.2 : 3.8, clock(9) + k * 60);
    expect(assessed(world)).toEqual([]);
    drift(world, 6, clock(10));
    const [first] = only(world.facts, 'hazard-assessed');
    // Three deviations: after a few readings the hazard is some 2^3 times as high.
    expect(assessed(world).at(-1)).toBeGreaterThan(4);
    expect(assessed(world).at(-1)).toBeLessThanOrEqual(16);
    expect(first?.basis).toMatch(/^chiller has shifted by about \d\.\d standard deviations: hazard x \d+\.\d\d$/);
    expect(world.wear()?.hazardMultiplier).toBe(assessed(world).at(-1));
    replays(world);
  });

  test('has a new plan asked for, so that maintenance may move', () => {
    const world = begun();
    drift(world, 4, clock(10));
    expect(only(world.facts, 'plan-requested').map((f) => f.reason)).toEqual(['opened', 'hazard']);
  });

  test('is heard of every signal, to its bad side only', () => {
    const world = begun();
    for (let k = 0; k < 6; k++) world.read('q30', 97, clock(9) + k * 60);
    expect(assessed(world)).toEqual([]);
    for (let k = 0; k < 8; k++) world.read('q30', 83, clock(10) + k * 60);
    expect(assessed(world).length).toBeGreaterThan(0);
  });

  test('of an unknown signal or machine is recorded and changes nothing', () => {
    const world = begun();
    for (let k = 0; k < 10; k++) world.read('humidity', 99, clock(9) + k);
    world.hear({ type: 'telemetry', machine: id('handler-1'), signal: 'chiller', value: 99 }, clock(9, 30));
    expect(assessed(world)).toEqual([]);
    expect(only(world.facts, 'telemetry-read')).toHaveLength(11);
  });

  test('is not recorded as a new hazard for every reading', () => {
    const world = begun();
    drift(world, 60, clock(10));
    expect(assessed(world).length).toBeLessThan(6);
  });

  test('begins anew after a repair', () => {
    const world = begun();
    drift(world, 6, clock(10));
    down(world, clock(11), clock(14));
    expect(assessed(world).at(-1)).toBe(1);
    expect(world.wear()).toEqual({ age: 0, hazardMultiplier: 1 });
    world.read('chiller', 5.2, clock(15));
    expect(assessed(world).at(-1)).toBe(1);
    replays(world);
  });
});

describe('a prognosis from outside', () => {
  const foretell = ({ hear, settle }: Lab, probability: number, at: number): void => {
    hear(
      {
        type: 'prognosis',
        prognosis: { machine: id('seq/A'), horizon: duration(7 * DAY), probability, source: 'vendor portal' },
      },
      at,
    );
    settle(at);
  };

  test('sets the hazard with which it comes true at the present age, and has a plan asked for', () => {
    const world = begun();
    finish(world, clock(21, 45));
    foretell(world, 0.5, clock(22));
    const [multiplier = 0] = assessed(world);
    // Weibull, shape 1.5, scale 160 days, after 13 hours of use.
    const [age, week, scale] = [13 / 24, 7, 160];
    const hazard = multiplier * (((age + week) / scale) ** 1.5 - (age / scale) ** 1.5);
    expect(1 - Math.exp(-hazard)).toBeCloseTo(0.5, 3);
    expect(only(world.facts, 'plan-requested').map((f) => f.reason)).toContain('hazard');
    expect(only(world.facts, 'hazard-assessed')[0]?.basis).toMatch(
      /^vendor portal expects failure within 604800 s of use with 50 %/,
    );
    replays(world);
  });

  test('holds until a newer one, or until repair', () => {
    const world = begun();
    foretell(world, 0.5, clock(9));
    const before = assessed(world)[0] ?? 0;
    foretell(world, 0.2, clock(9, 10));
    const after = assessed(world)[1] ?? 0;
    // -ln 0.8 / -ln 0.5 = 0.32
    expect(after / before).toBeCloseTo(0.322, 2);
    down(world, clock(10), clock(12));
    expect(assessed(world)[2]).toBe(1);
  });

  test('and telemetry combine by the larger', () => {
    const world = begun();
    foretell(world, 0.9, clock(9));
    const foretold = assessed(world)[0] ?? 0;
    expect(foretold).toBeGreaterThan(16);
    for (let k = 0; k < 10; k++) world.read('chiller', 9, clock(10) + k * 60);
    expect(assessed(world)).toEqual([foretold]);
    foretell(world, 0.001, clock(11));
    expect(assessed(world).at(-1)).toBe(16);
  });
});
