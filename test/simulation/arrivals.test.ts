/** How orders come: announced, on time, late, or not at all. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, duration, seconds } from '../../src/base/index.ts';
import { QUIET_WORLD, type Order, type SimulationModel } from '../../src/model/index.ts';
import { only } from '../engine/harness.ts';
import { order, tinyLab } from '../support/tiny-lab.ts';
import { run, withoutBreakdowns } from './lab.ts';
import { meanWithin } from './statistics.ts';
import { labUnder, listen, ofType, orders, worldOf } from './world-harness.ts';

const late = (mean: number, cv = 0, noShow = 0): Partial<SimulationModel> => ({
  arrivals: { delay: { mean: duration(mean), cv }, noShow },
});

const eventsOf = (simulation: Partial<SimulationModel>, those: readonly Order[], seed = 1) =>
  listen(worldOf(labUnder(simulation, { orders: those }), seed));

describe('receipt', () => {
  test('is at the stated instant where nothing delays it', async () => {
    const told = await eventsOf({}, orders(3, { release: seconds(8 * HOUR) }));
    expect(ofType(told, 'order-received').map((e) => e.at)).toEqual([8 * HOUR, 8 * HOUR, 8 * HOUR]);
    expect(ofType(told, 'order-announced')).toEqual([]);
  });

  test('is announced before it where the order says so, at its instant where it says the same', async () => {
    const told = await eventsOf({}, [
      order('o1', { announced: seconds(HOUR), release: seconds(2 * HOUR) }),
      order('o2', { announced: seconds(3 * HOUR), release: seconds(3 * HOUR) }),
    ]);
    expect(told.map((e) => `${e.at / HOUR} ${e.type}`)).toEqual([
      '1 order-announced',
      '2 order-received',
      '3 order-announced',
      '3 order-received',
      '3 closed',
    ]);
  });

  test('is late by a lognormal delay', async () => {
    const told = await eventsOf(late(6 * HOUR, 0.5), orders(2000, { release: seconds(DAY) }));
    const delays = ofType(told, 'order-received').map((e) => e.at - DAY);
    expect(delays).toHaveLength(2000);
    meanWithin(delays, 6 * HOUR, 3 * HOUR);
  });

  test('of what is here, or under way, is beyond chance', async () => {
    const [begun] = orders(1, { release: seconds(DAY) });
    const progress = [{ stage: 'extract', start: seconds(0), end: seconds(10), on: 'handler-1' }] as never;
    const here = order('here', { release: seconds(0) });
    const told = await eventsOf(late(DAY, 0, 0.999), [{ ...(begun as Order), progress }, here]);
    expect(ofType(told, 'order-received').map((e) => e.at)).toEqual([0, DAY]);
  });

  test('is delayed the same whoever else comes', async () => {
    const [few, many] = [orders(3, { release: seconds(DAY) }), orders(9, { release: seconds(DAY) })];
    const delays = async (those: readonly Order[]) =>
      new Map(ofType(await eventsOf(late(DAY, 1), those), 'order-received').map((e) => [e.order, e.at]));
    const [some, all] = [await delays(few), await delays(many)];
    for (const [name, at] of some) expect(all.get(name)).toBe(at);
    expect(new Set(some.values()).size).toBe(3);
  });
});

describe('an order that never comes', () => {
  const DUE = seconds(9 * DAY);

  test('is given up by the front desk when it is due', async () => {
    const told = await eventsOf(late(0, 0, 0.3), orders(2000, { release: seconds(DAY), due: DUE }));
    const given = ofType(told, 'operator-decided');
    meanWithin(
      Array.from({ length: 2000 }, (_, k) => (k < given.length ? 1 : 0)),
      0.3,
      Math.sqrt(0.3 * 0.7),
    );
    expect(given.length + ofType(told, 'order-received').length).toBe(2000);
    for (const { at, decision } of given) {
      expect(at).toBe(DUE);
      expect(decision).toMatchObject({ operator: 'front-desk', action: { do: 'cancel-order' } });
    }
  });

  test('is given up when the calendar ends, if it is due later', async () => {
    const { calendarEnd } = tinyLab();
    const due = seconds(calendarEnd + DAY);
    const told = await eventsOf(late(0, 0, 0.999), [order('o1', { release: seconds(DAY), due })]);
    expect(ofType(told, 'operator-decided').map((e) => e.at)).toEqual([calendarEnd]);
  });

  test('does not keep the run from its end: it is cancelled, with the reason', async () => {
    const scenario = withoutBreakdowns(
      tinyLab({ orders: orders(6, { due: DUE }), simulation: { ...QUIET_WORLD, ...late(HOUR, 1, 0.4) } }),
    );
    let missing = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const { told } = await run(scenario, { seed });
      expect(told.at(-1)).toMatchObject({ type: 'run-closed', reason: 'complete' });
      const received = new Set(only(told, 'order-received').map((f) => f.order));
      for (const { order: name, outcome } of only(told, 'order-closed')) {
        if (received.has(name)) continue;
        missing++;
        expect(outcome).toBe('cancelled');
        const closed = only(told, 'sample-closed').filter((f) => f.sample.startsWith(`${name}/`));
        expect(closed).toHaveLength(4);
        for (const { reason } of closed) {
          expect(reason).toBe('cancelled by front-desk: the material had not come when the order was due');
        }
      }
    }
    expect(missing).toBeGreaterThan(5);
  });
});

describe('planning time', () => {
  const adoptedAt = async (planningTime: number, planningDelay?: number) => {
    const scenario = tinyLab({
      orders: [order('o1')],
      simulation: { ...QUIET_WORLD, planningTime: duration(planningTime) },
    });
    const { told } = await run(scenario, planningDelay === undefined ? {} : { planningDelay });
    return only(told, 'plan-adopted')[0]?.at;
  };

  test('is what the scenario says, unless the caller says otherwise', async () => {
    expect(await adoptedAt(0)).toBe(0);
    expect(await adoptedAt(90)).toBe(90);
    expect(await adoptedAt(90, 30)).toBe(30);
    expect(await adoptedAt(90, 0)).toBe(0);
  });
});
