import { describe, expect, it } from 'vitest';

import { DAY, HOUR, seconds } from '../../src/base/index.ts';
import { id, type SampleId, type TaskId } from '../../src/model/index.ts';
import { outcomesOf } from '../../src/analytics/index.ts';
import { order, tinyLab } from '../support/tiny-lab.ts';
import { attempt, closeOrder, closeSample, ledger, membersOf, run, type TimedFact } from './facts.ts';

const DUE = 7 * DAY;

const retry = (task: string, number: number, at: number): TimedFact => ({
  type: 'policy-applied',
  at: seconds(at),
  task: id(task),
  attempt: number,
  stage: id('align'),
  failure: 'transient',
  step: 0,
  action: 'retry',
  givesUp: 'time',
  samples: [id<SampleId>('o1/s1')],
});

describe('outcomes', () => {
  const facts = ledger(
    closeOrder('o1', DUE - HOUR, 'delivered', 0.97),
    closeOrder('o2', DUE + 6 * HOUR, 'delivered-degraded', 0.8),
    closeOrder('o3', 3 * DAY, 'expired', 0.4),
  );
  const scenario = tinyLab({
    orders: [order('o1'), order('o2', { weight: 10 }), order('o3'), order('o4')],
  });
  const { orders, samples, totals } = outcomesOf(scenario, facts);

  it('tell of each order when it was delivered, how late, how good and why', () => {
    expect(orders).toEqual([
      {
        order: 'o1',
        outcome: 'delivered',
        due: DUE,
        finished: DUE - HOUR,
        tardinessHours: 0,
        qualityLeft: 0.97,
        reason: 'delivered for a test',
      },
      {
        order: 'o2',
        outcome: 'delivered-degraded',
        due: DUE,
        finished: DUE + 6 * HOUR,
        tardinessHours: 6,
        qualityLeft: 0.8,
        reason: 'delivered-degraded for a test',
      },
      {
        order: 'o3',
        outcome: 'expired',
        due: DUE,
        finished: null,
        tardinessHours: null,
        qualityLeft: 0.4,
        reason: 'expired for a test',
      },
      { order: 'o4', outcome: 'open', due: DUE, finished: null, tardinessHours: null, qualityLeft: null, reason: '' },
    ]);
  });

  it('list every sample of every order, with its own end', () => {
    expect(samples.map((s) => `${s.sample} ${s.outcome}`)).toEqual(
      ['o1 delivered', 'o2 delivered-degraded', 'o3 expired', 'o4 open'].flatMap((line) => {
        const [name, outcome] = line.split(' ');
        return [1, 2, 3, 4].map((n) => `${name}/s${n} ${outcome}`);
      }),
    );
  });

  it('add up over samples, lateness over delivered ones only', () => {
    expect(totals).toEqual({
      samples: 16,
      delivered: 8,
      deliveredDegraded: 4,
      lost: 4,
      open: 4,
      onTime: 4,
      meanTardinessHours: 3, // (4 x 0 + 4 x 6) / 8
      maxTardinessHours: 6,
      weightedTardinessHours: 240, // weight 10 x 4 samples x 6 h
      retries: 0,
      failures: [],
    });
  });

  it('part the samples of an order where they ended differently', () => {
    const parted = ledger(
      [closeSample('o1/s2', DAY, 'quarantined', 'contaminated')],
      ['s1', 's3', 's4'].map((s) => closeSample(`o1/${s}`, DUE, 'delivered')),
    );
    const result = outcomesOf(tinyLab({ orders: [order('o1')] }), parted);
    expect(result.samples.map((s) => [s.outcome, s.reason])).toEqual([
      ['delivered', ''],
      ['quarantined', 'contaminated'],
      ['delivered', ''],
      ['delivered', ''],
    ]);
    expect(result.totals).toMatchObject({ delivered: 3, lost: 1, onTime: 3 });
  });

  it('take the last word on a sample that was released after all', () => {
    const released = ledger(
      [closeSample('o1/s1', DAY, 'quarantined', 'gate')],
      [closeSample('o1/s1', DUE, 'delivered')],
    );
    expect(outcomesOf(scenario, released).samples[0]).toMatchObject({ outcome: 'delivered', finished: DUE });
  });

  it('count an order that was done before the run began as delivered then', () => {
    const progress = ['extract', 'prep', 'sequence', 'align'].map((stage, k) => ({
      stage: id<never>(stage),
      start: seconds((k - 5) * DAY),
      end: seconds((k - 4) * DAY),
      on: id<never>('somewhere'),
    }));
    const done = tinyLab({ orders: [order('o1', { progress, due: seconds(-2 * DAY) })] });
    expect(outcomesOf(done, []).samples[0]).toMatchObject({ outcome: 'delivered', finished: -DAY, tardinessHours: 24 });
  });

  it('show the last quality known of an order that is still open, also of a lot split off it', () => {
    const stored: TimedFact = {
      type: 'lot-stored',
      at: seconds(DAY),
      lot: id('o1~2'),
      stage: id('prep'),
      condition: id('fridge'),
      quality: 0.93,
    };
    expect(outcomesOf(scenario, [stored]).orders[0]).toMatchObject({ outcome: 'open', qualityLeft: 0.93 });
  });
});

describe('trouble', () => {
  it('counts retried attempts once and failures by class, of tasks and of samples', () => {
    const pool = {
      kind: 'pool',
      pool: id<never>('cluster'),
      parallel: 1,
      cores: 8,
      memoryBytes: 32e9,
      gpus: 0,
    } as const;
    const align = { task: 'a', members: membersOf(['o1'], 'align'), placement: pool, start: 0 };
    const gate = { class: 'quality-gate', detail: 'Q30 70 < 80' } as const;
    const end = { at: seconds(40), task: id<TaskId>('r'), attempt: 1 };
    const facts = ledger(
      attempt({ ...align, end: 10, failure: 'transient' }),
      // One decision per stage and sample concerned, all about the same attempt.
      [retry('a', 1, 10), retry('a', 1, 10)],
      attempt({ ...align, attempt: 2, end: 20, failure: 'out-of-memory' }),
      [retry('a', 2, 20)],
      run({ task: 'r', machine: 'seq/A', recipe: 'long', lanes: [{ o1: 1 }], start: 30 }),
      [
        { type: 'sample-failed', ...end, sample: id<SampleId>('o1/s1'), failure: gate },
        { type: 'sample-failed', ...end, sample: id<SampleId>('o1/s2'), failure: gate },
        { type: 'task-finished', ...end },
      ],
    );
    expect(outcomesOf(tinyLab(), facts).totals).toMatchObject({
      retries: 2,
      failures: [
        { class: 'transient', tasks: 1, samples: 0 },
        { class: 'out-of-memory', tasks: 1, samples: 0 },
        { class: 'quality-gate', tasks: 0, samples: 2 },
      ],
    });
  });
});
