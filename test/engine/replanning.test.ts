/** When a new plan is asked for, how often, and what becomes of answers that come late or not at all. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, MINUTE, canonicalJson, duration, seconds } from '../../src/base/index.ts';
import { decide, initialState, replay, stateDigestInput, step, type RunState } from '../../src/engine/index.ts';
import {
  id,
  type Command,
  type Event,
  type Fact,
  type OrderId,
  type Plan,
  type Scenario,
  type Shortage,
  type Stage,
  type Timed,
} from '../../src/model/index.ts';
import { naivePlan } from '../simulation/naive-planner.ts';
import { ALIGN, EXTRACT, PREP, SEQUENCE, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import {
  RUN,
  clock,
  failureOf,
  mondayPlan,
  onMachine,
  once,
  only,
  planOf,
  planned,
  runScript,
  starts,
  wall,
} from './harness.ts';

const oneOrder = tinyLab({ orders: [order('o1')] });

const requests = (facts: readonly Timed<Fact>[]): readonly string[] =>
  only(facts, 'plan-requested').map((f) => `${wall(f.at)} ${f.reason}`);

const down = (machine: string, at: number, expectedUp: number): Timed<Event> => ({
  type: 'machine-down',
  machine: id(machine),
  reason: 'scripted',
  expectedUp: seconds(expectedUp),
  at: seconds(at),
});

const up = (machine: string, at: number): Timed<Event> => ({
  type: 'machine-up',
  machine: id(machine),
  at: seconds(at),
});

const absence = (since: number, until: number): Shortage => ({
  id: 'absence',
  of: { kind: 'staff', operators: 2 },
  since: seconds(since),
  until: seconds(until),
});

/** The first plan stays in force, whatever is asked. */
const asking = async (also: readonly Timed<Event>[], scenario: Scenario = oneOrder) =>
  requests((await runScript({ scenario, plan: once(() => planOf(mondayPlan())), also })).facts);

