/** How runs begin, how they end, and what the engine promises about itself. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, canonicalJson, duration, seconds } from '../../src/base/index.ts';
import { decide, initialState, stateDigestInput, step } from '../../src/engine/index.ts';
import { id, type Event, type Situation, type Timed } from '../../src/model/index.ts';
import { ALIGN, EXTRACT, PREP, SEQUENCE, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import {
  RUN,
  clock,
  mondayPlan,
  onCluster,
  onMachine,
  only,
  planOf,
  planned,
  runScript,
  starts,
  wall,
} from './harness.ts';

const oneOrder = tinyLab({ orders: [order('o1')] });
const digest = (state: Parameters<typeof stateDigestInput>[0]): string => canonicalJson(stateDigestInput(state));

describe('decide', () => {
  test('changes nothing, and step decides the same: along a run with failures of every kind', async () => {
    const stages = [EXTRACT, { ...PREP, onError: [{ action: { do: 'quarantine' } as const }] }, SEQUENCE, ALIGN];
    const scenario = tinyLab({ orders: [order('o1')], workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]) });
    const { events } = await runScript({
      scenario,
      plan: () => planOf(mondayPlan()),
      outcome: ({ task, attempt }) =>
        task === 'p1-prep'
          ? { failed: ['o1/s2'], class: 'corrupt-output' }
          : task === 'p1-run' && attempt === 1
            ? { failAfter: HOUR, class: 'equipment-failure', downFor: 600 }
            : task === 'p1-align' && attempt === 1
              ? { failAfter: 60, class: 'out-of-memory' }
              : undefined,
    });
    const opened: Timed<Event> = { type: 'opened', run: RUN, at: seconds(0) };
    const state = initialState(scenario);
    let facts = 0;
    for (const event of [opened, ...events]) {
      const before = digest(state);
      const decided = decide(state, event);
      expect(digest(state)).toBe(before);
      const stepped = step(state, event);
      expect(canonicalJson(decided)).toBe(canonicalJson(stepped));
      facts += stepped.facts.length;
    }
    expect(state.phase).toBe('closed');
    expect(facts).toBeGreaterThan(30);
  });

  test('passes over what is about no work under way', () => {
    const state = initialState(oneOrder);
    step(state, { type: 'opened', run: RUN, at: seconds(0) });
    const result = { executions: [], measurements: [], failedSamples: [] };
    const stale: readonly Event[] = [
      { type: 'task-finished', task: id('nobody'), attempt: 1, result },
      { type: 'maintenance-finished', task: id('nobody') },
      { type: 'plan-arrived', request: 7, plan: planOf([]) },
      { type: 'timer', timer: 'limit:1:nobody' },
    ];
    for (const event of stale) expect(decide(state, { ...event, at: seconds(1) }).facts).toEqual([]);
  });
});

describe('planning', () => {
  test('a plan that cannot be put in force is refused with the reason', async () => {
    const { facts } = await runScript({
      scenario: oneOrder,
      plan: (_, request) =>
        request === 1
          ? planOf([planned('x', ['o1/extract'], onMachine('handler-9'), { start: clock(8), end: clock(9) })])
          : planOf(mondayPlan()),
    });
    expect(only(facts, 'plan-refused').map((f) => f.reason)).toEqual([
      'task x is placed on something that does not exist',
    ]);
    // Nothing can go on without a plan, so another one is asked for once the order is here.
    expect(only(facts, 'plan-requested').map((f) => [wall(f.at), f.reason])).toEqual([
      ['00:00', 'opened'],
      ['08:00', 'recovery'],
    ]);
    expect(only(facts, 'order-closed')[0]?.outcome).toBe('delivered');
  });

  test('a stage that is planned twice is refused', async () => {
    const twice = mondayPlan().flatMap((t) => [t, { ...t, id: id<never>(`${t.id}-again`) }]);
    const { facts } = await runScript({
      scenario: oneOrder,
      plan: (_, request) => planOf(request === 1 ? twice : mondayPlan()),
    });
    expect(only(facts, 'plan-refused')[0]?.reason).toBe('o1/extract is in extract and in extract-again');
  });

  test('the situation freezes what runs and tells what is done, how it is kept, what is down and what was planned', async () => {
    const situations: Situation[] = [];
    const again = { do: 'retry', max: 1, backoff: { base: duration(600), factor: 2 }, memoryFactor: 1 } as const;
    const stages = [{ ...EXTRACT, onError: [{ action: again }] }, PREP, SEQUENCE, ALIGN];
    await runScript({
      scenario: tinyLab({
        orders: [order('o1'), order('o2')],
        workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]),
      }),
      plan: (situation, request) => {
        situations.push(situation);
        const second = planned('x2', ['o2/extract'], onMachine('handler-1'), { start: clock(9, 4), end: clock(10, 8) });
        return request === 1 ? planOf([...mondayPlan(), second]) : planOf([]);
      },
      // At 10:08 one sample of the second lot has to be extracted again, while the first lot is being prepared.
      outcome: ({ task }) => (task === 'p1-x2' ? { failed: ['o2/s4'], class: 'quality-gate' } : undefined),
      also: [
        { type: 'machine-down', machine: id('tc-2'), reason: 'scripted', expectedUp: clock(12), at: clock(9, 30) },
        { type: 'machine-up', machine: id('tc-2'), at: clock(13) },
      ],
    });
    const [first, second] = situations;
    expect(first).toMatchObject({ now: 0, lots: [{ lot: 'o1', done: [], running: [] }, { lot: 'o2' }] });
    expect(first?.planInForce).toBeUndefined();
    expect(second?.now).toBe(clock(10, 8));
    expect(second?.lots).toMatchObject([
      {
        lot: 'o1',
        done: [{ stage: 'extract', end: clock(9, 4) }],
        running: [{ stage: 'prep', start: clock(9, 24), end: clock(11, 24), placement: { machine: 'tc-1' } }],
      },
      {
        lot: 'o2',
        samples: ['o2/s1', 'o2/s2', 'o2/s3'],
        done: [{ stage: 'extract' }],
        keeping: { material: 'extract' },
      },
      {
        lot: 'o2~2',
        order: 'o2',
        samples: ['o2/s4'],
        done: [],
        notBefore: clock(10, 18),
        keeping: { material: 'blood' },
      },
    ]);
    expect(second?.machines.map((m) => [m.machine, wall(m.freeFrom), m.state])).toEqual([
      ['handler-1', '10:08', 'extract'],
      ['seq/A', '10:08', undefined],
      ['seq/B', '10:08', undefined],
      ['tc-1', '10:08', 'dna-prep'],
      ['tc-2', '12:00', undefined],
    ]);
    expect(second?.planInForce?.tasks.map((t) => [t.id, t.isFrozen])).toEqual([
      ['p1-prep', true],
      ['p1-run', false],
      ['p1-align', false],
    ]);
  });

  test('a plan that brings nothing is followed by one recovery plan, then by the end', async () => {
    const { facts } = await runScript({ scenario: oneOrder, plan: () => planOf([]) });
    expect(only(facts, 'plan-requested').map((f) => [wall(f.at), f.reason])).toEqual([
      ['00:00', 'opened'],
      ['08:00', 'recovery'],
    ]);
    expect(only(facts, 'sample-closed').map((f) => [f.outcome, f.reason])).toEqual(
      Array.from({ length: 4 }, () => ['cancelled', 'nothing of the order can ever start']),
    );
    expect(only(facts, 'run-closed')).toMatchObject([{ reason: 'complete', at: clock(8) }]);
  });

  test('a planner that fails is told apart from one that finds the order lost', async () => {
    const failing = await runScript({ scenario: oneOrder, plan: () => undefined });
    expect(only(failing.facts, 'plan-refused').map((f) => f.reason)).toEqual(['scripted', 'scripted']);
    const lost = await runScript({
      scenario: oneOrder,
      plan: () => ({ ...planOf([]), lost: [{ order: id('o1'), causes: [{ kind: 'no-time', message: 'too late' }] }] }),
    });
    expect(only(lost.facts, 'sample-closed')[0]?.reason).toBe('no plan finds a way to deliver the order');
  });
});

describe('beginning and end', () => {
  test('work under way at instant 0 is carried on and delivered', async () => {
    const scenario = tinyLab({
      orders: [
        order('o1', {
          release: seconds(-DAY),
          collected: seconds(-2 * DAY),
          storage: [{ condition: id('fridge'), from: seconds(-2 * DAY) }],
          progress: [
            { stage: id('extract'), start: seconds(-8 * HOUR), end: seconds(-7 * HOUR), on: id('handler-1') },
            { stage: id('prep'), start: seconds(-5 * HOUR), end: seconds(-3 * HOUR), on: id('tc-1') },
            { stage: id('sequence'), start: seconds(-HOUR), end: clock(12), on: id('seq/A'), recipe: id('short') },
          ],
        }),
      ],
    });
    const situations: Situation[] = [];
    const { facts, commands } = await runScript({
      scenario,
      plan: (situation) => {
        situations.push(situation);
        return planOf([planned('align', ['o1/align'], onCluster(), { start: clock(12), end: clock(13) })]);
      },
    });
    expect(situations[0]?.lots[0]).toMatchObject({
      done: [{ stage: 'extract' }, { stage: 'prep' }],
      running: [{ stage: 'sequence', start: -HOUR, end: clock(12) }],
    });
    expect(commands.find((c) => c.type === 'start-task')).toMatchObject({
      task: 'carried-seq/A@-3600',
      work: { setup: 0, planned: 12 * HOUR },
    });
    expect(starts(facts)).toEqual(['p1-align@12:00']);
    expect(only(facts, 'order-closed')[0]?.outcome).toBe('delivered');
  });

  test('cancelling an order calls off its running work and frees the machine for the next', async () => {
    const scenario = tinyLab({
      orders: [order('o1'), order('o2')],
      workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: [EXTRACT] }]]),
    });
    const { facts, commands } = await runScript({
      scenario,
      plan: () =>
        planOf([
          planned('a', ['o1/extract'], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) }),
          planned('b', ['o2/extract'], onMachine('handler-1'), { start: clock(8, 30), end: clock(9, 34) }),
        ]),
      also: [
        {
          type: 'operator-decided',
          at: clock(8, 40),
          decision: { operator: 'op-1', reason: 'withdrawn', action: { do: 'cancel-order', order: id('o1') } },
        },
      ],
    });
    expect(commands).toContainEqual({
      type: 'cancel-task',
      task: 'p1-a',
      attempt: 1,
      reason: 'no sample of it is open',
      at: clock(8, 40),
    });
    expect(only(facts, 'task-failed').map((f) => [f.task, f.failure.class])).toEqual([['p1-a', 'cancelled']]);
    expect(starts(facts)).toEqual(['p1-a@08:00', 'p1-b@08:40']);
    expect(only(facts, 'sample-closed')[0]).toMatchObject({
      outcome: 'cancelled',
      reason: 'cancelled by op-1: withdrawn',
    });
  });

  test('a laboratory without orders opens and closes', async () => {
    const { facts } = await runScript({ scenario: tinyLab({ orders: [] }), plan: () => planOf([]) });
    expect(facts.map((f) => f.type)).toEqual(['run-opened', 'run-closed']);
  });

  test('expiry before the first start closes the order one second after the last chance', async () => {
    const { facts } = await runScript({
      scenario: tinyLab({ orders: [order('o1', { expires: clock(9) })] }),
      plan: () => planOf([planned('x', ['o1/extract'], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) })]),
      also: [
        { type: 'machine-down', machine: id('handler-1'), reason: 'scripted', expectedUp: clock(9), at: clock(7) },
        { type: 'machine-up', machine: id('handler-1'), at: clock(12) },
      ],
    });
    expect(starts(facts)).toEqual([]);
    expect(only(facts, 'order-closed')).toMatchObject([{ at: clock(9) + 1, outcome: 'expired', quality: 0 }]);
  });

  test('a start at the last instant of a limit is in time', async () => {
    const stage = { ...EXTRACT, hold: { min: duration(0) } };
    const { facts } = await runScript({
      scenario: tinyLab({
        orders: [order('o1', { expires: clock(9) })],
        workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: [stage] }]]),
      }),
      plan: () =>
        planOf([planned('x', ['o1/extract'], onMachine('handler-1'), { start: clock(9), end: clock(10, 4) })]),
    });
    expect(starts(facts)).toEqual(['p1-x@09:00']);
    expect(only(facts, 'order-closed')[0]?.outcome).toBe('delivered');
  });
});
