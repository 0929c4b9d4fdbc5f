/** One laboratory per kind of change in which that change saves the order, at a cost that is derived beside it. */

import { describe, expect, it } from 'vitest';
import { DAY, duration, interval, seconds, subtract } from '../../../src/base/index.ts';
import { id, type FlexibleMaintenance, type Plan, type Scenario, type Situation } from '../../../src/model/index.ts';
import { COST_UNITS, explainPlan } from '../../../src/solver/index.ts';
import { SEQUENCE, position, untouched } from '../../support/tiny-lab.ts';
import { bench, compute, explained, h, hasty, lab, lasting, machine, planOf, shift, task } from './handmade.ts';

const attended = { attendance: { operators: 1 } };

/** What saves the only order that is explained. */
async function saving(scenario: Scenario) {
  const explanations = await explained(scenario);
  expect(explanations.map((e) => e.order)).toEqual(['o1']);
  const [explanation] = explanations;
  const saves = explanation?.changes.filter((tried) => tried.saves) ?? [];
  // Nothing is tried after what saves it.
  expect(saves).toEqual(explanation?.changes.slice(-1));
  return { explanation, tried: saves[0], change: saves[0]?.change };
}

describe('the cheapest change that saves an order is', () => {
  it('an operator who stays a quarter of an hour', async () => {
    // Received 17:10, an hour of work, good until 23:00; the shift ends at 18:00. 10 min are missing: a quarter is asked for.
    const o1 = hasty('o1', 17, { release: seconds(h(17) + 600), due: h(40), expires: h(23) });
    const scenario = lab([bench('a', 1, attended)], [o1], { staff: shift(1, [8, 18], [32, 42]) });
    const { explanation, tried, change } = await saving(scenario);
    expect(explanation).toMatchObject({ outcome: { kind: 'lost' }, causes: [{ kind: 'expired' }] });
    expect(explanation?.lifted?.limits).toEqual(['expiry']);
    // Without the expiry it would be Tuesday, 8:00.
    expect(explanation?.chain).toMatchObject([{ start: h(32), waits: [{ cause: { kind: 'off-shift' } }] }]);
    expect(change).toMatchObject({ kind: 'staff', cost: { amount: 0.25, unit: 'operator hours' } });
    expect(tried?.outcome).toMatchObject({ kind: 'in-time', end: seconds(h(18) + 600) });
    expect(tried?.message).toBe(
      'one more operator from Mon 30 Nov 18:00 for 15 min (0.25 operator hours): delivered Mon 30 Nov 18:10, in time; no other order becomes late or lost',
    );
  });

  it('a day shift, where a quarter of an hour only starts what others must finish', async () => {
    // Two attended stages of 3 h, received on Friday at 16:00, due on Saturday at 16:00; the shift ends at 18:00.
    const stages = [bench('a', 3, attended), bench('b', 3, { ...attended, after: [id('a')] })];
    const o1 = hasty('o1', 4 * 24 + 16, { due: h(5 * 24 + 16) });
    const week = [0, 1, 2, 3, 4, 7].map((day) => [day * 24 + 8, day * 24 + 18] as const);
    const { explanation, change, tried } = await saving(lab(stages, [o1], { staff: shift(1, ...week) }));
    // One hour, 18:00 to 19:00, has `a` done on Friday and leaves `b` for Monday.
    expect(explanation?.changes[1]).toMatchObject({ saves: false, change: { cost: { amount: 1 } } });
    // Eight hours from 18:00, or on Saturday from 8:00, take in all that is left.
    expect(change).toMatchObject({ kind: 'staff', cost: { amount: 8, unit: 'operator hours' } });
    expect(tried?.outcome.kind).toBe('in-time');
  });

  const weekly = (hoursLong: number): FlexibleMaintenance => ({
    id: id('wash'),
    every: duration(DAY),
    early: duration(0),
    late: duration(0),
    operators: 0,
    duration: lasting(hoursLong),
    lastDone: h(-14),
    scope: 'machine',
  });

  it('a maintenance that may be later', async () => {
    // Due at 10:00, to the second, for 4 h. Two hours of work from 9:00 on, due at 13:00: the wash must wait until 11:00.
    const machines = [machine('a', 'a', { flexibleMaintenance: [weekly(4)] })];
    const scenario = lab([bench('a', 2)], [hasty('o1', 9, { due: h(13) })], { machines, horizon: duration(DAY) });
    const { change, tried } = await saving(scenario);
    expect(change).toMatchObject({ kind: 'maintenance', cost: { amount: 1, unit: 'hours of maintenance moved' } });
    expect(tried?.outcome).toMatchObject({ end: h(11) });
  });

  it('an appointment at another hour', async () => {
    const at = interval(h(10), h(14));
    const available = subtract([interval(0, 56 * DAY)], [at]);
    const machines = [machine('a', 'a', { available, fixedMaintenance: [{ id: id('annual'), at }] })];
    const scenario = lab([bench('a', 2)], [hasty('o1', 9, { due: h(13) })], { machines });
    const { change, tried } = await saving(scenario);
    expect(change?.description).toBe('maintenance annual of a at Mon 30 Nov 11:00 instead of Mon 30 Nov 10:00');
    expect(tried?.outcome).toMatchObject({ end: h(11) });
    const [moved] = change?.applyTo(scenario).machines ?? [];
    expect(moved?.fixedMaintenance).toEqual([{ id: 'annual', at: interval(h(11), h(15)) }]);
    expect(moved?.available.slice(0, 2)).toEqual([interval(0, h(11)), interval(h(15), 56 * DAY)]);
  });

  it('a machine that is open for as long as the work takes', async () => {
    const available = subtract([interval(0, 56 * DAY)], [interval(h(10), h(20))]);
    const machines = [machine('a', 'a', { available })];
    const { change } = await saving(lab([bench('a', 2)], [hasty('o1', 9, { due: h(13) })], { machines }));
    // 9:00 to 11:00, of which the hour from 10:00 on is closed.
    expect(change).toMatchObject({ kind: 'opening', cost: { amount: 1, unit: 'machine hours' } });
  });

  it('cores for as long as the order needs them', async () => {
    const orders = [hasty('o1', 9, { due: h(11) }), hasty('o2', 8, { due: h(10) })];
    const { change } = await saving(lab([compute('align', 2, 64)], orders));
    expect(change).toMatchObject({ kind: 'pool', cost: { amount: 128, unit: 'core hours' } });
  });

  it('a shorter recipe', async () => {
    // `long` takes 24 h, `short` 13 h; received at 8:00, due 14 h later.
    const free = { flexibleMaintenance: [], changeover: { default: duration(0), rules: [], operators: 0 } };
    const machines = [{ ...position('B'), ...free }];
    const stage = { ...SEQUENCE, after: [], recipes: [id<never>('long')] };
    const scenario = lab([stage], [hasty('o1', 8, { due: h(22) })], { machines });
    const { change, tried } = await saving(scenario);
    expect(change).toMatchObject({ kind: 'recipe', cost: { amount: 1, unit: 'recipes' } });
    expect(tried?.outcome).toMatchObject({ end: h(21) });
    // Only this order may use it.
    const changed = change?.applyTo(scenario);
    expect(changed?.workflows.get(id('wgs'))?.stages).toEqual([stage]);
    expect(changed?.orders[0]?.workflow).not.toBe('wgs');
  });

  it('one more machine of the kind', async () => {
    const orders = [hasty('o1', 8, { due: h(11) }), hasty('o2', 8, { due: h(10) })];
    const scenario = lab([bench('a', 2)], orders);
    const { change, tried } = await saving(scenario);
    expect(change).toMatchObject({ kind: 'machine', cost: { amount: 1, unit: 'machines' } });
    expect(tried?.outcome).toMatchObject({ end: h(10) });
    expect(change?.applyTo(scenario).machines.map((m) => m.id)).toEqual(['a', 'a+1']);
  });

  it('a later date, where the work alone takes too long', async () => {
    const { change, explanation } = await saving(lab([bench('a', 5)], [hasty('o1', 8, { due: h(12) })]));
    expect(explanation?.chain[0]?.waits).toEqual([]);
    expect(explanation?.changes.map((tried) => tried.change.kind)).toEqual(['search', 'due-date']);
    expect(change).toMatchObject({ kind: 'due-date', cost: { amount: 1, unit: 'hours of delay accepted' } });
  });
});