describe('a new plan is asked for', () => {
  test('when a machine with planned work is lost, not when an idle one is', async () => {
    expect(await asking([down('tc-1', clock(8, 30), clock(9)), up('tc-1', clock(9))])).toEqual([
      '00:00 opened',
      '08:30 machine-lost',
    ]);
    expect(await asking([down('tc-2', clock(8, 30), clock(9)), up('tc-2', clock(9))])).toEqual(['00:00 opened']);
  });

  test('when a machine is back at another time than the last request was told', async () => {
    expect(await asking([down('tc-1', clock(8, 10), clock(12)), up('tc-1', clock(8, 40))])).toEqual([
      '00:00 opened',
      '08:10 machine-lost',
      '08:40 machine-back',
    ]);
  });

  test('when an order is announced, and when one comes an hour late', async () => {
    const late = order('o2', { announced: clock(8, 30), release: clock(12) });
    const event: Timed<Event> = { type: 'order-announced', order: id('o2'), at: clock(8, 30) };
    const scenario = tinyLab({ orders: [order('o1'), late] });
    const asked = await asking([event], scenario);
    expect(asked.slice(0, 2)).toEqual(['00:00 opened', '08:30 arrival']);

    const state = initialState(oneOrder);
    const facts: Timed<Fact>[] = [];
    const hear = (heard: Timed<Event>) => void facts.push(...step(state, heard).facts);
    hear({ type: 'opened', run: RUN, at: clock(0) });
    hear({ type: 'plan-arrived', request: 1, plan: planOf(mondayPlan()), at: clock(0) });
    hear({ type: 'order-received', order: id('o1'), at: clock(9, 30) });
    hear({ type: 'timer', timer: `wake:${clock(9, 30)}`, at: clock(9, 30) });
    expect(requests(facts)).toEqual(['00:00 opened', '09:30 arrival']);
  });

  test('when a priority is changed; the situation tells it, and the planner its weight', async () => {
    const situations: unknown[] = [];
    const decision = {
      operator: 'op-1',
      reason: 'called',
      action: { do: 'set-priority', order: id<OrderId>('o1'), priority: 'stat' },
    } as const;
    const { facts } = await runScript({
      scenario: oneOrder,
      plan: (situation, request) => {
        situations.push(situation.priorities);
        return request === 1 ? planOf(mondayPlan()) : undefined;
      },
      also: [{ type: 'operator-decided', decision, at: clock(8, 20) }],
    });
    expect(requests(facts)).toEqual(['00:00 opened', '08:20 priority']);
    expect(situations).toEqual([undefined, [{ order: 'o1', priority: 'stat' }]]);
  });

  test('when operators stay away, and when they are back before they were expected', async () => {
    const began: Timed<Event> = {
      type: 'shortage-began',
      shortage: absence(clock(8, 10), clock(18)),
      reason: 'ill',
      at: clock(8, 10),
    };
    const ended: Timed<Event> = { type: 'shortage-ended', shortage: 'absence', at: clock(11) };
    expect(await asking([began, ended])).toEqual(['00:00 opened', '08:10 shortage', '11:00 shortage']);
    const asForeseen: Timed<Event> = { ...ended, at: clock(18) };
    expect(await asking([began, asForeseen])).toEqual(['00:00 opened', '08:10 shortage']);
  });

  test('not when what is missing is wanted by nobody while it lasts', async () => {
    const node: Shortage = {
      id: 'node',
      of: { kind: 'pool', pool: id('cluster'), cores: 8, memoryBytes: 0, gpus: 0 },
      since: clock(9),
      until: clock(10),
    };
    // Alignment is planned for the next day.
    const asked = await asking([
      { type: 'shortage-began', shortage: node, reason: 'node lost', at: clock(9) },
      { type: 'shortage-ended', shortage: 'node', at: clock(20) },
    ]);
    expect(asked).toEqual(['00:00 opened']);
  });

  test('when a maintenance ends an hour late', () => {
    const scenario = tinyLab({ orders: [order('o1', { release: seconds(3 * DAY) })] });
    const wash = {
      id: id<never>('w'),
      maintenance: id<never>('wash'),
      machines: [id<never>('seq/A')],
      start: clock(8),
      end: clock(10),
    };
    const state = initialState(scenario);
    const facts: Timed<Fact>[] = [];
    const hear = (heard: Timed<Event>) => void facts.push(...step(state, heard).facts);
    hear({ type: 'opened', run: RUN, at: clock(0) });
    hear({ type: 'plan-arrived', request: 1, plan: planOf([], [wash]), at: clock(0) });
    hear({ type: 'timer', timer: `wake:${clock(8)}`, at: clock(8) });
    hear({ type: 'maintenance-finished', task: id('p1-w'), at: clock(11) });
    hear({ type: 'timer', timer: `wake:${clock(11)}`, at: clock(11) });
    expect(requests(facts)).toEqual(['00:00 opened', '11:00 maintenance']);
  });

  test('when material is about to lose more quality than planned', async () => {
    // A curve that falls fast: the extract loses a tenth in two hours. tc-1 is kept by o2, 4 h instead of planned 2 h.
    const scenario = tinyLab({
      orders: [order('o1'), order('o2')],
      materials: new Map(
        ['blood', 'extract', 'library'].map((m) => [
          id(m),
          { id: id(m), conditions: new Map([[id('fridge'), { tau: (m === 'extract' ? 1 : 300) * DAY, beta: 1 }]]) },
        ]),
      ),
      workflows: new Map([
        [WORKFLOW.id, { ...WORKFLOW, stages: [EXTRACT, { ...PREP, onError: [{ action: { do: 'quarantine' } }] }] }],
      ]),
    });
    const tasks = [
      planned('x2', ['o2/extract'], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) }),
      planned('x1', ['o1/extract'], onMachine('handler-1'), { start: clock(9, 4), end: clock(10, 8) }),
      planned('p2', ['o2/prep'], onMachine('tc-1'), { start: clock(9, 24), end: clock(11, 24), setup: 1200 }),
      planned('p1', ['o1/prep'], onMachine('tc-1'), { start: clock(11, 30), end: clock(13, 30), setup: 300 }),
    ];
    const { facts } = await runScript({
      scenario,
      plan: once(() => planOf(tasks)),
      also: [down('tc-1', clock(8, 50), clock(10, 40)), up('tc-1', clock(10, 40))],
    });
    // At 10:08 o1 is extracted; o2 will have tc-1 from 10:40 to 13:00: o1 begins at 13:05 instead of 11:30.
    expect(requests(facts)).toEqual(['00:00 opened', '08:50 machine-lost', '10:08 deviation']);
  });
});

