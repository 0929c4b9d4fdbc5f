/** Who goes first: the total order by itself, and what it does to a run between two plans. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, seconds, sumOfLevels } from '../../src/base/index.ts';
import { byUrgency, inPlanOrder, whyFirst, type Urgency } from '../../src/engine/urgency.ts';
import {
  id,
  type Event,
  type Order,
  type OrderId,
  type PriorityClass,
  type Stage,
  type Timed,
} from '../../src/model/index.ts';
import { ALIGN, EXTRACT, PREP, WEEKDAYS, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { clock, labWith, onCluster, onMachine, once, only, planOf, planned, runScript, starts } from './harness.ts';

const at = (hour: number) => seconds(hour * HOUR);

describe('the order', () => {
  const calm = (name: string, from = 0): Urgency => inPlanOrder(id(name), seconds(from));
  const pressed = (grade: number, weight: number, slack: number) => ({ pressure: { grade, weight, slack } });
  const fading = (grade: number, weight: number, points: number) => ({ fading: { grade, weight, points } });

  test('is by limit, pressure, fading, plan, id', () => {
    const tasks: readonly Urgency[] = [
      { ...calm('f', 50), limit: at(10) },
      { ...calm('e', 40), limit: at(11), ...pressed(3, 100, -200) },
      { ...calm('d', 30), ...pressed(2, 100, -1) },
      { ...calm('c', 20), ...fading(1, 10, 2) },
      calm('a', 10),
      calm('b', 10),
      calm('0', 11),
    ];
    expect(tasks.toReversed().toSorted(byUrgency)).toEqual(tasks);
    // Total: whoever is compared, one of two different tasks goes first, and of three no circle.
    for (const [i, a] of tasks.entries()) {
      for (const [k, b] of tasks.entries()) expect(Math.sign(byUrgency(a, b))).toBe(Math.sign(i - k));
    }
  });

  test('says in one sentence by which numbers', () => {
    const stat: Urgency = { ...calm('stat'), ...pressed(2, 100, 3.25) };
    expect(whyFirst({ ...calm('x'), limit: at(10) }, calm('y'))).toBe(
      'it must begin by 36000, y by a day from now or later',
    );
    expect(whyFirst(stat, { ...calm('y'), ...pressed(1, 10, -1) })).toBe(
      'has weight 100 and 3.3 h of slack, y has weight 10 and -1.0 h of slack',
    );
    expect(whyFirst(stat, calm('y'))).toBe('has weight 100 and 3.3 h of slack, y is not pressed');
    expect(whyFirst({ ...calm('x'), ...fading(1, 10, 2.25) }, calm('y'))).toBe(
      'has weight 10 and loses 2.3 % of its quality a day, y keeps',
    );
    expect(whyFirst(calm('x', 5), calm('y', 9))).toBe('the plan has it at 5, y at 9');
  });
});

/** One liquid handler, 64 min a lot, in the order of the names; the second and later ones are planned behind. */
const row = (lots: readonly string[], from = clock(8)) =>
  lots.map((lot, k) => {
    const start = from + k * 64 * 60;
    return planned(`x-${lot}`, [`${lot}/extract`], onMachine('handler-1'), { start, end: start + 64 * 60 });
  });

const extraction = (orders: readonly Order[]) =>
  tinyLab({ orders, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: [EXTRACT] }]]) });

const priority = (name: string, to: PriorityClass, when: number): Timed<Event> => ({
  type: 'operator-decided',
  at: seconds(when),
  decision: {
    operator: 'op-1',
    reason: 'asked for',
    action: { do: 'set-priority', order: id<OrderId>(name), priority: to },
  },
});

