/** When the engine starts what the plan says, and what keeps it from doing so. */

import { describe, expect, test } from 'vitest';

import {
  DAY,
  HOUR,
  constantLevel,
  duration,
  interval,
  seconds,
  sumOfLevels,
  type Seconds,
} from '../../src/base/index.ts';
import { id, type Event, type Stage, type Timed } from '../../src/model/index.ts';
import { ALIGN, EXTRACT, PREP, SEQUENCE, WEEKDAYS, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import {
  clock,
  labWith,
  onCluster,
  onMachine,
  onPosition,
  once,
  only,
  planOf,
  planned,
  runScript,
  starts,
  wall,
} from './harness.ts';

const downFor = (machine: string, from: Seconds, until: Seconds): readonly Timed<Event>[] => [
  { type: 'machine-down', machine: id(machine), reason: 'scripted', expectedUp: until, at: from },
  { type: 'machine-up', machine: id(machine), at: until },
];

const prepFirst: Stage = { ...PREP, after: [] };
const runFirst: Stage = { ...SEQUENCE, after: [] };
const alignFirst: Stage = { ...ALIGN, after: [] };

describe('operators', () => {
  test('are never more in use than on shift: the second task waits for the end of the first', async () => {
    // Both want one operator throughout; one is on shift.
    const scenario = labWith([prepFirst], ['o1', 'o2'], { staff: sumOfLevels([{ intervals: WEEKDAYS, level: 1 }]) });
    const times = { start: clock(8, 20), end: clock(10, 20), setup: 1200 };
    const { facts } = await runScript({
      scenario,
      plan: () =>
        planOf([
          planned('a', ['o1/prep'], onMachine('tc-1'), times),
          planned('b', ['o2/prep'], onMachine('tc-2'), times),
        ]),
    });
    expect(starts(facts)).toEqual(['p1-a@08:00', 'p1-b@10:20']);
  });

  test('must be on shift for as long as they are wanted: late work waits for the next morning, its set-up does not', async () => {
    const { facts } = await runScript({
      scenario: labWith([prepFirst], ['o1']),
      plan: () =>
        planOf([
          planned('late', ['o1/prep'], onMachine('tc-1'), { start: clock(16, 30), end: clock(18, 30), setup: 1200 }),
        ]),
    });
    // 16:30 + 2 h is past 18:00. The 20 min of set-up need nobody, so they end when the shift begins.
    expect(starts(facts)).toEqual([`p1-late@${24 + 7}:40`]);
  });

  test('are wanted hands-on only: the evening is enough', async () => {
    const { facts } = await runScript({
      scenario: labWith([EXTRACT], ['o1']),
      plan: () =>
        planOf([planned('x', ['o1/extract'], onMachine('handler-1'), { start: clock(17, 30), end: clock(18, 34) })]),
    });
    expect(starts(facts)).toEqual(['p1-x@17:30']);
  });

  test('go to the task that was planned first', async () => {
    const scenario = labWith([prepFirst], ['o1', 'o2'], { staff: sumOfLevels([{ intervals: WEEKDAYS, level: 1 }]) });
    // Both are planned before anybody is there; tc-2's is planned earlier.
    const { facts } = await runScript({
      scenario,
      plan: () =>
        planOf([
          planned('early', ['o2/prep'], onMachine('tc-2'), { start: clock(8, 0), end: clock(10), setup: 1200 }),
          planned('later', ['o1/prep'], onMachine('tc-1'), { start: clock(8, 10), end: clock(10, 10), setup: 1200 }),
        ]),
    });
    // 20 min of set-up and 2 h of work later the operator is free again.
    expect(starts(facts)).toEqual(['p1-early@08:00', 'p1-later@10:20']);
  });

  test('go first to what will not keep until tomorrow, whatever was planned first', async () => {
    const orders = [order('o1', { expires: clock(20) }), order('o2')];
    const scenario = labWith([prepFirst], [], { orders, staff: sumOfLevels([{ intervals: WEEKDAYS, level: 1 }]) });
    const { facts } = await runScript({
      scenario,
      plan: () =>
        planOf([
          planned('early', ['o2/prep'], onMachine('tc-2'), { start: clock(8, 0), end: clock(10), setup: 1200 }),
          planned('later', ['o1/prep'], onMachine('tc-1'), { start: clock(8, 10), end: clock(10, 10), setup: 1200 }),
        ]),
    });
    expect(starts(facts)).toEqual(['p1-later@08:00', 'p1-early@10:20']);
  });
});

describe('time', () => {
  test('work fits into one availability interval, set-up included', async () => {
    // Position A: fixed maintenance on the second Monday, 8:00-16:00. 45 min + 13 h from 2:00 on would run into it.
    const release = seconds(7 * DAY);
    const scenario = labWith([runFirst], [], {
      orders: [order('o1', { release, expires: seconds(20 * DAY) })],
      staff: constantLevel(3),
    });
    const { facts } = await runScript({
      scenario,
      plan: () =>
        planOf([
          planned('run', ['o1/sequence'], onPosition('seq/A', 'short', ['o1']), {
            start: 7 * DAY + clock(2, 45),
            end: 7 * DAY + clock(15, 45),
            setup: 2700,
          }),
        ]),
    });
    expect(starts(facts)).toEqual([`p1-run@${7 * 24 + 16}:00`]);
  });

  test('work starts in a start window; set-up may come before it', async () => {
    const stage: Stage = {
      ...prepFirst,
      startWindows: [interval(clock(10), clock(11)), interval(clock(34), clock(35))],
    };
    const { facts } = await runScript({
      scenario: labWith([stage], ['o1', 'o2']),
      plan: () =>
        planOf([
          planned('a', ['o1/prep'], onMachine('tc-1'), { start: clock(8, 20), end: clock(10, 20), setup: 1200 }),
          planned('b', ['o2/prep'], onMachine('tc-1'), { start: clock(10, 25), end: clock(12, 25), setup: 300 }),
        ]),
    });
    // The second has missed the window when the first ends at 12:00: next day at 10:00, less 5 min of set-up.
    expect(starts(facts)).toEqual(['p1-a@09:40', 'p1-b@33:55']);
  });

  test('a minimum hold is kept, and nothing starts before its plan on a machine', async () => {
    const { facts } = await runScript({
      scenario: labWith([prepFirst, { ...ALIGN, after: [id('prep')] }], ['o1']),
      plan: () =>
        planOf([
          planned('prep', ['o1/prep'], onMachine('tc-1'), { start: clock(9, 20), end: clock(11, 20), setup: 1200 }),
          planned('align', ['o1/align'], onCluster(), { start: clock(11, 20), end: clock(12, 20) }),
        ]),
    });
    // Planned set-up at 9:00 though it could begin at 8:00; 15 min of cooling after 11:20.
    expect(starts(facts)).toEqual(['p1-prep@09:00', 'p1-align@11:35']);
  });

  test('past its maximum hold a lot is closed as expired', async () => {
    const { facts } = await runScript({
      scenario: labWith([prepFirst, { ...SEQUENCE, after: [id('prep')] }], ['o1']),
      plan: () =>
        planOf([
          planned('prep', ['o1/prep'], onMachine('tc-1'), { start: clock(8, 20), end: clock(10, 20), setup: 1200 }),
          planned('run', ['o1/sequence'], onPosition('seq/A', 'short', ['o1']), {
            start: clock(12),
            end: clock(25),
            setup: 2700,
          }),
        ]),
      also: downFor('seq/A', clock(9), clock(60)),
    });
    expect(starts(facts)).toEqual(['p1-prep@08:00']);
    // 24 h after 10:20, and one second more.
    expect(only(facts, 'sample-closed').map((f) => [wall(f.at), f.outcome])).toEqual(
      Array.from({ length: 4 }, () => ['34:20:01', 'expired']),
    );
    expect(only(facts, 'sample-closed')[0]?.reason).toBe(
      `sequence could not start by ${clock(34, 20)}, the end of its hold or expiry`,
    );
  });

  test('a lot that expires drops out of its batch; the others go on', async () => {
    const scenario = labWith([prepFirst], [], {
      orders: [order('o1', { expires: clock(9) }), order('o2')],
    });
    const { facts } = await runScript({
      scenario,
      plan: once(() =>
        planOf([
          planned('batch', ['o1/prep', 'o2/prep'], onMachine('tc-1'), {
            start: clock(8, 50),
            end: clock(10, 50),
            setup: 1200,
          }),
        ]),
      ),
      also: downFor('tc-1', clock(8, 15), clock(9, 30)),
    });
    // The machine is down until 9:30; o1 is closed at 9:00:01.
    expect(starts(facts)).toEqual(['p1-batch@09:30']);
    expect(only(facts, 'task-started')[0]?.members).toEqual([{ lot: 'o2', stage: 'prep' }]);
  });
});

test('a sequencer starts its next run as soon as it is free, not at the time that was planned', async () => {
  // Prepared by 10:00; the run was planned for 14:45, set-up from 14:00, as if the run before were to last until then.
  const plan = () =>
    planOf([
      planned('prep', ['o1/prep'], onMachine('tc-1'), { start: clock(8, 20), end: clock(10, 20), setup: 1200 }),
      planned('run', ['o1/sequence'], onPosition('seq/A', 'short', ['o1']), {
        start: clock(14, 45),
        end: clock(27, 45),
        setup: 2700,
      }),
    ]);
  const { facts } = await runScript({ scenario: labWith([prepFirst, SEQUENCE], ['o1']), plan: once(plan) });
  expect(starts(facts)).toEqual(['p1-prep@08:00', 'p1-run@10:20']);
});

describe('what does not keep', () => {
  test('until its planned start goes as early as it can', async () => {
    const { facts } = await runScript({
      scenario: tinyLab({ orders: [order('o1', { expires: clock(9) })] }),
      plan: () =>
        planOf([planned('x', ['o1/extract'], onMachine('handler-1'), { start: clock(9, 30), end: clock(10, 34) })]),
    });
    expect(starts(facts)).toEqual(['p1-x@08:00']);
  });

  test('does not wait for a member of its batch that comes too late; that one is planned anew', async () => {
    // o2 arrives on Friday; o1 is ready on Monday and expires on Wednesday.
    const scenario = labWith([EXTRACT, PREP], [], {
      orders: [order('o1'), order('o2', { release: seconds(4 * DAY + clock(8)) })],
    });
    const friday = 4 * DAY;
    const handler = onMachine('handler-1');
    const { facts } = await runScript({
      scenario,
      plan: (_, request) =>
        request === 1
          ? planOf([
              planned('x1', ['o1/extract'], handler, { start: clock(8), end: clock(9, 4) }),
              planned('batch', ['o1/prep', 'o2/prep'], onMachine('tc-1'), {
                start: clock(9, 24),
                end: clock(11, 24),
                setup: 1200,
              }),
              planned('x2', ['o2/extract'], handler, { start: friday + clock(8), end: friday + clock(9, 4) }),
            ])
          : planOf([
              planned('x2', ['o2/extract'], handler, { start: friday + clock(8), end: friday + clock(9, 4) }),
              planned('alone', ['o2/prep'], onMachine('tc-2'), {
                start: friday + clock(9, 24),
                end: friday + clock(11, 24),
                setup: 1200,
              }),
            ]),
    });
    expect(only(facts, 'task-started').map((f) => [f.task, f.members.map((m) => m.lot)])).toEqual([
      ['p1-x1', ['o1']],
      ['p1-batch', ['o1']],
      ['p2-x2', ['o2']],
      ['p2-alone', ['o2']],
    ]);
    expect(only(facts, 'order-closed').map((f) => f.outcome)).toEqual(['delivered', 'delivered']);
  });
});

test('a batch that is due goes without a member that comes too late, although nothing happens then', async () => {
  // o1 keeps for an hour from 9:04; the extract of o2 is expected at 10:08. The batch is due at 9:40, and no event comes until 10:08.
  const keeps: Stage = { ...EXTRACT, hold: { min: duration(0), max: duration(HOUR) } };
  const handler = onMachine('handler-1');
  const { facts } = await runScript({
    scenario: labWith([keeps, PREP], ['o1', 'o2']),
    plan: once(() =>
      planOf([
        planned('x1', ['o1/extract'], handler, { start: clock(8), end: clock(9, 4) }),
        planned('x2', ['o2/extract'], handler, { start: clock(9, 4), end: clock(10, 8) }),
        planned('batch', ['o1/prep', 'o2/prep'], onMachine('tc-1'), {
          start: clock(10),
          end: clock(12),
          setup: 1200,
        }),
      ]),
    ),
  });
  expect(starts(facts)).toContain('p1-batch@09:40');
});

test('a batch waits two hours for an order that should be here, not for ever', async () => {
  // o2 should have come at 7:00 and comes on the next day; nothing expires.
  const scenario = labWith([prepFirst], [], {
    orders: [order('o1', { release: clock(7) }), order('o2', { release: clock(7) })],
  });
  const batch = planned('batch', ['o1/prep', 'o2/prep'], onMachine('tc-1'), {
    start: clock(8, 20),
    end: clock(10, 20),
    setup: 1200,
  });
  const alone = planned('alone', ['o2/prep'], onMachine('tc-1'), {
    start: clock(34, 20),
    end: clock(36, 20),
    setup: 1200,
  });
  const { facts } = await runScript({
    scenario,
    plan: (_, request) => (request === 1 ? planOf([batch]) : planOf([alone])),
    arrivals: { o2: clock(32) },
  });
  // Planned for 8:00 with its set-up; patience ends at 9:00.
  expect(starts(facts)).toEqual(['p1-batch@09:00', expect.stringMatching(/-alone@/)]);
  expect(only(facts, 'task-started')[0]?.members).toEqual([{ lot: 'o1', stage: 'prep' }]);
  expect(only(facts, 'order-closed').map((f) => f.outcome)).toEqual(['delivered', 'delivered']);
});

describe('order on a machine', () => {
  /** o3, then o1, which arrives only at 12:00, then o2; all on the one liquid handler. */
  const queue = (start: Seconds) => {
    const handler = onMachine('handler-1');
    return planOf([
      planned('a', ['o3/extract'], handler, { start: clock(8), end: clock(9, 4) }),
      planned('b', ['o1/extract'], handler, { start: clock(9, 4), end: clock(10, 8) }),
      planned('c', ['o2/extract'], handler, { start, end: seconds(start + 64 * 60) }),
    ]);
  };
  const late = labWith([EXTRACT], [], {
    orders: [order('o1', { release: clock(12) }), order('o2'), order('o3')],
  });

  test('what is due behind a task that waits for an event goes first, but not before its planned start', async () => {
    const { facts } = await runScript({ scenario: late, plan: () => queue(clock(10, 8)) });
    expect(starts(facts)).toEqual(['p1-a@08:00', 'p1-c@10:08', 'p1-b@12:00']);
  });

  test('what is behind a task that waits for its moment waits along', async () => {
    // The first may start from 11:00 on; the second could start at 10:08 but stays behind it.
    const windows: Stage = { ...EXTRACT, startWindows: [interval(clock(11), clock(12))] };
    const scenario = tinyLab({
      orders: [order('o1', { workflow: id('windows') }), order('o2'), order('o3')],
      workflows: new Map([
        [WORKFLOW.id, { ...WORKFLOW, stages: [EXTRACT] }],
        [id<never>('windows'), { id: id('windows'), name: 'windows', stages: [windows] }],
      ]),
    });
    const { facts } = await runScript({ scenario, plan: () => queue(clock(10, 8)) });
    expect(starts(facts)).toEqual(['p1-a@08:00', 'p1-b@11:00', 'p1-c@12:04']);
  });

  test('a task whose lots are all closed is passed over', async () => {
    const cancel = {
      operator: 'op-1',
      reason: 'mislabelled',
      action: { do: 'cancel-order', order: id<never>('o1') },
    } as const;
    const { facts } = await runScript({
      scenario: late,
      plan: () => queue(clock(13)),
      also: [{ type: 'operator-decided', at: clock(11), decision: cancel }],
    });
    expect(starts(facts)).toEqual(['p1-a@08:00', 'p1-c@13:00']);
    expect(only(facts, 'order-closed').map((f) => [f.order, f.outcome])).toContainEqual(['o1', 'cancelled']);
  });

  test('set-up is reckoned from what the machine is really set up for', async () => {
    const scenario = labWith([prepFirst], ['o1', 'o2']);
    const { facts } = await runScript({
      scenario,
      plan: () =>
        planOf([
          planned('a', ['o1/prep'], onMachine('tc-1'), { start: clock(8, 20), end: clock(10, 20), setup: 1200 }),
          planned('b', ['o2/prep'], onMachine('tc-1'), { start: clock(10, 25), end: clock(12, 25), setup: 300 }),
        ]),
    });
    expect(only(facts, 'task-started').map((f) => f.setup)).toEqual([1200, 300]);
  });
});

describe('pools', () => {
  test('ready tasks start at once, in plan order, and small ones do not overtake one that waits for room', async () => {
    // 64 cores: 48 + 48 do not fit side by side; a task of 8 behind the second would, but waits.
    const big: Stage = { ...alignFirst, cores: 12, memoryBytes: 1e9 };
    const scenario = tinyLab({
      orders: [order('o1'), order('o2'), order('o3', { workflow: id('small') })],
      workflows: new Map([
        [WORKFLOW.id, { ...WORKFLOW, stages: [big] }],
        [
          id<never>('small'),
          { id: id('small'), name: 'small', stages: [{ ...alignFirst, cores: 2, memoryBytes: 1e9 }] },
        ],
      ]),
    });
    const later = { start: clock(20), end: clock(21) };
    const { facts } = await runScript({
      scenario,
      plan: () =>
        planOf([
          planned('a', ['o2/align'], onCluster(), later),
          planned('b', ['o1/align'], onCluster(), later),
          planned('c', ['o3/align'], onCluster(), later),
        ]),
    });
    // Planned for 20:00, ready at 8:00.
    expect(starts(facts)).toEqual(['p1-a@08:00', 'p1-b@09:00', 'p1-c@09:00']);
  });

  test('cores that will go away during the work are not counted on', async () => {
    const cores = { times: [seconds(0), clock(8, 30), clock(14)], levels: [64, 16, 64] };
    const { facts } = await runScript({
      scenario: labWith([alignFirst], ['o1'], {
        pools: [{ id: id('cluster'), kind: 'local', cores, memoryBytes: 256e9, gpus: 0 }],
      }),
      plan: () => planOf([planned('a', ['o1/align'], onCluster(), { start: clock(8), end: clock(9) })]),
    });
    expect(starts(facts)).toEqual(['p1-a@14:00']);
  });
});

test('a batch lasts as long as the members that are left need', async () => {
  // Two stages of one family, 2 h and 2 h + 10 min per sample; the longer lot is closed before the start.
  const slow: Stage = { ...prepFirst, time: { fixed: duration(2 * HOUR), perSample: duration(600) } };
  const scenario = tinyLab({
    orders: [order('o1'), order('o2', { workflow: id('slow'), expires: clock(8, 30) })],
    workflows: new Map([
      [WORKFLOW.id, { ...WORKFLOW, stages: [prepFirst] }],
      [id<never>('slow'), { id: id('slow'), name: 'slow', stages: [slow] }],
    ]),
  });
  const { facts } = await runScript({
    scenario,
    plan: () =>
      planOf([
        planned('batch', ['o1/prep', 'o2/prep'], onMachine('tc-1'), {
          start: clock(9, 20),
          end: clock(12),
          setup: 1200,
        }),
      ]),
    also: downFor('tc-1', clock(7), clock(8, 45)),
  });
  const [started] = only(facts, 'task-started');
  expect((started?.expectedEnd ?? 0) - (started?.at ?? 0)).toBe(1200 + 2 * HOUR);
});
