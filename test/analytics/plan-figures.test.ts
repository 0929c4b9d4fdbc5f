import { describe, expect, it } from 'vitest';

import { DAY, HOUR, at, seconds } from '../../src/base/index.ts';
import { id } from '../../src/model/index.ts';
import {
  comparisonRow,
  planFigures,
  timelineOfFacts,
  timelineOfPlan,
  utilizationOf,
} from '../../src/analytics/index.ts';
import { order, tinyLab } from '../support/tiny-lab.ts';
import { ledger, run } from './facts.ts';
import { lost, plan, runPlacement, task } from './plans.ts';

const M = 1_000_000;
const MONDAY = 8.75 * HOUR;
const SETUP = 45 * 60;

const lanes = [{ o1: 400 * M, o2: 400 * M }, {}];
const sequence = task({
  id: 'run-1',
  lots: ['o1', 'o2'],
  stage: 'sequence',
  placement: runPlacement('seq/B', 'long', lanes),
  start: MONDAY,
  hours: 24,
  setup: SETUP,
});
const align = (lot: string, start: number, hours: number) =>
  task({
    id: `align-${lot}`,
    lots: [lot],
    stage: 'align',
    placement: { kind: 'pool', pool: id('cluster'), parallel: 4, cores: 32, memoryBytes: 128e9, gpus: 0 },
    start,
    hours,
  });

const scenario = tinyLab({ orders: [order('o1'), order('o2', { weight: 3 }), order('o3')] });
const made = plan([sequence, align('o1', 2 * DAY, 1), align('o2', 7 * DAY, 2)], {
  lost: [lost('o3', 'Expired on Monday.', 'Nothing was free.')],
});

describe('the figures of a plan', () => {
  const figures = planFigures(scenario, made);

  it('promise an end, and how late it is, for every order that is kept', () => {
    expect(figures.orders).toEqual([
      { order: 'o1', due: 7 * DAY, finish: 2 * DAY + HOUR, tardinessHours: 0, reason: '' },
      { order: 'o2', due: 7 * DAY, finish: 7 * DAY + 2 * HOUR, tardinessHours: 2, reason: '' },
      {
        order: 'o3',
        due: 7 * DAY,
        finish: null,
        tardinessHours: null,
        reason: 'Expired on Monday. Nothing was free.',
      },
    ]);
  });

  it('add up over samples', () => {
    expect(figures.totals).toEqual({
      samples: 12,
      planned: 8,
      lost: 4,
      onTime: 4,
      meanTardinessHours: 1, // (4 x 0 + 4 x 2) / 8
      maxTardinessHours: 2,
      weightedTardinessHours: 24, // weight 3 x 4 samples x 2 h
      runs: 1,
    });
  });

  it('are those of the run in which everything goes as planned', () => {
    const facts = ledger(
      run({ task: 'run-1', machine: 'seq/B', recipe: 'long', lanes, start: MONDAY, setup: SETUP, end: MONDAY + DAY }),
    );
    const { instruments } = utilizationOf(scenario, timelineOfFacts(scenario, facts));
    expect(figures.utilization.instruments).toEqual(instruments);
    expect(at(instruments, 0).laneFill.value).toBe(0.4);
  });

  it('give one line for a table of planners', () => {
    expect(comparisonRow('by hand', scenario, figures)).toEqual({
      name: 'by hand',
      samplesLost: 4,
      samplesOnTime: 4,
      weightedTardinessHours: 24,
      maxTardinessHours: 2,
      calendarUtilization: 24 / 1344,
      // B: 4 weeks of 129.25 h. A: the second Monday's maintenance until 16:00 splits that week's; the hours before it
      // begin at 8:45 in week 1 and end on Saturday; after it the first start is at 16:45: 8 h less.
      availableUtilization: 24 / (8 * 129.25 - 8),
      laneFill: 0.4,
      runs: 1,
    });
  });
});

it('the timeline of a plan is sorted by start, whatever the order of its tasks', () => {
  const timeline = timelineOfPlan({ ...made, tasks: made.tasks.toReversed() });
  expect(timeline.attempts.map((a) => a.task)).toEqual(['run-1', 'align-o1', 'align-o2']);
  expect(timeline.until).toBe(seconds(7 * DAY + 2 * HOUR));
});