describe('not more often than needed', () => {
  test('what happens at one instant is asked once, of the laboratory after all of it', async () => {
    const situations: Parameters<Parameters<typeof runScript>[0]['plan']>[0][] = [];
    const { facts } = await runScript({
      scenario: oneOrder,
      plan: (situation, request) => {
        situations.push(situation);
        return request === 1 ? planOf(mondayPlan()) : undefined;
      },
      also: [
        down('tc-1', clock(8, 30), clock(12)),
        down('seq/A', clock(8, 30), clock(14)),
        { type: 'shortage-began', shortage: absence(clock(8, 30), clock(18)), reason: 'ill', at: clock(8, 30) },
        up('tc-1', clock(12)),
        up('seq/A', clock(14)),
      ],
    });
    expect(requests(facts).slice(0, 2)).toEqual(['00:00 opened', '08:30 machine-lost']);
    const told = situations[1];
    expect(told?.machines.filter((m) => m.freeFrom > clock(8, 30)).map((m) => m.machine)).toEqual(['seq/A', 'tc-1']);
    expect(told?.shortages).toHaveLength(1);
  });

  test('what can wait does so until the last request is five minutes old', async () => {
    const orders = ['o2', 'o3', 'o4'].map((name) => order(name, { announced: clock(7), release: clock(20) }));
    const announcements = orders.map(({ id: name }, k): Timed<Event> => ({
      type: 'order-announced',
      order: name,
      at: seconds(clock(7) + k * MINUTE),
    }));
    const scenario = tinyLab({ orders: [order('o1'), ...orders] });
    const { facts } = await runScript({
      scenario,
      plan: (situation) => naivePlan(scenario, situation),
      also: announcements,
    });
    // One minute after the first announcement, and two: both are in the request of 7:05.
    expect(requests(facts).slice(0, 3)).toEqual(['00:00 opened', '07:00 arrival', '07:05 arrival']);
    expect(only(facts, 'order-closed').map((f) => f.outcome)).toEqual(Array(4).fill('delivered'));
  });
});

/** Answers when told to: events go in one by one. */
function slowWorld(scenario: Scenario) {
  const state = initialState(scenario);
  const facts: Timed<Fact>[] = [];
  const commands: Command[] = [];
  const hear = (event: Event, at: number): void => {
    const heard = { ...event, at: seconds(at) };
    // Deciding changes nothing.
    const before = canonicalJson(stateDigestInput(state));
    const decided = decide(state, heard);
    expect(canonicalJson(stateDigestInput(state))).toBe(before);
    const stepped = step(state, heard);
    expect(canonicalJson(stepped as never)).toBe(canonicalJson(decided as never));
    facts.push(...stepped.facts);
    commands.push(...stepped.commands);
  };
  const settle = (at: number): void => hear({ type: 'timer', timer: `wake:${at}` }, at);
  return { state, facts, commands, hear, settle };
}

const replays = (scenario: Scenario, { facts, state }: { facts: readonly Timed<Fact>[]; state: RunState }): void => {
  expect(canonicalJson(stateDigestInput(replay(scenario, facts)))).toBe(canonicalJson(stateDigestInput(state)));
};

const result = { executions: [], measurements: [], failedSamples: [] };