describe('changes', () => {
  /** Monday and Tuesday, one operator, 8-18; the order comes at 17:00 and is due at 19:00, with 3 h of attended work. */
  const scenario = lab([bench('a', 3, attended)], [hasty('o1', 17, { due: h(20) }), hasty('o2', 48, { due: h(60) })], {
    staff: shift(1, [8, 18], [32, 42], [48, 60]),
  });
  const situation = untouched(scenario);
  const planEnding = (o1: number, o2: number): Plan =>
    planOf([
      task({ members: ['o1 a'], on: 'a', start: o1 - 3, end: o1 }),
      task({ members: ['o2 a'], on: 'a', start: o2 - 3, end: o2 }),
    ]);

  it('are tried from the cheapest on, and go on past one that harms another order', async () => {
    const answers = [planEnding(35, 51), planEnding(20, 61), planEnding(20, 51)];
    const [explanation] = await explainPlan({
      scenario,
      situation,
      plan: planEnding(35, 51),
      replan: () => Promise.resolve(answers.shift() ?? planEnding(35, 51)),
    });
    expect(explanation?.changes).toMatchObject([
      { saves: false, harms: [], change: { kind: 'search' } },
      { saves: true, harms: ['o2'] },
      { saves: true, harms: [] },
    ]);
    expect(explanation?.changes[1]?.message).toContain('o2 would be late or lost instead');
    const costs = explanation?.changes.map(({ change }) => [COST_UNITS.indexOf(change.cost.unit), change.cost.amount]);
    expect(costs).toEqual(costs?.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
  });

  it('are tried no more often than asked, and those left out are counted', async () => {
    let plans = 0;
    const replan = () => Promise.resolve((plans++, planEnding(35, 51)));
    const input = { scenario, situation, plan: planEnding(35, 51), replan };
    const all = (await explainPlan({ ...input, mostChanges: 100 }))[0];
    expect(all?.untried).toBe(0);
    const possible = all?.changes.length ?? 0;
    expect(plans).toBe(possible);
    const some = (await explainPlan({ ...input, mostChanges: 2 }))[0];
    expect([some?.changes.length, some?.untried]).toEqual([2, possible - 2]);
  });

  it('are not tried where the search alone, carried on, finds a plan that saves the order', async () => {
    const replan = () => Promise.resolve(planEnding(20, 51));
    const [explanation] = await explainPlan({ scenario, situation, plan: planEnding(35, 51), replan });
    expect(explanation?.changes).toMatchObject([{ saves: true, change: { kind: 'search', cost: { amount: 0 } } }]);
  });

  it('do not count as saving where the search alone does as well', async () => {
    const answers = [planEnding(20, 61), planEnding(20, 61), planEnding(20, 51)];
    const replan = () => Promise.resolve(answers.shift() ?? planEnding(35, 51));
    const [explanation] = await explainPlan({ scenario, situation, plan: planEnding(35, 51), replan });
    expect(explanation?.changes).toMatchObject([
      { saves: true, harms: ['o2'], change: { kind: 'search' } },
      { saves: false, harms: ['o2'], outcome: { kind: 'in-time' } },
      { saves: true, harms: [] },
    ]);
    expect(explanation?.changes[1]?.message).toContain('in time, as by the search alone');
  });

  it('are judged by plans from the plan in force', async () => {
    const plan = planEnding(35, 51);
    const inForce: (Plan | undefined)[] = [];
    const replan = (_lab: Scenario, from: Situation) => Promise.resolve((inForce.push(from.planInForce), plan));
    await explainPlan({ scenario, situation, plan, replan, mostChanges: 2 });
    expect(inForce).toEqual([plan, plan]);
  });

  it('that two orders need are planned once', async () => {
    const orders = ['o1', 'o2', 'o3'].map((name) => hasty(name, 8, { due: h(10) }));
    const crowded = lab([bench('a', 2)], orders);
    const seen: string[] = [];
    const plan = planOf(
      ['o1', 'o2', 'o3'].map((lot, k) => task({ members: [`${lot} a`], on: 'a', start: 8 + 2 * k, end: 10 + 2 * k })),
    );
    await explainPlan({
      scenario: crowded,
      situation: untouched(crowded),
      plan,
      replan: (changed) => Promise.resolve((seen.push(changed.machines.map((m) => m.id).join()), plan)),
    });
    // o2 and o3 both ask for more search and for another `a`, and each for a date of its own.
    expect(seen).toEqual(['a', 'a,a+1', 'a', 'a']);
  });
});

describe('an order', () => {
  it('that is in time is not explained, even when asked about', async () => {
    const scenario = lab([bench('a', 2)], [hasty('o1', 8, { due: h(10) })]);
    expect(await explained(scenario)).toEqual([]);
  });

  it('that no resource can ever take keeps its causes and has no chain', async () => {
    const scenario = lab([compute('align', 2, 128)], [hasty('o1', 8)]);
    const [explanation] = await explained(scenario);
    expect(explanation).toMatchObject({ outcome: { kind: 'lost' }, causes: [{ kind: 'no-resource' }], chain: [] });
    expect(explanation?.changes).toEqual([]);
  });

  /** `a` expires on Friday at 20:00; `b` must follow it within 4 h; there is nobody from Friday, 18:00, until Monday, 8:00. */
  const friday = 4 * 24;
  const monday = 7 * 24;
  const twoStages = [
    bench('a', 1, { hold: { min: duration(0), max: lasting(4) } }),
    bench('b', 2, { ...attended, after: [id('a')] }),
  ];
  const o1 = hasty('o1', friday + 17, { due: h(friday + 100), expires: h(friday + 20) });
  const weekend = lab(twoStages, [o1], { staff: shift(1, [friday + 8, friday + 18], [monday + 8, monday + 18]) });

  it('that expires while it is held back is explained by what its next stage lacks', async () => {
    const [explanation] = await explained(weekend);
    expect(explanation).toMatchObject({ outcome: { kind: 'lost' }, lifted: { limits: ['expiry'] } });
    const because = { kind: 'off-shift', end: h(monday + 8) };
    // `b` from Monday, 8:00, so `a` not before 3:00.
    expect(explanation?.chain).toMatchObject([
      { stage: 'a', waits: [{ from: h(friday + 17), until: h(monday + 3), cause: { kind: 'hold', because } }] },
    ]);
    // `b` from 18:00 to 20:00 saves it: two hours of one operator.
    const last = explanation?.changes.at(-1);
    expect(last).toMatchObject({ saves: true, change: { kind: 'staff', cost: { amount: 2 } } });
    expect(last?.outcome).toMatchObject({ end: h(friday + 20) });
  });

  it('lost by the hold of what is done is explained from the stage that comes too late', async () => {
    const [lot] = untouched(weekend).lots;
    if (lot === undefined) throw new Error('no lot');
    const now = h(friday + 17.5);
    const done = [{ stage: id<never>('a'), end: h(friday + 17) }];
    const [explanation] = await explained(weekend, { ...untouched(weekend), now, lots: [{ ...lot, done }] });
    expect(explanation).toMatchObject({ outcome: { kind: 'lost' }, lifted: { limits: ['hold'] } });
    expect(explanation?.chain).toMatchObject([
      { stage: 'b', start: h(monday + 8), waits: [{ from: now, until: h(monday + 8), cause: { kind: 'off-shift' } }] },
    ]);
    // From 17:30 to 19:30, of which an hour and a half after 18:00.
    const last = explanation?.changes.at(-1);
    expect(last).toMatchObject({ saves: true, change: { kind: 'staff', cost: { amount: 1.5 } } });
  });
});
