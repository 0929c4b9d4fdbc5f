/** Objective terms on plans small enough to work out by hand. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, duration, seconds } from '../../src/base/index.ts';
import type { ObjectiveTerm, Order, Plan, Scenario } from '../../src/model/index.ts';
import { compareValues, planInThread } from '../../src/solver/index.ts';
import { indexSetsOf, order, position, tinyLab, untouched } from '../support/tiny-lab.ts';
import { plan, taskOf } from './helpers.ts';

const lab = (orders: readonly Order[], changes: Partial<Scenario> = {}): Scenario =>
  tinyLab({ orders, indexSets: indexSetsOf(orders), ...changes });
function term(made: Plan, name: ObjectiveTerm): number {
  const found = made.objective.flatMap((l) => l.terms).find((t) => t.term === name);
  if (found === undefined) throw new Error(`no term ${name}`);
  return found.value;
}

describe('objective terms', () => {
  it('samples-lost: weight x samples of lost orders', () => {
    const made = plan(lab([order('o1'), order('o2', { weight: 10, expires: seconds(7 * HOUR) })]));
    // o2 expires before anybody is there: 10 x 4.
    expect(term(made, 'samples-lost')).toBe(40);
  });

  it('weighted-tardiness: weight x samples x hours late', () => {
    // o1 alone ends at 25:19; due at 20:19 it is 5 h late: 0.3 x 4 x 5.
    const made = plan(lab([order('o1', { weight: 0.3, due: seconds(20 * HOUR + 19 * 60) })]));
    expect(term(made, 'weighted-tardiness')).toBeCloseTo(6, 9);
  });

  it('quality-lost: material ages while it waits, by its own curve at each stage, carried as equivalent age', () => {
    const made = plan(lab([order('o1')]));
    // Blood waits 8 h (from collection at 0:00); q1 = exp(-(8 h / 10 d)^1.5). The extract waits 0 h; the library 15 min,
    // beginning at the age that gives q1 on its own curve of tau = 14 d: the same exponent x 14/10 in time.
    const blood = (8 * HOUR) / (10 * DAY);
    const entry = 14 * DAY * blood;
    const quality = Math.exp(-(((entry + 15 * 60) / (14 * DAY)) ** 1.5));
    expect(term(made, 'quality-lost')).toBeCloseTo(4 * (1 - quality), 12);
  });

  it('sequencer-idle: hours of both sides in the horizon, less runs and maintenance', () => {
    const made = plan(lab([order('o1')]));
    // 2 x 672 h, less 8 h of fixed maintenance, 2 x 2 h of washes, 13 h of run.
    expect(term(made, 'sequencer-idle')).toBeCloseTo(2 * 672 - 8 - 4 - 13, 9);
  });

  it('empty-lanes: lanes bought less lanes filled', () => {
    // 600 M on two lanes of 400 M: half a lane is empty.
    const made = plan(lab([order('o1', { readsPerSample: 150_000_000 })]));
    expect(term(made, 'empty-lanes')).toBeCloseTo(0.5, 12);
  });

  it('failure-cost: chance of failure by the Weibull hazard, times half the run and the mean repair', () => {
    const machines = tinyLab().machines.map((m) =>
      m.kind === 'position'
        ? {
            ...m,
            flexibleMaintenance: [],
            reliability: {
              shape: 2,
              scale: duration(100 * HOUR),
              age: duration(50 * HOUR),
              renewal: 0.5,
              hazardMultiplier: 3,
              repair: { mean: duration(10 * HOUR), cv: 0 },
            },
          }
        : m,
    );
    const made = plan(lab([order('o1')], { machines }));
    // 13 h from age 50: 3 x (0.63^2 - 0.5^2) = 0.4407.
    expect(term(made, 'failure-cost')).toBeCloseTo((1 - Math.exp(-0.4407)) * (6.5 + 10), 9);
  });

  it('failure-cost: a maintenance before the run takes its share of the age away', () => {
    const base = position('B');
    const reliability = {
      shape: 2,
      scale: duration(100 * HOUR),
      age: duration(50 * HOUR),
      renewal: 0.4,
      hazardMultiplier: 1,
      repair: { mean: duration(0), cv: 0 },
    };
    const wash = base.flexibleMaintenance.map((f) => ({
      ...f,
      every: duration(DAY),
      late: duration(8 * HOUR),
      early: duration(DAY),
      lastDone: seconds(0),
    }));
    const machines = tinyLab()
      .machines.filter((m) => m.id !== 'seq/A')
      .map((m) => (m.id === base.id ? { ...base, reliability, flexibleMaintenance: wash } : m));
    const orders = [order('o1', { release: seconds(DAY + 8 * HOUR), expires: seconds(9 * DAY) })];
    const made = plan(lab(orders, { machines, horizon: duration(2 * DAY) }), { rule: 'edd' });
    const before = made.maintenance.filter((m) => m.end <= taskOf(made, 'o1', 'sequence').start).length;
    expect(before).toBe(1);
    // Age 50 h x 0.6 = 30 h at the start.
    expect(term(made, 'failure-cost')).toBeCloseTo((1 - Math.exp(-(0.43 ** 2 - 0.3 ** 2))) * 6.5, 9);
  });
});

describe('levels', () => {
  it('weigh their terms, and the first difference decides', () => {
    const made = plan(lab([order('o1', { due: seconds(20 * HOUR) })]));
    const level = made.objective[1];
    expect(level?.value).toBeCloseTo(term(made, 'weighted-tardiness') + 100 * term(made, 'quality-lost'), 9);
    const values = (...v: number[]) => v.map((value) => ({ value, terms: [] }));
    expect(compareValues(values(0, 5), values(0, 4))).toBeGreaterThan(0);
    expect(compareValues(values(0, 5), values(1, 4))).toBeLessThan(0);
    // Rounding decides nothing.
    expect(compareValues(values(0.1 + 0.2, 1), values(0.3, 2))).toBeLessThan(0);
  });

  it('can be replaced for one plan', () => {
    const scenario = lab([order('o1')]);
    const levels = [{ terms: [{ term: 'empty-lanes' as const, weight: 2 }] }];
    const made = planInThread(scenario, untouched(scenario), { seed: 1, budget: { iterations: 5 }, levels });
    expect(made.objective).toMatchObject([{ value: 2, terms: [{ term: 'empty-lanes', value: 1 }] }]);
  });
});
