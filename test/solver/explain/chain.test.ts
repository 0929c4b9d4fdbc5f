/** A chain names the one thing that binds, in laboratories where there is only one. Times are hours; Monday begins at 0. */

import { describe, expect, it } from 'vitest';
import { DAY, duration, interval, seconds, subtract } from '../../../src/base/index.ts';
import { id, type FlexibleMaintenance, type LotId } from '../../../src/model/index.ts';
import { untouched } from '../../support/tiny-lab.ts';
import { bench, chainOf, compute, h, hasty, inPool, lab, lasting, machine, planOf, shift, task } from './handmade.ts';

const attended = { attendance: { operators: 1 } };
/** Always open but for [from, to). */
const closedIn = (from: number, to: number) => ({
  available: subtract([interval(0, 56 * DAY)], [interval(h(from), h(to))]),
});

describe('a task waits for', () => {
  it('the task before it on its machine, and the set-up between them; the chain goes on with that task', async () => {
    const slow = { changeover: { default: lasting(0.5), rules: [], operators: 0 } };
    const scenario = lab([bench('a', 2)], [hasty('o1', 8), hasty('o2', 7)], { machines: [machine('a', 'a', slow)] });
    const chain = await chainOf(
      scenario,
      planOf([
        task({ members: ['o2 a'], on: 'a', setup: 0.5, start: 7, end: 9 }),
        task({ members: ['o1 a'], on: 'a', setup: 0.5, start: 9.5, end: 11.5 }),
      ]),
    );
    expect(chain.map((link) => link.task)).toEqual(['o1:a', 'o2:a']);
    expect(chain[0]).toMatchObject({
      ready: { at: h(8), because: { kind: 'release', lot: 'o1' } },
      waits: [
        {
          from: h(8),
          until: h(9.5),
          cause: { kind: 'machine', machine: 'a', task: 'o2:a', setup: lasting(0.5) },
          message:
            'waits 1 h 30 min, Mon 30 Nov 08:00 to 09:30: a does a of o2 until Mon 30 Nov 09:00, then 30 min of set-up',
        },
      ],
      message: 'a of lot o1 on a, Mon 30 Nov 09:30 to 11:30',
    });
    expect(chain[1]).toMatchObject({ ready: { at: h(7), because: { kind: 'release', lot: 'o2' } }, waits: [] });
  });

  it('the next shift', async () => {
    const scenario = lab([bench('a', 1, attended)], [hasty('o1', 17.5)], { staff: shift(1, [8, 18], [32, 42]) });
    const [link] = await chainOf(scenario, planOf([task({ members: ['o1 a'], on: 'a', start: 32, end: 33 })]));
    // From 17:30 on the hour would run past 18:00, so all of 17:30 to 8:00 is for want of staff.
    expect(link?.waits).toMatchObject([
      { from: h(17.5), until: h(32), cause: { kind: 'off-shift', part: 'work', operators: 1, end: h(32) } },
    ]);
    expect(link?.waits[0]?.message).toContain('nobody is on shift for its attended part until Tue 1 Dec 08:00');
  });

  it('operators that others need', async () => {
    const stages = [bench('a', 1, attended), bench('b', 2, { ...attended, after: [id('a')] })];
    const scenario = lab(stages, [hasty('o1', 9), hasty('o2', 8)], { staff: shift(1, [8, 18]) });
    const chain = await chainOf(
      scenario,
      planOf([
        task({ members: ['o2 a'], on: 'a', start: 8, end: 9 }),
        task({ members: ['o2 b'], on: 'b', start: 9, end: 11 }),
        task({ members: ['o1 a'], on: 'a', start: 11, end: 12 }),
        task({ members: ['o1 b'], on: 'b', start: 12, end: 14 }),
      ]),
    );
    expect(chain[1]?.waits).toMatchObject([
      { from: h(9), until: h(11), cause: { kind: 'operators', operators: 1, users: ['o2:b'] } },
    ]);
    expect(chain.map((link) => link.task)).toEqual(['o1:b', 'o1:a', 'o2:b', 'o2:a']);
  });

  it('the next start window', async () => {
    const startWindows = [interval(h(9), h(10)), interval(h(13), h(14))];
    const scenario = lab([bench('a', 1, { startWindows })], [hasty('o1', 10.5)]);
    const [link] = await chainOf(scenario, planOf([task({ members: ['o1 a'], on: 'a', start: 13, end: 14 })]));
    expect(link?.waits).toMatchObject([{ from: h(10.5), until: h(13), cause: { kind: 'start-window', opens: h(13) } }]);
  });

  it('its machine to open', async () => {
    const scenario = lab([bench('a', 2)], [hasty('o1', 9)], { machines: [machine('a', 'a', closedIn(10, 14))] });
    const [link] = await chainOf(scenario, planOf([task({ members: ['o1 a'], on: 'a', start: 14, end: 16 })]));
    expect(link?.waits).toMatchObject([
      { from: h(9), until: h(14), cause: { kind: 'closed', machine: 'a', start: h(10), end: h(14) } },
    ]);
  });

  it('a maintenance at a fixed time', async () => {
    const fixedMaintenance = [{ id: id<never>('annual'), at: interval(h(10), h(14)) }];
    const machines = [machine('a', 'a', { ...closedIn(10, 14), fixedMaintenance })];
    const scenario = lab([bench('a', 2)], [hasty('o1', 9)], { machines });
    const [link] = await chainOf(scenario, planOf([task({ members: ['o1 a'], on: 'a', start: 14, end: 16 })]));
    expect(link?.waits).toMatchObject([{ cause: { kind: 'fixed-maintenance', machine: 'a', maintenance: 'annual' } }]);
  });

  it('a maintenance that the plan placed', async () => {
    const wash: FlexibleMaintenance = {
      id: id('wash'),
      early: lasting(24),
      late: lasting(24),
      duration: lasting(2),
      operators: 0,
      every: duration(7 * DAY),
      everyRuns: 1,
      lastDone: seconds(-6 * DAY),
      scope: 'machine',
    };
    const machines = [machine('a', 'a', { flexibleMaintenance: [wash] })];
    const scenario = lab([bench('a', 2)], [hasty('o1', 9), hasty('o2', 8)], { machines, horizon: duration(6 * DAY) });
    const occurrence = { id: id<never>('a:wash#1'), maintenance: wash.id, machines: [id<never>('a')] };
    const chain = await chainOf(
      scenario,
      planOf(
        [
          task({ members: ['o2 a'], on: 'a', start: 8, end: 10 }),
          task({ members: ['o1 a'], on: 'a', start: 13, end: 15 }),
        ],
        [{ ...occurrence, start: h(11), end: h(13) }],
      ),
    );
    // From 9:01 to 11:00 the wash would not be over in time; before 11:00 a second run is not allowed.
    expect(chain[0]?.waits.map((wait) => [wait.from, wait.until, wait.cause.kind])).toEqual([
      [h(9) + 1, h(13), 'maintenance'],
      [h(9), h(9) + 1, 'machine'],
    ]);
  });

  it('runs that are not allowed before the next maintenance', async () => {
    const wash: FlexibleMaintenance = {
      id: id('wash'),
      early: lasting(24),
      late: lasting(24),
      duration: lasting(2),
      operators: 0,
      every: duration(7 * DAY),
      everyRuns: 1,
      lastDone: seconds(-6 * DAY),
      scope: 'machine',
    };
    const machines = [machine('a', 'a', { flexibleMaintenance: [wash] })];
    const scenario = lab([bench('a', 1)], [hasty('o1', 9), hasty('o2', 8)], { machines, horizon: duration(6 * DAY) });
    const occurrence = { id: id<never>('a:wash#1'), maintenance: wash.id, machines: [id<never>('a')] };
    const chain = await chainOf(
      scenario,
      planOf(
        [
          task({ members: ['o2 a'], on: 'a', start: 8, end: 9 }),
          task({ members: ['o1 a'], on: 'a', start: 15, end: 16 }),
        ],
        [{ ...occurrence, start: h(13), end: h(15) }],
      ),
    );
    // A run begun by 12:00 would be over before the wash, but it would be the second one.
    expect(chain[0]?.waits).toMatchObject([
      { from: h(12) + 1, until: h(15), cause: { kind: 'maintenance' } },
      { from: h(9), until: h(12) + 1, cause: { kind: 'run-limit', maintenance: 'wash', everyRuns: 1 } },
    ]);
  });

  it('a machine that is down', async () => {
    const scenario = lab([bench('a', 2)], [hasty('o1', 9)]);
    const down = { machine: id<never>('a'), freeFrom: h(12), maintenance: [] };
    const situation = { ...untouched(scenario), machines: [down] };
    const plan = planOf([task({ members: ['o1 a'], on: 'a', start: 12, end: 14 })]);
    const [link] = await chainOf(scenario, plan, situation);
    expect(link?.waits).toMatchObject([{ from: h(9), until: h(12), cause: { kind: 'down', freeFrom: h(12) } }]);
  });

  it('cores that others use', async () => {
    const scenario = lab([compute('align', 2, 64)], [hasty('o1', 9), hasty('o2', 8)]);
    const chain = await chainOf(
      scenario,
      planOf([
        task({ members: ['o2 align'], on: inPool(64), start: 8, end: 10 }),
        task({ members: ['o1 align'], on: inPool(64), start: 10, end: 12 }),
      ]),
    );
    expect(chain[0]?.waits).toMatchObject([
      { from: h(9), until: h(10), cause: { kind: 'pool', resource: 'cores', needed: 64, users: ['o2:align'] } },
    ]);
    expect(chain[1]?.task).toBe('o2:align');
  });

  it('a pool that is too small until then', async () => {
    const small = { id: id<never>('cluster'), kind: 'local', memoryBytes: 256e9, gpus: 0 } as const;
    const cores = { times: [seconds(0), h(12)], levels: [63, 64] };
    const scenario = lab([compute('align', 2, 64)], [hasty('o1', 9)], { pools: [{ ...small, cores }] });
    const [link] = await chainOf(
      scenario,
      planOf([task({ members: ['o1 align'], on: inPool(64), start: 12, end: 14 })]),
    );
    expect(link?.waits).toMatchObject([{ cause: { kind: 'pool-limit', resource: 'cores', needed: 64, end: h(12) } }]);
  });

  it('its successor, which could not follow soon enough', async () => {
    // Received at 16:00; `b` needs two hours of staff and must follow `a` within one: after 16:00 not before Tuesday 8:00.
    const stages = [
      bench('a', 1, { hold: { min: duration(0), max: lasting(1) } }),
      bench('b', 2, { ...attended, after: [id('a')] }),
    ];
    const scenario = lab(stages, [hasty('o1', 16)], { staff: shift(1, [8, 18], [32, 42]) });
    const chain = await chainOf(
      scenario,
      planOf([
        task({ members: ['o1 a'], on: 'a', start: 30, end: 31 }),
        task({ members: ['o1 b'], on: 'b', start: 32, end: 34 }),
      ]),
    );
    expect(chain[0]?.waits).toMatchObject([{ from: h(31), until: h(32), cause: { kind: 'off-shift' } }]);
    const because = { kind: 'off-shift', end: h(32) };
    // From 16:00 on `a` could start, but `b` would have to start by 18:00 and go on past it.
    expect(chain[1]?.waits).toMatchObject([
      { from: h(16), until: h(30), cause: { kind: 'hold', stage: 'b', max: lasting(1), nextStart: h(32), because } },
    ]);
    expect(chain[1]?.waits).toHaveLength(1);
  });

  it('nothing: then the chain says that it could have started, and where', async () => {
    const machines = [machine('a-1', 'a'), machine('a-2', 'a')];
    const scenario = lab([bench('a', 2)], [hasty('o1', 8), hasty('o2', 7)], { machines });
    const chain = await chainOf(
      scenario,
      planOf([
        task({ members: ['o2 a'], on: 'a-1', start: 7, end: 9 }),
        task({ members: ['o1 a'], on: 'a-1', start: 10, end: 12 }),
      ]),
    );
    expect(chain[0]?.waits).toMatchObject([
      { from: h(9), until: h(10), cause: { kind: 'choice', on: 'a-1', along: [] } },
      { from: h(8), until: h(9), cause: { kind: 'machine', task: 'o2:a' } },
    ]);
    expect(chain[0]?.sooner).toMatchObject({ on: 'a-2', start: h(8) });
  });

  it('nothing, had the next stage come along', async () => {
    const stages = [
      bench('a', 1, { hold: { min: duration(0), max: lasting(1) } }),
      bench('b', 1, { after: [id('a')] }),
    ];
    const chain = await chainOf(
      lab(stages, [hasty('o1', 8)]),
      planOf([
        task({ members: ['o1 a'], on: 'a', start: 10, end: 11 }),
        task({ members: ['o1 b'], on: 'b', start: 12, end: 13 }),
      ]),
    );
    // `b` stays within an hour of `a` only while `a` ends at 11:00 or later.
    expect(chain[1]?.waits).toMatchObject([
      { from: h(8), until: h(10), cause: { kind: 'choice', on: 'a', along: ['b'] } },
    ]);
    expect(chain[0]?.waits).toMatchObject([{ from: h(11), until: h(12), cause: { kind: 'choice', along: [] } }]);
  });
});