describe('while an answer is awaited', () => {
  const started = (scenario: Scenario, plan: Plan) => {
    const world = slowWorld(scenario);
    world.hear({ type: 'opened', run: RUN }, 0);
    world.hear({ type: 'plan-arrived', request: 1, plan }, 0);
    for (const { id: name } of scenario.orders) world.hear({ type: 'order-received', order: name }, clock(8));
    world.settle(clock(8));
    return world;
  };

  test('the plan in force goes on, and what happens meanwhile is asked after the answer', () => {
    const world = started(oneOrder, planOf(mondayPlan()));
    world.hear(down('seq/A', clock(8, 30), clock(14)), clock(8, 30));
    world.settle(clock(8, 30));
    world.hear(down('seq/B', clock(8, 40), clock(14)), clock(8, 40));
    world.hear({ type: 'shortage-began', shortage: absence(clock(8, 40), clock(18)), reason: 'ill' }, clock(8, 40));
    world.settle(clock(8, 40));
    expect(requests(world.facts)).toEqual(['00:00 opened', '08:30 machine-lost']);
    world.hear({ type: 'task-finished', task: id('p1-extract'), attempt: 1, result }, clock(9, 4));
    world.settle(clock(9, 4));
    // The plan in force has preparation next; one operator is left for it.
    expect(starts(world.facts)).toEqual(['p1-extract@08:00', 'p1-prep@09:04']);
    world.hear({ type: 'plan-arrived', request: 2, plan: planOf(mondayPlan().slice(1)) }, clock(9, 10));
    world.settle(clock(9, 10));
    expect(requests(world.facts)).toEqual(['00:00 opened', '08:30 machine-lost', '09:10 shortage']);
    replays(oneOrder, world);
  });

  test('a plan that comes late is adopted for what is left: nothing is done twice, nobody is forgotten', () => {
    const scenario = tinyLab({
      orders: [order('o1'), order('o2'), order('o3', { release: seconds(20 * DAY), expires: seconds(25 * DAY) })],
    });
    const both = ['o1', 'o2'].flatMap((lot, k) => [
      planned(`x-${lot}`, [`${lot}/extract`], onMachine('handler-1'), {
        start: clock(8) + k * 64 * 60,
        end: clock(9, 4) + k * 64 * 60,
      }),
      planned(`p-${lot}`, [`${lot}/prep`], onMachine(`tc-${k + 1}`), {
        start: clock(10) + k * HOUR,
        end: clock(12) + k * HOUR,
        setup: 1200,
      }),
    ]);
    const world = slowWorld(scenario);
    world.hear({ type: 'opened', run: RUN }, 0);
    world.hear({ type: 'plan-arrived', request: 1, plan: planOf(both) }, 0);
    for (const name of ['o1', 'o2']) world.hear({ type: 'order-received', order: id(name) }, clock(8));
    world.settle(clock(8));
    world.hear(down('seq/A', clock(8, 30), clock(14)), clock(8, 30));
    world.hear(down('tc-1', clock(8, 30), clock(8, 40)), clock(8, 30));
    world.settle(clock(8, 30));
    world.hear(up('tc-1', clock(8, 40)), clock(8, 40));
    world.settle(clock(8, 40));
    // Meanwhile o1 goes on to preparation, and o2 is cancelled.
    world.hear({ type: 'task-finished', task: id('p1-x-o1'), attempt: 1, result }, clock(9, 4));
    world.settle(clock(9, 4));
    const cancel = {
      operator: 'op',
      reason: 'withdrawn',
      action: { do: 'cancel-order', order: id<OrderId>('o2') },
    } as const;
    world.hear({ type: 'operator-decided', decision: cancel }, clock(9, 10));
    world.settle(clock(9, 10));
    world.settle(clock(9, 40));
    expect(starts(world.facts)).toEqual(['p1-x-o1@08:00', 'p1-x-o2@09:04', 'p1-p-o1@09:40']);
    // The answer is to 8:30: it has preparation of o1 and all of o2.
    world.hear({ type: 'plan-arrived', request: 2, plan: planOf(both.slice(1), [], clock(8, 30)) }, clock(9, 20 + 25));
    world.settle(clock(9, 45));
    // Extraction of o2 is gone, preparation of o1 has begun: nothing was there for the plan to move.
    expect(only(world.facts, 'plan-adopted').map((f) => f.change.kept)).toEqual([0, 0]);
    expect(starts(world.facts)).toHaveLength(3);
    replays(scenario, world);
  });

  test('a task that fails before the answer comes is planned anew after it', () => {
    const again: Stage = {
      ...EXTRACT,
      onError: [{ action: { do: 'retry', max: 3, backoff: { base: duration(60), factor: 1 }, memoryFactor: 1 } }],
    };
    const scenario = tinyLab({
      orders: [order('o1')],
      workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: [again, PREP, SEQUENCE, ALIGN] }]]),
    });
    const world = started(scenario, planOf(mondayPlan()));
    world.hear(down('seq/A', clock(8, 30), clock(14)), clock(8, 30));
    world.settle(clock(8, 30));
    world.hear(
      { type: 'task-failed', task: id('p1-extract'), attempt: 1, failure: failureOf('transient') },
      clock(8, 40),
    );
    // The answer knows extraction as under way; it plans the rest only.
    world.hear({ type: 'plan-arrived', request: 2, plan: planOf(mondayPlan().slice(1)) }, clock(8, 40));
    world.settle(clock(8, 40));
    expect(requests(world.facts)).toEqual(['00:00 opened', '08:30 machine-lost', '08:40 recovery']);
    world.hear({ type: 'plan-arrived', request: 3, plan: planOf(mondayPlan()) }, clock(8, 41));
    world.settle(clock(8, 41));
    expect(starts(world.facts)).toEqual(['p1-extract@08:00', 'p3-extract@08:41']);
    replays(scenario, world);
  });

  test('a maintenance done meanwhile is not done again', () => {
    const wash = {
      id: id<never>('w'),
      maintenance: id<never>('wash'),
      machines: [id<never>('seq/B')],
      start: clock(8),
      end: clock(10),
    };
    const world = slowWorld(oneOrder);
    world.hear({ type: 'opened', run: RUN }, 0);
    world.hear({ type: 'plan-arrived', request: 1, plan: planOf(mondayPlan(), [wash]) }, 0);
    world.hear(down('seq/A', clock(7, 30), clock(14)), clock(7, 30));
    world.settle(clock(7, 30));
    world.settle(clock(8));
    expect(only(world.facts, 'maintenance-started')).toHaveLength(1);
    const second = { ...wash, id: id<never>('w2'), start: seconds(10 * DAY), end: seconds(10 * DAY + 2 * HOUR) };
    world.hear({ type: 'plan-arrived', request: 2, plan: planOf(mondayPlan(), [wash, second]) }, clock(8, 1));
    expect(only(world.facts, 'maintenance-planned').map((f) => f.maintenance.id)).toEqual(['p1-w', 'p2-w2']);
  });

  test('an answer that takes more than an hour is refused, and asked anew, three times in a row at most', () => {
    const world = started(oneOrder, planOf(mondayPlan()));
    world.hear(down('seq/A', clock(8, 30), clock(40)), clock(8, 30));
    world.settle(clock(8, 30));
    const timer = (request: number, at: number) => world.hear({ type: 'timer', timer: `answer:${request}` }, at);
    timer(2, clock(9, 30));
    // Too late.
    world.hear({ type: 'plan-arrived', request: 2, plan: planOf([]) }, clock(9, 31));
    timer(3, clock(10, 30));
    timer(4, clock(11, 30));
    expect(requests(world.facts).slice(1)).toEqual(['08:30 machine-lost', '09:30 machine-lost', '10:30 machine-lost']);
    expect(only(world.facts, 'plan-refused').map((f) => f.reason)).toEqual(Array(3).fill('no answer within 3600 s'));
    expect(only(world.facts, 'plan-adopted')).toHaveLength(1);
    replays(oneOrder, world);
  });
});

