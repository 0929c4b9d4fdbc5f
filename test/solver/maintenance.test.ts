/** Flexible maintenance: in its window, before one run too many, and out of the way of what cannot wait. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, duration, interval, seconds } from '../../src/base/index.ts';
import { id, type FlexibleMaintenance, type Scenario } from '../../src/model/index.ts';
import { indexSetsOf, order, position, tinyLab, untouched } from '../support/tiny-lab.ts';
import { plan, taskOf } from './helpers.ts';

const rule = (changes: Partial<FlexibleMaintenance> = {}): FlexibleMaintenance => ({
  id: id('wash'),
  early: duration(2 * DAY),
  late: duration(2 * DAY),
  duration: duration(2 * HOUR),
  operators: 1,
  lastDone: seconds(0),
  scope: 'machine',
  ...changes,
});

/** The tiny laboratory with this maintenance on its sides, or on side A alone. */
function labWith(flexible: FlexibleMaintenance, changes: Partial<Scenario> = {}, sides = 'AB'): Scenario {
  const orders = changes.orders ?? [];
  const machines = tinyLab()
    .machines.filter((m) => m.kind !== 'position' || sides.includes(m.id.slice(-1)))
    .map((m) => (m.kind === 'position' ? { ...m, flexibleMaintenance: [flexible] } : m));
  return tinyLab({ orders, indexSets: indexSetsOf(orders), machines, ...changes });
}

describe('maintenance by time', () => {
  it('is planned for every occurrence due before the horizon, each counted from the end of the one before', () => {
    const made = plan(labWith(rule({ every: duration(7 * DAY) })));
    const sideA = made.maintenance.filter((m) => m.machines.includes(id('seq/A')));
    // Due on day 7 (Monday 0:00): the first staffed instant from then on is 8:00, but side A is closed 8-16, so 16:00.
    expect(sideA[0]?.start).toBe(7 * DAY + 16 * HOUR);
    // Due 7 days after 18:00 of day 7: day 14, 18:00; staff is back on day 15, 8:00. Then day 22, 10:00, in the shift.
    expect(sideA.map((m) => m.start / HOUR)).toEqual([7 * 24 + 16, 15 * 24 + 8, 22 * 24 + 10]);
    expect(sideA.map((m) => m.id)).toEqual(['seq/A:wash#1', 'seq/A:wash#2', 'seq/A:wash#3']);
  });

  it('of the whole instrument stops all its positions at once, and is staffed once', () => {
    const made = plan(labWith(rule({ every: duration(14 * DAY), scope: 'instrument', operators: 3 })));
    expect(made.maintenance.map((m) => m.machines)).toEqual([['seq/A', 'seq/B']]);
    expect(made.maintenance[0]?.id).toBe('seq:wash#1');
  });

  it('that fell due while the machine was down follows as soon as it is free', () => {
    const scenario = labWith(rule({ every: duration(3 * DAY) }), {}, 'A');
    const down = { machine: id<never>('seq/A'), freeFrom: seconds(9 * DAY), maintenance: [] };
    const made = plan(scenario, { situation: { ...untouched(scenario), machines: [down] } });
    // Due day 3 + late 2 = day 5 is past; free on day 9 (Wednesday) 0:00, staff from 8:00.
    expect(made.maintenance[0]?.start).toBe(9 * DAY + 8 * HOUR);
  });

  it('counts from what was done last, and names later occurrences differently', () => {
    const scenario = labWith(rule({ every: duration(14 * DAY) }), {}, 'A');
    const present = {
      machine: id<never>('seq/A'),
      freeFrom: seconds(0),
      maintenance: [{ id: id<never>('wash'), lastDone: seconds(4 * DAY + 12 * HOUR), runsSince: 0 }],
    };
    const made = plan(scenario, { situation: { ...untouched(scenario), now: seconds(5 * DAY), machines: [present] } });
    // Due day 18, 12:00, a Friday in the shift.
    expect(made.maintenance.map((m) => m.start)).toEqual([18 * DAY + 12 * HOUR]);
    expect(made.maintenance[0]?.id).toBe(`seq/A:wash#${4.5 * DAY}+1`);
  });

  it('makes way for an order that would expire', () => {
    // The library of o1 must be on the only side by Tuesday 12:00 (release 8:00, hold 24 h ...), while the maintenance
    // of 6 h can be done on any day of the week: the portfolio keeps the order.
    const orders = [
      order('o1', {
        release: seconds(7 * DAY + 8 * HOUR),
        deadline: seconds(8 * DAY + 2 * HOUR),
        collected: seconds(7 * DAY),
        expires: seconds(9 * DAY),
      }),
    ];
    const base = position('A');
    const flexible = rule({ every: duration(8 * DAY), duration: duration(6 * HOUR) });
    const side = { ...base, available: [interval(0, 56 * DAY)], flexibleMaintenance: [flexible] };
    const bench = tinyLab().machines.filter((m) => m.kind !== 'position');
    const machines = [...bench, side].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const made = plan(tinyLab({ orders, indexSets: indexSetsOf(orders), machines }), { rule: 'portfolio' });
    // 8:00 + 1:04 + 2:00 + 0:15 = 11:19 run, 13 h, alignment 1 h: 25:19 on the next day, 41 min before the deadline.
    expect(made.lost).toEqual([]);
    expect(taskOf(made, 'o1', 'sequence').start).toBe(7 * DAY + 11 * HOUR + 19 * 60);
  });
});

describe('maintenance by runs', () => {
  it('comes before the run that would be one too many, counting those since the last one', () => {
    const orders = ['o1', 'o2', 'o3'].map((name, k) =>
      order(name, { readsPerSample: 190_000_000, release: seconds((8 + 24 * k) * HOUR), due: seconds(20 * DAY) }),
    );
    const scenario = labWith(rule({ everyRuns: 2 }), { orders }, 'A');
    const present = {
      machine: id<never>('seq/A'),
      freeFrom: seconds(0),
      maintenance: [{ id: id<never>('wash'), lastDone: seconds(0), runsSince: 1 }],
    };
    const made = plan(scenario, { rule: 'fifo', situation: { ...untouched(scenario), machines: [present] } });
    // 760 M each nearly fill a short run: three runs. One had run before, so the wash is between the first and second.
    const events = [
      ...made.tasks.filter((t) => t.placement.kind === 'run').map((t) => ({ at: t.start, what: 'run' })),
      ...made.maintenance.map((m) => ({ at: m.start, what: 'wash' })),
    ].toSorted((a, b) => a.at - b.at);
    expect(events.map((e) => e.what)).toEqual(['run', 'wash', 'run', 'run']);
  });
});