describe('a task is ready', () => {
  const batched = bench('a', 2, { batch: { family: 'f' } });

  it('when its companion is: the chain goes on with the companion', async () => {
    const stages = [bench('b', 1), { ...batched, after: [id<never>('b')] }];
    const chain = await chainOf(
      lab(stages, [hasty('o1', 8), hasty('o2', 9)]),
      planOf([
        task({ members: ['o1 b'], on: 'b', start: 8, end: 9 }),
        task({ members: ['o2 b'], on: 'b', start: 9, end: 10 }),
        task({ members: ['o1 a', 'o2 a'], on: 'a', start: 10, end: 12 }),
      ]),
    );
    expect(chain[0]?.ready).toMatchObject({
      at: h(10),
      because: { kind: 'predecessor', lot: 'o2', stage: 'b', isCompanion: true },
    });
    expect(chain[1]).toMatchObject({ task: 'o2:b', lot: 'o2', ready: { at: h(9), because: { kind: 'release' } } });
  });

  it('when a companion is received', async () => {
    const chain = await chainOf(
      lab([batched], [hasty('o1', 8), hasty('o2', 10)]),
      planOf([task({ members: ['o1 a', 'o2 a'], on: 'a', start: 10, end: 12 })]),
    );
    expect(chain).toMatchObject([{ ready: { at: h(10), because: { kind: 'release', lot: 'o2', isCompanion: true } } }]);
  });

  it('after the minimum hold of the stage before', async () => {
    const stages = [bench('b', 1, { hold: { min: lasting(3) } }), bench('a', 1, { after: [id('b')] })];
    const chain = await chainOf(
      lab(stages, [hasty('o1', 8)]),
      planOf([
        task({ members: ['o1 b'], on: 'b', start: 8, end: 9 }),
        task({ members: ['o1 a'], on: 'a', start: 12, end: 13 }),
      ]),
    );
    expect(chain[0]).toMatchObject({
      ready: { at: h(12), because: { kind: 'predecessor', stage: 'b', end: h(9), hold: lasting(3) } },
      waits: [],
    });
  });

  it('when its lot may go on, and not before the plan begins', async () => {
    const scenario = lab([bench('a', 1)], [hasty('o1', -5)]);
    const [lot] = untouched(scenario).lots;
    if (lot === undefined) throw new Error('no lot');
    const situation = { ...untouched(scenario), lots: [{ ...lot, notBefore: h(3) }] };
    const plan = planOf([task({ members: ['o1 a'], on: 'a', start: 3, end: 4 })]);
    expect(await chainOf(scenario, plan, situation)).toMatchObject([
      { ready: { at: h(3), because: { kind: 'not-before' } } },
    ]);
    const early = planOf([task({ members: ['o1 a'], on: 'a', start: 0, end: 1 })]);
    expect(await chainOf(scenario, early)).toMatchObject([{ ready: { at: 0, because: { kind: 'now' } }, waits: [] }]);
  });
});