describe('on a machine, between plans', () => {
  test('a dying sample overtakes without waiting for a new plan, and the record says why', async () => {
    // Behind o1 and o2 it would begin at 10:08, too late.
    const scenario = extraction([order('o1'), order('o2'), order('o3', { expires: clock(9, 30) })]);
    const { facts } = await runScript({ scenario, plan: once(() => planOf(row(['o1', 'o2', 'o3']))) });
    // After o1 it begins at 9:04, in time: nothing is lost by letting o1 go first.
    expect(starts(facts)).toEqual(['p1-x-o1@08:00', 'p1-x-o3@09:04', 'p1-x-o2@10:08']);
    expect(only(facts, 'task-overtook')).toMatchObject([
      {
        at: clock(9, 4),
        task: 'p1-x-o3',
        over: ['p1-x-o2'],
        reason: `p1-x-o3: it must begin by ${clock(9, 30)}, p1-x-o2 by a day from now or later; behind p1-x-o2 it would be too late`,
      },
    ]);
    expect(only(facts, 'plan-requested')).toHaveLength(1);
  });

  test('a STAT order overtakes routine ones at the next start, not those that would spoil', async () => {
    const due = seconds(DAY);
    const scenario = extraction([
      order('o1'),
      order('o2', { expires: clock(9, 30) }),
      order('o3'),
      order('o4', { priority: 'stat', weight: 100, due }),
    ]);
    const { facts } = await runScript({ scenario, plan: once(() => planOf(row(['o1', 'o2', 'o3', 'o4']))) });
    // At 8:00 it is pressed: 100 x e^-(15/24) is a grade of one above o1. At 9:04 o2 has to begin by 9:30.
    expect(starts(facts)).toEqual(['p1-x-o4@08:00', 'p1-x-o2@09:04', 'p1-x-o1@10:08', 'p1-x-o3@11:12']);
  });

  test('a changed priority counts at once, by the weight of its present class', async () => {
    const scenario = extraction([order('o1'), order('o2'), order('o3', { due: seconds(DAY) })]);
    const { facts } = await runScript({
      scenario,
      plan: once(() => planOf(row(['o1', 'o2', 'o3']))),
      also: [priority('o3', 'stat', clock(8, 30))],
    });
    expect(starts(facts)).toEqual(['p1-x-o1@08:00', 'p1-x-o3@09:04', 'p1-x-o2@10:08']);
    expect(only(facts, 'task-overtook')[0]?.reason).toMatch(/^p1-x-o3: has weight 100 and 13\.\d h of slack/);
  });

  test('among several that cannot all be saved the weightier goes first', async () => {
    // Both must begin by 8:30: only one can.
    const both = { expires: clock(8, 30) };
    for (const heavy of ['o1', 'o2']) {
      const orders = ['o1', 'o2'].map((o) =>
        order(o, { ...both, ...(o === heavy ? { priority: 'urgent', weight: 10 } : {}) }),
      );
      const { facts } = await runScript({ scenario: extraction(orders), plan: once(() => planOf(row(['o1', 'o2']))) });
      expect(starts(facts)).toEqual([`p1-x-${heavy}@08:00`]);
    }
  });

  test('maintenance is not overtaken', async () => {
    const wash = {
      id: id<never>('w'),
      maintenance: id<never>('wash'),
      machines: [id<never>('handler-1')],
      start: clock(9, 4),
      end: clock(10, 4),
    };
    const scenario = extraction([order('o1'), order('o3', { expires: clock(9, 30) })]);
    const tasks = [...row(['o1']), ...row(['o3'], clock(10, 4))];
    const { facts } = await runScript({ scenario, plan: once(() => planOf(tasks, [wash])) });
    expect(only(facts, 'maintenance-started').map((f) => f.at)).toEqual([clock(9, 4)]);
    expect(only(facts, 'sample-closed').filter((f) => f.outcome === 'expired')).toHaveLength(4);
  });

  test('small differences leave the plan alone', async () => {
    // Twice the weight and a sooner due date are of the same order of magnitude.
    const scenario = extraction([order('o1'), order('o2', { weight: 2, due: seconds(3 * DAY) })]);
    const { facts } = await runScript({ scenario, plan: once(() => planOf(row(['o1', 'o2']))) });
    expect(starts(facts)).toEqual(['p1-x-o1@08:00', 'p1-x-o2@09:04']);
    expect(only(facts, 'task-overtook')).toEqual([]);
  });
});

describe('several urgent samples at once', () => {
  test('are resolved alike however they are named and listed, but for the id of equals', async () => {
    // In the plan's order. The STAT one goes first, since the one that spoils at 9:30 can wait for it until 9:04, then that
    // one; the urgent one is late; the two others are equals.
    const kinds = [
      { name: 'equal', slot: 0, changes: {} },
      { name: 'equal', slot: 0, changes: {} },
      { name: 'urgent', slot: 1, changes: { priority: 'urgent', weight: 10, due: clock(9) } },
      { name: 'stat', slot: 2, changes: { priority: 'stat', weight: 100, due: seconds(DAY) } },
      { name: 'spoils', slot: 3, changes: { expires: clock(9, 30) } },
    ] as const;
    for (const permutation of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 4, 1, 0, 3],
      [1, 0, 4, 3, 2],
      [3, 2, 0, 4, 1],
    ]) {
      const listed = permutation.flatMap((kind, place) => {
        const known = kinds[kind];
        return known === undefined ? [] : [{ ...known, lot: `o${place}` }];
      });
      const orders = listed.map(({ lot, changes }) => order(lot, changes));
      const tasks = listed.flatMap(({ lot, slot }) => row([lot], seconds(clock(8) + slot * 64 * 60)));
      const { facts } = await runScript({ scenario: extraction(orders), plan: once(() => planOf(tasks)) });
      const sequence = only(facts, 'task-started').map((f) => listed.find(({ lot }) => f.task === `p1-x-${lot}`));
      expect(sequence.map((known) => known?.name)).toEqual(['stat', 'spoils', 'urgent', 'equal', 'equal']);
      const equals = sequence.slice(3).map((known) => known?.lot ?? '');
      expect(equals).toEqual(equals.toSorted());
    }
  });
});

