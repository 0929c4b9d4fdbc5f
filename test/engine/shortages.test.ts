/** Absent operators and lost nodes: what may start while they are missing. */

import { describe, expect, test } from 'vitest';

import { HOUR, seconds } from '../../src/base/index.ts';
import { id, type Event, type Shortage, type Situation, type Stage, type Timed } from '../../src/model/index.ts';
import { ALIGN, EXTRACT, PREP } from '../support/tiny-lab.ts';
import { clock, labWith, onCluster, onMachine, once, only, planOf, planned, runScript, starts } from './harness.ts';

const prepFirst: Stage = { ...PREP, after: [] };
const alignFirst: Stage = { ...ALIGN, after: [] };

const absent = (operators: number): Shortage['of'] => ({ kind: 'staff', operators });
const gone = (cores: number, memoryBytes = 0, gpus = 0): Shortage['of'] => ({
  kind: 'pool',
  pool: id('cluster'),
  cores,
  memoryBytes,
  gpus,
});

/** `until`: as it is announced; `back`: when it really ends. */
const missing = (of: Shortage['of'], from: number, until: number, back = until): readonly Timed<Event>[] => [
  {
    type: 'shortage-began',
    shortage: { id: 'gap', of, since: seconds(from), until: seconds(until) },
    reason: 'scripted',
    at: seconds(from),
  },
  { type: 'shortage-ended', shortage: 'gap', at: seconds(back) },
];

const prepAt = (hour: number) =>
  once(() =>
    planOf([
      planned('a', ['o1/prep'], onMachine('tc-1'), { start: clock(hour, 20), end: clock(hour + 2, 20), setup: 1200 }),
    ]),
  );

const alignAt = (hour: number) =>
  once(() => planOf([planned('a', ['o1/align'], onCluster(), { start: clock(hour), end: clock(hour + 1) })]));

describe('operators away', () => {
  const scenario = labWith([prepFirst], ['o1']);

  test('are not counted on: work that wants one of three waits while three are away', async () => {
    const { facts } = await runScript({ scenario, plan: prepAt(9), also: missing(absent(3), clock(8, 30), clock(11)) });
    // The set-up needs nobody: it may end just when they are back.
    expect(starts(facts)).toEqual(['p1-a@10:40']);
  });

  test('leave the others at work', async () => {
    const { facts } = await runScript({ scenario, plan: prepAt(9), also: missing(absent(2), clock(8, 30), clock(11)) });
    expect(starts(facts)).toEqual(['p1-a@09:00']);
  });

  test('beyond those on shift are not missed twice', async () => {
    const { facts } = await runScript({
      scenario,
      plan: prepAt(9),
      also: missing(absent(99), clock(8, 30), clock(11)),
    });
    expect(starts(facts)).toEqual(['p1-a@10:40']);
  });

  test('longer than announced are not counted on until they are back, nor waited for second by second', async () => {
    const { facts, commands } = await runScript({
      scenario,
      plan: prepAt(9),
      also: missing(absent(3), clock(8, 30), clock(8, 45), clock(13)),
    });
    expect(starts(facts)).toEqual(['p1-a@13:00']);
    expect(commands.filter((c) => c.type === 'set-timer').length).toBeLessThan(20);
  });

  test('do not stop what runs', async () => {
    const { facts } = await runScript({ scenario, plan: prepAt(8), also: missing(absent(3), clock(9), clock(16)) });
    expect(only(facts, 'task-finished').map((f) => f.at)).toEqual([clock(10, 20)]);
  });

  test('keep work from being begun that nobody would carry on', async () => {
    // Extraction ends at 13:04; preparation, attended throughout, must begin within 2 h, when nobody is there.
    const short: Stage = { ...EXTRACT, hold: { ...EXTRACT.hold, max: (2 * HOUR) as never } };
    const { facts } = await runScript({
      scenario: labWith([short, PREP], ['o1']),
      plan: once(() =>
        planOf([
          planned('x', ['o1/extract'], onMachine('handler-1'), { start: clock(12), end: clock(13, 4) }),
          planned('p', ['o1/prep'], onMachine('tc-1'), { start: clock(13, 30), end: clock(15, 30), setup: 1200 }),
        ]),
      ),
      also: [
        {
          type: 'shortage-began',
          shortage: { id: 'strike', of: absent(3), since: clock(13), until: clock(18) },
          reason: 'announced in the morning',
          at: clock(9),
        },
        { type: 'shortage-ended', shortage: 'strike', at: clock(18) },
      ],
    });
    // Next morning, and preparation at once after it.
    expect(starts(facts)[0]).toBe('p1-x@32:00');
  });
});

describe('a lost node', () => {
  const scenario = labWith([alignFirst], ['o1']);

  test('takes cores away: what would need them starts with its return', async () => {
    // 32 of 64 cores are wanted, 24 are left.
    const { facts } = await runScript({ scenario, plan: alignAt(8), also: missing(gone(40), clock(7), clock(10)) });
    expect(starts(facts)).toEqual(['p1-a@10:00']);
  });

  test('takes memory and GPUs away too', async () => {
    // 128 of 256 GB wanted, 96 left; cores are enough.
    const memory = await runScript({ scenario, plan: alignAt(8), also: missing(gone(8, 160e9), clock(7), clock(10)) });
    expect(starts(memory.facts)).toEqual(['p1-a@10:00']);
    const withGpu = labWith([{ ...alignFirst, gpus: 1 }], ['o1'], {
      pools: scenario.pools.map((p) => ({ ...p, gpus: 4 })),
    });
    const gpus = await runScript({
      scenario: withGpu,
      plan: once(() =>
        planOf([planned('a', ['o1/align'], { ...onCluster(), gpus: 4 } as never, { start: clock(8), end: clock(9) })]),
      ),
      also: missing(gone(0, 0, 1), clock(7), clock(10)),
    });
    expect(starts(gpus.facts)).toEqual(['p1-a@10:00']);
  });

  test('overdue to come back is not counted on', async () => {
    const { facts } = await runScript({
      scenario,
      plan: alignAt(8),
      also: missing(gone(40), clock(7), clock(7, 30), clock(12)),
    });
    expect(starts(facts)).toEqual(['p1-a@12:00']);
  });

  test('is told to the planner, an overdue one as about to end', async () => {
    const told: Situation['shortages'][] = [];
    await runScript({
      scenario,
      plan: (situation, request) => {
        told.push(situation.shortages);
        return request === 1 ? alignAt(8)(situation, 1) : undefined;
      },
      also: [
        ...missing(gone(40), clock(7), clock(8, 30), clock(12)),
        {
          type: 'shortage-began',
          shortage: { id: 'also', of: gone(1), since: clock(9), until: clock(10) },
          reason: 'scripted',
          at: clock(9),
        },
        { type: 'shortage-ended', shortage: 'also', at: clock(10) },
      ],
    });
    expect(told.slice(0, 3).map((shortages) => shortages?.map((s) => [s.id, s.until]))).toEqual([
      undefined,
      [['gap', clock(8, 30)]],
      [
        ['also', clock(10)],
        ['gap', clock(9) + 1],
      ],
    ]);
  });
});
