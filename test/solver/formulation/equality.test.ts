/** The fast formulation is the slow one, number by number, whatever the laboratory and however often it is asked. */

import { describe, expect, it } from 'vitest';
import { createRandom, DAY, HOUR, seconds, type Random } from '../../../src/base/index.ts';
import { id, type LotSituation, type Scenario, type Situation } from '../../../src/model/index.ts';
import { buffersOf, createFormulator, planInThread, type Formulation } from '../../../src/solver/index.ts';
import { busyLab } from '../../../bench/busy-lab.ts';
import { later, randomLab } from '../random-lab.ts';
import { slowFormulate } from './oracle/formulate.ts';

const parts = ({ problem, names }: Pick<Formulation, 'problem' | 'names'>) => ({ problem, names });

function expectEqual(scenario: Scenario, situations: readonly Situation[]): void {
  const formulator = createFormulator(scenario);
  for (const situation of situations) {
    expect(parts(formulator.formulate(situation))).toEqual(slowFormulate(scenario, situation));
  }
}

/** The beginning, the middle and nearly the end of a plan, with what can happen to lots on the way. */
function courseOf(scenario: Scenario, situation: Situation, random: Random): Situation[] {
  const plan = planInThread(scenario, situation, { seed: 1, budget: { iterations: 1 } });
  const hours = Array.from({ length: 4 }, () => 6 + random.below(200));
  const course = hours.map((hour) => later(scenario, situation, plan, hour * HOUR));
  const disturbed = [situation, ...course].map((now) => ({
    ...now,
    lots: now.lots.flatMap((lot) => disturb(lot, now, random)),
    planInForce: plan,
  }));
  return [situation, ...course, ...disturbed];
}

/** Lots vanish, lose samples, wait in other conditions, lose optional stages. */
function disturb(lot: LotSituation, { now }: Situation, random: Random): LotSituation[] {
  const choice = random.below(6);
  if (choice === 0) return [];
  if (choice === 1) return [{ ...lot, samples: lot.samples.slice(0, 1 + random.below(lot.samples.length)) }];
  const keeping = { material: id<never>('library'), condition: id<never>('fridge'), since: now, quality: 0.7 };
  if (choice === 2) return [{ ...lot, keeping }];
  if (choice === 3) return [{ ...lot, keeping: { ...keeping, condition: id<never>('freezer') } }];
  if (choice === 4) return [{ ...lot, skipped: [...lot.skipped, id<never>('extract')], notBefore: seconds(now + DAY) }];
  return [lot];
}

describe('the fast formulation', () => {
  it('equals the slow one in random laboratories, through the whole course of a plan', () => {
    let frozen = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const { scenario, situation } = randomLab(seed);
      const course = courseOf(scenario, situation, createRandom(seed).split('course'));
      expectEqual(scenario, course);
      frozen += course.filter(({ lots }) => lots.some(({ running }) => running.length > 0)).length;
    }
    expect(frozen).toBeGreaterThan(15);
  });

  it('equals the slow one in a busy facility', () => {
    const { scenario, situation } = busyLab({ seed: 3, orders: 24 });
    expectEqual(scenario, courseOf(scenario, situation, createRandom(3)));
  });

  it('does not depend on the order in which a scenario lists its orders and a situation its lots', () => {
    const { scenario, situation } = randomLab(5);
    const mixed = createFormulator({ ...scenario, orders: scenario.orders.toReversed() });
    const expected = createFormulator(scenario).formulate(situation);
    const lots = situation.lots.toReversed();
    expect(parts(mixed.formulate({ ...situation, lots }))).toEqual(parts(expected));
  });

  it('shares no memory with the next one, so that each may be transferred', () => {
    const { scenario, situation } = randomLab(5);
    const formulator = createFormulator(scenario);
    const first = formulator.formulate(situation);
    const again = formulator.formulate(situation);
    const buffers = new Set(buffersOf(first.problem));
    expect(buffersOf(again.problem).filter((buffer) => buffers.has(buffer))).toEqual([]);
    structuredClone(first.problem, { transfer: [...buffers] });
    expect(parts(formulator.formulate(situation))).toEqual(parts(again));
  });
});
