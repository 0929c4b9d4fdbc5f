/** When work happens: releases, calendars, set-ups, holds, windows. Hand-derived on the tiny laboratory. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, duration, interval, seconds, subtract } from '../../src/base/index.ts';
import { id, type BenchStage, type Scenario, type Workflow } from '../../src/model/index.ts';
import {
  ALIGN,
  EXTRACT,
  HANDLER,
  PREP,
  SEQUENCE,
  WORKFLOW,
  cycler,
  indexSetsOf,
  order,
  position,
  tinyLab,
} from '../support/tiny-lab.ts';
import { hoursOf, plan, taskOf } from './helpers.ts';

const minutes = (n: number) => duration(n * MINUTE);
const withStages = (stages: Workflow['stages']): Scenario['workflows'] =>
  new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]);
const oneOrder = (changes: Parameters<typeof order>[1] = {}) => {
  const orders = [order('o1', changes)];
  return { orders, indexSets: indexSetsOf(orders) };
};

describe('one order in an empty laboratory', () => {
  it('passes every stage at the earliest instant that rules allow', () => {
    const made = plan(tinyLab(oneOrder()));
    // Released 8:00; extraction 60 min + 4 x 1 min; prep 2 h directly after it (its set-up of 20 min runs before).
    expect(hoursOf(taskOf(made, 'o1', 'extract'))).toEqual([8, 8 + 64 / 60]);
    expect(hoursOf(taskOf(made, 'o1', 'prep'))).toEqual([8 + 64 / 60, 10 + 64 / 60]);
    expect(taskOf(made, 'o1', 'prep').setup).toBe(20 * MINUTE);
    // Cooling 15 min, while which the 45 min of set-up have begun; 400 M read pairs fit the short recipe (13 h).
    expect(hoursOf(taskOf(made, 'o1', 'sequence'))).toEqual([10 + 79 / 60, 23 + 79 / 60]);
    expect(taskOf(made, 'o1', 'sequence').setup).toBe(45 * MINUTE);
    // Four samples side by side: 1 h.
    expect(hoursOf(taskOf(made, 'o1', 'align'))).toEqual([23 + 79 / 60, 24 + 79 / 60]);
    expect(made.lost).toEqual([]);
  });

  it('does not start before the lot may, nor before now', () => {
    const scenario = tinyLab(oneOrder());
    const lot = { notBefore: seconds(9 * HOUR) };
    const situation = {
      now: seconds(8 * HOUR + 1800),
      machines: [],
      lots: [
        {
          ...lot,
          lot: id<never>('o1'),
          order: id<never>('o1'),
          samples: [id<never>('o1/s1')],
          done: [],
          running: [],
          skipped: [],
        },
      ],
    };
    expect(hoursOf(taskOf(plan(scenario, { situation }), 'o1', 'extract'))[0]).toBe(9);
    const early = { ...situation, lots: situation.lots.map((l) => ({ ...l, notBefore: seconds(0) })) };
    expect(hoursOf(taskOf(plan(scenario, { situation: early }), 'o1', 'extract'))[0]).toBe(8.5);
  });
});

describe('calendars', () => {
  it('a task with its set-up fits inside one interval, or waits for the next', () => {
    // The handler is open 8:00-9:00 and from 10:00 on: 64 min do not fit the first interval.
    const available = subtract([interval(8 * HOUR, 60 * DAY)], [interval(9 * HOUR, 10 * HOUR)]);
    const changeover = { default: minutes(30), rules: [], operators: 0 };
    const machines = tinyLab().machines.map((m) => (m.id === HANDLER.id ? { ...HANDLER, available, changeover } : m));
    const made = plan(tinyLab({ ...oneOrder(), machines }));
    // Set-up 10:00-10:30.
    expect(hoursOf(taskOf(made, 'o1', 'extract'))[0]).toBe(10.5);
  });

  it('staff set up only while they are there', () => {
    // Ready for sequencing on Friday 18:10 at the earliest (release 14:56 + 64 min + 2 h + 15 min): the set-up of 45 min
    // would end after 18:00, so it waits until Monday 8:00, which is within the 72 h that the library is allowed here.
    const release = seconds(4 * DAY + 14 * HOUR + 56 * MINUTE);
    const prep = { ...PREP, hold: { min: minutes(15), max: duration(72 * HOUR) } };
    const made = plan(
      tinyLab({
        ...oneOrder({ release, expires: seconds(9 * DAY) }),
        workflows: withStages([EXTRACT, prep, SEQUENCE, ALIGN]),
      }),
    );
    expect(hoursOf(taskOf(made, 'o1', 'sequence'))[0]).toBe(7 * 24 + 8.75);
  });

  it('start windows are kept, with their ends exclusive', () => {
    const startWindows = [interval(8 * HOUR - 100, 8 * HOUR), interval(11 * HOUR, 12 * HOUR)];
    const made = plan(
      tinyLab({ ...oneOrder(), workflows: withStages([{ ...EXTRACT, startWindows }, PREP, SEQUENCE, ALIGN]) }),
    );
    expect(hoursOf(taskOf(made, 'o1', 'extract'))[0]).toBe(11);
  });
});

describe('set-ups', () => {
  it('depend on what ran before, and change when a task is put in between', () => {
    // Two orders on one thermocycler, unbatchable with each other in time: the second changes over in 5 min, not 20.
    const orders = [order('o1'), order('o2', { release: seconds(10 * HOUR) })];
    const machines = tinyLab().machines.filter((m) => m.id !== 'tc-2');
    const made = plan(tinyLab({ orders, indexSets: indexSetsOf(orders), machines }));
    // o1 prep 9:04-11:04; o2 extract 10:00-11:04, prep after 5 min of set-up.
    expect(taskOf(made, 'o2', 'prep').setup).toBe(5 * MINUTE);
    expect(hoursOf(taskOf(made, 'o2', 'prep'))[0]).toBe(11 + 9 / 60);
  });

  it('a task goes into a gap only where the next set-up still fits', () => {
    // The urgent order comes later (release Tuesday 6:00) but is placed first: its prep on the only cycler is
    // Tuesday 9:04-11:04, with set-up 8:44-9:04 from an unknown state. The other order then fills Monday; its own set-up
    // is 20 min, and the urgent one's shrinks to 5 min.
    const orders = [
      order('a', { due: seconds(2 * DAY), release: seconds(DAY + 8 * HOUR) }),
      order('b', { due: seconds(5 * DAY) }),
    ];
    const machines = tinyLab().machines.filter((m) => m.id !== 'tc-2');
    const made = plan(tinyLab({ orders, indexSets: indexSetsOf(orders), machines }));
    expect(hoursOf(taskOf(made, 'b', 'prep'))[0]).toBe(8 + 64 / 60);
    expect(taskOf(made, 'b', 'prep').setup).toBe(20 * MINUTE);
    expect(hoursOf(taskOf(made, 'a', 'prep'))[0]).toBe(32 + 64 / 60);
    expect(taskOf(made, 'a', 'prep').setup).toBe(5 * MINUTE);
  });

  it('on a sequencer are taken from the rules and attended', () => {
    const orders = [order('o1')];
    const machines = tinyLab().machines.map((m) => (m.kind === 'position' ? { ...m, initialState: 'long' } : m));
    const made = plan(tinyLab({ orders, indexSets: indexSetsOf(orders), machines }));
    // long -> short takes 90 min; the library is ready at 11:19, and 9:49-11:19 is inside the shift.
    expect(taskOf(made, 'o1', 'sequence').setup).toBe(90 * MINUTE);
    expect(hoursOf(taskOf(made, 'o1', 'sequence'))[0]).toBe(10 + 79 / 60);
  });
});

describe('holds', () => {
  const bench = (
    name: string,
    after: readonly string[],
    maxHours: number | undefined,
    changes: Partial<BenchStage> = {},
  ) =>
    ({
      ...EXTRACT,
      id: id<never>(name),
      equipment: name,
      after: after.map((a) => id<never>(a)),
      time: { fixed: duration(HOUR), perSample: duration(0) },
      attendance: { operators: 0 },
      hold: { min: duration(0), ...(maxHours === undefined ? {} : { max: duration(maxHours * HOUR) }) },
      ...changes,
    }) satisfies BenchStage;
  const machine = (name: string, from: number) => ({
    ...HANDLER,
    id: id<never>(`${name}-1`),
    class: name,
    available: [interval(from * HOUR, 60 * DAY)],
  });

  it('push the whole chain before them to the right, through several maximum lags', () => {
    // c cannot start before 30:00; b may end at most 1 h before, a at most 2 h before b starts.
    const stages = [bench('a', [], 2), bench('b', ['a'], 1), bench('c', ['b'], undefined)];
    const machines = [machine('a', 0), machine('b', 0), machine('c', 30)];
    const made = plan(tinyLab({ ...oneOrder(), machines, instruments: [], workflows: withStages(stages) }));
    expect(hoursOf(taskOf(made, 'o1', 'c'))).toEqual([30, 31]);
    // b ends at 29:00 at the earliest; a at 28 - 2 = 26:00.
    expect(hoursOf(taskOf(made, 'o1', 'b'))).toEqual([28, 29]);
    expect(hoursOf(taskOf(made, 'o1', 'a'))).toEqual([25, 26]);
  });

  it('hold where branches meet: both predecessors are pushed', () => {
    const stages = [bench('a', [], 1), bench('b', [], 3), bench('c', ['a', 'b'], undefined)];
    const machines = [machine('a', 0), machine('b', 0), machine('c', 20)];
    const made = plan(tinyLab({ ...oneOrder(), machines, instruments: [], workflows: withStages(stages) }));
    expect(hoursOf(taskOf(made, 'o1', 'a'))).toEqual([18, 19]);
    expect(hoursOf(taskOf(made, 'o1', 'b'))).toEqual([16, 17]);
  });

  it('pass through skipped stages with the holds of what is before them', () => {
    const stages = [
      bench('a', [], 1, { hold: { min: minutes(30), max: duration(HOUR) } }),
      bench('b', ['a'], 9),
      bench('c', ['b'], undefined),
    ];
    const machines = [machine('a', 0), machine('b', 0), machine('c', 20)];
    const scenario = tinyLab({ ...oneOrder(), machines, instruments: [], workflows: withStages(stages) });
    const situation = {
      now: seconds(0),
      machines: [],
      lots: [
        {
          lot: id<never>('o1'),
          order: id<never>('o1'),
          samples: [id<never>('o1/s1')],
          done: [],
          running: [],
          skipped: [id<never>('b')],
          notBefore: seconds(0),
        },
      ],
    };
    const made = plan(scenario, { situation });
    // c from 20:00; a must end in [19:00, 19:30].
    expect(hoursOf(taskOf(made, 'o1', 'a'))).toEqual([18, 19]);
    expect(made.tasks.some((t) => t.members.some((m) => m.stage === 'b'))).toBe(false);
  });

  it('that nothing can meet lose the order, with the limit in the sentence', () => {
    // Only 20:00-20:30 has a, c only opens a week later: a ends at most 1 h before c starts.
    const stages = [bench('a', [], 1), bench('c', ['a'], undefined)];
    const machines = [{ ...machine('a', 0), available: [interval(20 * HOUR, 22 * HOUR)] }, machine('c', 168)];
    const made = plan(tinyLab({ ...oneOrder(), machines, instruments: [], workflows: withStages(stages) }));
    expect(made.tasks).toEqual([]);
    expect(made.lost.map((l) => l.order)).toEqual(['o1']);
  });
});

describe('the sequencer', () => {
  it('waits for maintenance at a set time', () => {
    // Side A is closed on the second Monday 8-16; with side B away the run must wait or end before.
    const orders = [
      order('o1', { release: seconds(7 * DAY + 4 * HOUR), collected: seconds(7 * DAY), expires: seconds(20 * DAY) }),
    ];
    const machines = [HANDLER, position('A'), cycler('tc-1')].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const made = plan(tinyLab({ orders, indexSets: indexSetsOf(orders), machines }));
    // Maintenance ends 16:00, set-up 45 min.
    expect(hoursOf(taskOf(made, 'o1', 'sequence'))[0]).toBe(7 * 24 + 16.75);
  });
});