describe('operators', () => {
  test('go first to the most urgent task, on whatever machine', async () => {
    const prep: Stage = { ...PREP, after: [] };
    const scenario = labWith([prep], [], {
      orders: [order('o1'), order('o2', { priority: 'stat', weight: 100, due: clock(12) })],
      staff: sumOfLevels([{ intervals: WEEKDAYS, level: 1 }]),
    });
    const times = { start: clock(8, 20), end: clock(10, 20), setup: 1200 };
    const { facts } = await runScript({
      scenario,
      plan: once(() =>
        planOf([
          planned('a', ['o1/prep'], onMachine('tc-1'), { ...times, start: clock(8, 19) }),
          planned('b', ['o2/prep'], onMachine('tc-2'), times),
        ]),
      ),
    });
    expect(starts(facts)).toEqual(['p1-b@08:00', 'p1-a@10:20']);
  });
});

describe('on a pool', () => {
  const align: Stage = { ...ALIGN, after: [], memoryBytes: 1e9 };
  const computing = (orders: readonly Order[], cores = 16) =>
    tinyLab({ orders, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: [{ ...align, cores }] }]]) });
  const jobs = (lots: readonly string[]) =>
    planOf(lots.map((lot) => planned(`a-${lot}`, [`${lot}/align`], onCluster(), { start: clock(8), end: clock(9) })));

  test('the urgent one is computed first, and the record says over whom', async () => {
    // 64 cores: one lot of four at 16 at a time.
    const scenario = computing([
      order('o1'),
      order('o2'),
      order('o3', { priority: 'stat', weight: 100, due: clock(12) }),
    ]);
    const { facts } = await runScript({ scenario, plan: once(() => jobs(['o1', 'o2', 'o3'])) });
    expect(starts(facts)).toEqual(['p1-a-o3@08:00', 'p1-a-o1@09:00', 'p1-a-o2@10:00']);
    expect(only(facts, 'task-overtook')).toMatchObject([{ task: 'p1-a-o3', over: ['p1-a-o1', 'p1-a-o2'] }]);
  });

  test('a big task does not starve: small ones that come later wait behind it', async () => {
    // o1 takes 32 cores until 9:00; o2 wants 64; o3, o4 of 32 would fit beside o1, but come after o2.
    const small = { ...align, cores: 8 };
    const scenario = tinyLab({
      orders: [
        order('o1', { workflow: id('small') }),
        order('o2'),
        ...['o3', 'o4'].map((o) => order(o, { workflow: id('small') })),
      ],
      workflows: new Map([
        [WORKFLOW.id, { ...WORKFLOW, stages: [{ ...align, cores: 16 }] }],
        [id<never>('small'), { id: id('small'), name: 'small', stages: [small] }],
      ]),
    });
    const { facts } = await runScript({ scenario, plan: once(() => jobs(['o1', 'o2', 'o3', 'o4'])) });
    expect(starts(facts)).toEqual(['p1-a-o1@08:00', 'p1-a-o2@09:00', 'p1-a-o3@10:00', 'p1-a-o4@10:00']);
  });

  test('lateness alone brings even a research order forward: nobody waits for ever behind urgent ones', async () => {
    // Nine days late, weight 1 presses as weight 10 does on its due date.
    const late = seconds(-11 * DAY);
    const scenario = computing([
      order('o1', { priority: 'urgent', weight: 10, due: clock(8) }),
      order('o2', { due: late }),
      order('o3', { priority: 'urgent', weight: 10, due: seconds(3 * DAY) }),
    ]);
    const { facts } = await runScript({ scenario, plan: once(() => jobs(['o3', 'o1', 'o2'])) });
    // o1 and o2 press alike (plan order), o3 has slack.
    expect(starts(facts)).toEqual(['p1-a-o1@08:00', 'p1-a-o2@09:00', 'p1-a-o3@10:00']);
  });
});