describe('a chain', () => {
  it('ends where work was under way', async () => {
    const stages = [bench('b', 4), bench('a', 1, { after: [id('b')] })];
    const scenario = lab(stages, [hasty('o1', -2)]);
    const under = task({ members: ['o1 b'], on: 'b', start: -1, end: 3 }, true);
    const [lot] = untouched(scenario).lots;
    if (lot === undefined) throw new Error('no lot');
    const running = [{ stage: id<never>('b'), start: under.start, end: under.end, placement: under.placement }];
    const situation = { ...untouched(scenario), lots: [{ ...lot, running }] };
    const chain = await chainOf(
      scenario,
      planOf([under, task({ members: ['o1 a'], on: 'a', start: 3, end: 4 })]),
      situation,
    );
    expect(chain.map((link) => [link.task, link.isFrozen])).toEqual([
      ['o1:a', false],
      ['o1:b', true],
    ]);
    expect(chain[1]?.ready).toBeUndefined();
  });

  it('begins with the lot that ends last', async () => {
    const scenario = lab([bench('a', 1)], [hasty('o1', 8)]);
    const [lot] = untouched(scenario).lots;
    if (lot === undefined) throw new Error('no lot');
    const [first, ...rest] = lot.samples;
    const lots = [
      { ...lot, samples: rest },
      { ...lot, lot: id<LotId>('o1~2'), samples: first === undefined ? [] : [first] },
    ];
    const plan = planOf([
      task({ members: ['o1 a'], on: 'a', start: 8, end: 9 }),
      task({ members: ['o1~2 a'], on: 'a', start: 9, end: 10 }),
    ]);
    const chain = await chainOf(scenario, plan, { ...untouched(scenario), lots });
    expect(chain.map((link) => link.lot)).toEqual(['o1~2', 'o1']);
  });
});