describe('an answer refused', () => {
  test('leaves lots without a plan to the next request, ten minutes later', async () => {
    const late = order('o2', { announced: clock(7), release: clock(8) });
    const scenario = tinyLab({ orders: [order('o1'), late] });
    const { facts } = await runScript({
      scenario,
      plan: (situation, request) => (request === 2 ? undefined : naivePlan(scenario, situation)),
      also: [{ type: 'order-announced', order: id('o2'), at: clock(7) }],
    });
    expect(requests(facts).slice(0, 3)).toEqual(['00:00 opened', '07:00 arrival', '07:10 recovery']);
    expect(only(facts, 'order-closed').map((f) => f.outcome)).toEqual(['delivered', 'delivered']);
  });
});

test('a lot that has taken another route since the request is no fault of the plan', () => {
  const other = id<never>('wgs~other');
  const align: Stage = { ...ALIGN, onError: [{ action: { do: 'fallback', to: id('other') } }] };
  const scenario = tinyLab({
    orders: [order('o1')],
    workflows: new Map([
      [
        WORKFLOW.id,
        { ...WORKFLOW, stages: [{ ...align, after: [] }], detours: new Map([[id<never>('other'), other]]) },
      ],
      [other, { id: other, name: 'other', stages: [{ ...ALIGN, id: id('other'), after: [] }] }],
    ]),
  });
  const plan = naivePlan(scenario, {
    now: seconds(0),
    lots: [
      {
        lot: id('o1'),
        order: id('o1'),
        samples: [id('o1/s1')],
        done: [],
        running: [],
        skipped: [],
        notBefore: seconds(0),
      },
    ],
    machines: [],
  });
  const world = slowWorld(scenario);
  world.hear({ type: 'opened', run: RUN }, 0);
  world.hear({ type: 'plan-arrived', request: 1, plan }, 0);
  world.hear({ type: 'order-received', order: id('o1') }, clock(8));
  world.settle(clock(8));
  const decision = {
    operator: 'op-1',
    reason: 'asked for',
    action: { do: 'set-priority', order: id<OrderId>('o1'), priority: 'urgent' },
  } as const;
  world.hear({ type: 'operator-decided', decision }, clock(8, 5));
  world.settle(clock(8, 5));
  world.hear(
    { type: 'task-failed', task: id('p1-o1-align'), attempt: 1, failure: failureOf('tool-error') },
    clock(8, 6),
  );
  world.hear({ type: 'plan-arrived', request: 2, plan }, clock(8, 7));
  world.settle(clock(8, 7));
  expect(only(world.facts, 'plan-adopted')).toHaveLength(2);
  expect(requests(world.facts).at(-1)).toBe('08:07 recovery');
  replays(scenario, world);
});
