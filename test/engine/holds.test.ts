/** Material that keeps only for a while: what the engine does so that a hold does not run out. */

import { describe, expect, test } from 'vitest';

import { HOUR, duration, type Seconds } from '../../src/base/index.ts';
import { id, type Event, type Stage, type Timed } from '../../src/model/index.ts';
import { EXTRACT, PREP, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { clock, mondayPlan, onMachine, once, only, planOf, planned, runScript, starts } from './harness.ts';

/** 64 min for four samples, then at most 2 h until 2 h of attended preparation begin. */
const shortLived: Stage = { ...EXTRACT, hold: { min: duration(0), max: duration(2 * HOUR) } };
const lastStage: Stage = PREP;

const lab = (stages: readonly Stage[] = [shortLived, lastStage]) =>
  tinyLab({ orders: [order('o1')], workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]) });

const down = (machine: string, from: Seconds, until: Seconds): readonly Timed<Event>[] => [
  { type: 'machine-down', machine: id(machine), reason: 'scripted', expectedUp: until, at: from },
  { type: 'machine-up', machine: id(machine), at: until },
];

const extractAt = (hour: number) =>
  planned('extract', ['o1/extract'], onMachine('handler-1'), { start: clock(hour), end: clock(hour + 1, 4) });

const prepAt = (machine: string, hour: number) =>
  planned('prep', ['o1/prep'], onMachine(machine), { start: clock(hour), end: clock(hour + 2), setup: 1200 });

describe('a stage whose result keeps for two hours', () => {
  test('is not started when nobody will be there to carry it on', async () => {
    const { facts } = await runScript({
      scenario: lab(),
      // No answer to the loss of the handler; when extraction ends 19 h late, a plan.
      plan: (_, request) => (request === 2 ? undefined : planOf([extractAt(13), prepAt('tc-1', 15)])),
      also: down('handler-1', clock(12), clock(15, 30)),
    });
    // At 15:30 it would end at 16:34; preparation keeps an operator for 2 h, so it had to begin by 16:00. Next morning at
    // 8:00 it ends at 33:04, 19 h late, so a new plan is asked for; preparation begins with its set-up at once.
    expect(starts(facts)).toEqual(['p1-extract@32:00', 'p3-prep@33:04']);
  });

  test('counts on two standard deviations of delay', async () => {
    // Planned to end at 15:54, 6 min before the last chance; 10 % of 64 min, twice, are 13 min.
    const { facts } = await runScript({
      scenario: lab([{ ...shortLived, durationCv: 0.1 }, lastStage]),
      plan: once(() => planOf([extractAt(14), prepAt('tc-1', 16)])),
      also: down('handler-1', clock(12), clock(14, 50)),
    });
    expect(starts(facts)[0]).toBe('p1-extract@32:00');
  });

  test('is started all the same where waiting would cost the material its own limit', async () => {
    const scenario = tinyLab({
      orders: [order('o1', { expires: clock(17) })],
      workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: [shortLived, lastStage] }]]),
    });
    const { facts } = await runScript({
      scenario,
      plan: once(() => planOf([extractAt(13), prepAt('tc-1', 15)])),
      also: down('handler-1', clock(12), clock(15, 30)),
    });
    expect(starts(facts)[0]).toBe('p1-extract@15:30');
  });

  test('is followed before its planned time where it could not keep until then', async () => {
    const { facts } = await runScript({
      scenario: lab(),
      // Preparation is planned for 12:30, 3 h 26 min after the end.
      plan: () => planOf([extractAt(8), planned('prep', ['o1/prep'], onMachine('tc-1'), times(12, 30))]),
    });
    expect(starts(facts)).toEqual(['p1-extract@08:00', 'p1-prep@09:04']);
  });
});

const times = (hour: number, minute: number) => ({
  start: clock(hour, minute),
  end: clock(hour + 2, minute),
  setup: 1200,
});

describe('a lot whose hold would run out where the plan puts it', () => {
  test('gets a new plan when it comes off the machine before', async () => {
    const { facts } = await runScript({
      scenario: lab(),
      plan: (_, request) =>
        request === 2 ? undefined : planOf(request === 1 ? [extractAt(8), prepAt('tc-1', 10)] : [prepAt('tc-2', 10)]),
      // No answer when tc-1 is lost. Known when extraction ends at 9:04: tc-1 is free at 13:00, the hold ends at 11:04.
      also: down('tc-1', clock(8, 30), clock(13)),
    });
    expect(only(facts, 'plan-requested').map((fact) => fact.reason)).toEqual(['opened', 'machine-lost', 'deviation']);
    expect(only(facts, 'task-started').map(({ placement }) => placement)).toEqual([
      onMachine('handler-1'),
      onMachine('tc-2'),
    ]);
    expect(only(facts, 'sample-closed').map(({ outcome }) => outcome)).toEqual(Array(4).fill('delivered'));
  });

  test('keeps the plan in force where it is in time', async () => {
    const { facts } = await runScript({
      scenario: lab(),
      plan: once(() => planOf([extractAt(8), prepAt('tc-1', 10)])),
      also: down('tc-1', clock(8, 30), clock(10, 30)),
    });
    expect(only(facts, 'plan-requested').map((fact) => fact.reason)).toEqual(['opened', 'machine-lost']);
    expect(starts(facts)).toEqual(['p1-extract@08:00', 'p1-prep@10:30']);
  });
});

describe('work that ends an hour late', () => {
  test('has a new plan asked for, less than an hour late has not', async () => {
    // The set-up of the run was planned for 11:24; with position A down until 12:15 it ends 51 min late, until 12:30 66 min.
    for (const [back, reasons] of [
      [clock(12, 15), ['opened', 'machine-lost']],
      [clock(12, 30), ['opened', 'machine-lost', 'deviation']],
    ] as const) {
      const { facts } = await runScript({
        scenario: tinyLab({ orders: [order('o1')] }),
        plan: (_, request) =>
          request === 2 ? undefined : planOf(request === 1 ? mondayPlan() : mondayPlan().slice(3)),
        also: down('seq/A', clock(10), back),
      });
      expect(only(facts, 'plan-requested').map((fact) => fact.reason)).toEqual(reasons);
    }
  });
});
