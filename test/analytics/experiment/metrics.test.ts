import { describe, expect, it } from 'vitest';

import { measureRun, METRIC_NAMES, METRICS } from '../../../src/analytics/index.ts';
import { DAY, HOUR, seconds } from '../../../src/base/index.ts';
import { id, type Fact, type Timed } from '../../../src/model/index.ts';
import { order, tinyLab } from '../../support/tiny-lab.ts';
import { closeOrder, down, run } from '../facts.ts';

const M = 1_000_000;

const received = (name: string, at: number): Timed<Fact> => ({
  type: 'order-received',
  at: seconds(at),
  order: id(name),
  lot: id(name),
  samples: [],
});

const adopted = (at: number, hours: number): Timed<Fact> => ({
  type: 'plan-adopted',
  at: seconds(at),
  request: at,
  tasks: 0,
  lost: [],
  objective: [],
  method: { name: 'fifo', seed: 1, iterations: 1, isReproducible: true },
  digest: '0'.repeat(64),
  change: { kept: 1, moved: 1, hours },
});

describe('the metrics of a run', () => {
  const scenario = tinyLab({
    orders: [
      order('o1', { due: seconds(3 * DAY), weight: 2 }),
      order('o2', { due: seconds(3 * DAY), weight: 3 }),
      order('o3', { weight: 5 }),
      order('o4', { weight: 7 }),
    ],
  });
  const facts: readonly Timed<Fact>[] = [
    adopted(0, 0),
    received('o1', 0),
    received('o2', 10 * HOUR),
    ...down('seq/A', 30 * HOUR, 36 * HOUR),
    ...run({
      task: 'r1',
      machine: 'seq/A',
      recipe: 'long',
      lanes: [{ o1: 400 * M }],
      start: 10 * HOUR,
      end: 30 * HOUR,
      failure: 'equipment-failure',
    }),
    adopted(30 * HOUR, 12.5),
    ...run({
      task: 'r2',
      machine: 'seq/A',
      recipe: 'long',
      lanes: [{ o1: 400 * M }],
      start: 40 * HOUR,
      end: 64 * HOUR,
    }),
    ...run({
      task: 'r3',
      machine: 'seq/B',
      recipe: 'long',
      lanes: [{ o2: 400 * M }],
      start: 40 * HOUR,
      end: 50 * HOUR,
      failure: 'cancelled',
    }),
    adopted(60 * HOUR, 2),
    ...closeOrder('o1', 66 * HOUR, 'delivered', 0.9),
    ...closeOrder('o2', 3 * DAY + 2 * HOUR, 'delivered-degraded', 0.7),
    ...closeOrder('o3', 80 * HOUR, 'expired', 0.1),
    // o4 is still open.
  ];
  const values = measureRun(scenario, facts);

  it('count as lost whatever is not delivered, open samples too', () => {
    // Four samples an order: o3 expired, o4 open.
    expect(values).toMatchObject({ 'samples-lost': 8, 'samples-expired': 4, delivered: 8, 'on-time': 4 });
    expect(values['weighted-samples-lost']).toBe(4 * 5 + 4 * 7);
  });

  it('take tardiness, turnaround and quality over what was delivered', () => {
    // o2 is two hours late, four samples of weight 3.
    expect(values['weighted-tardiness']).toBeCloseTo(4 * 3 * 2, 9);
    // 66 h, and 74 h - 10 h = 64 h.
    expect(values.turnaround).toBeCloseTo(65, 9);
    expect(values.quality).toBeCloseTo(80, 9);
  });

  it('take all sequencers together, failed runs included', () => {
    // 20 + 24 + 10 hours of run on two positions of four weeks.
    expect(values['sequencer-calendar-utilization']).toBeCloseTo((100 * 54) / (2 * 4 * 168), 9);
    expect(values).toMatchObject({ runs: 3, 'failed-runs': 2 });
    expect(values['sequencer-downtime']).toBeGreaterThan(0);
    for (const [value, ceiling] of [
      ['sequencer-calendar-utilization', 'sequencer-calendar-ceiling'],
      ['sequencer-available-utilization', 'sequencer-available-ceiling'],
      ['lane-fill', 'lane-fill-ceiling'],
    ] as const) {
      expect(values[value]).toBeLessThanOrEqual(values[ceiling] ?? 0);
    }
    const share =
      (100 * (values['sequencer-available-utilization'] ?? 0)) / (values['sequencer-available-ceiling'] ?? 1);
    expect(values['share-of-ceiling']).toBeCloseTo(share, 9);
  });

  it('count plans after the first, the hours they moved, and failures that nobody asked for', () => {
    expect(values).toMatchObject({ replans: 2, 'plan-change': 14.5, failures: 1, facts: facts.length });
  });

  it('are null where there is nothing to divide by', () => {
    const none = measureRun(scenario, []);
    expect(none).toMatchObject({ turnaround: null, quality: null, 'lane-fill': null, replans: 0, 'samples-lost': 16 });
  });

  it('are all of the names that experiments may use', () => {
    expect(Object.keys(values).toSorted()).toEqual([...METRIC_NAMES].toSorted());
    for (const { title, unit } of Object.values(METRICS)) expect(`${title} (${unit})`).toMatch(/^.+ \(.+\)$/);
  });
});
