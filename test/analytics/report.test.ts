import { describe, expect, it } from 'vitest';

import { DAY, HOUR, at, canonicalJson, seconds } from '../../src/base/index.ts';
import type { RunIdentity } from '../../src/model/index.ts';
import { buildReport, summaryLines } from '../../src/analytics/index.ts';
import { tinyLab } from '../support/tiny-lab.ts';
import { closeOrder, ledger, run, type TimedFact } from './facts.ts';
import { plan, runPlacement, task } from './plans.ts';

const M = 1_000_000;
const START = 8.75 * HOUR;
const lanes = [{ o1: 400 * M, o2: 400 * M }, { o3: 400 * M }];
const ROOT = 'ab'.repeat(32);

const IDENTITY: RunIdentity = {
  world: 'simulated',
  scenario: 'tiny',
  scenarioDigest: '00'.repeat(32),
  seed: 7,
  version: '0.1.0',
  epoch: '2027-03-22T00:00:00+01:00',
};
const opened: TimedFact = { type: 'run-opened', at: seconds(0), run: IDENTITY };

const scenario = { ...tinyLab(), timeZone: 'Europe/Berlin' };
const made = plan([
  task({
    id: 'r',
    lots: ['o1', 'o2', 'o3'],
    stage: 'sequence',
    placement: runPlacement('seq/A', 'long', lanes),
    start: START,
    hours: 24,
    setup: 2700,
  }),
]);
const facts = ledger(
  [opened],
  run({ task: 'r', machine: 'seq/A', recipe: 'long', lanes, start: START, setup: 2700, end: START + 12 * HOUR }),
  closeOrder('o1', 5 * DAY, 'delivered', 0.9),
  closeOrder('o2', 8 * DAY, 'delivered', 0.8),
);
const report = buildReport({ scenario, plan: made, facts, ledger: { root: ROOT, records: facts.length } });

describe('the report', () => {
  it('says which run it is about and which ledger proves it', () => {
    expect(report.run).toEqual(IDENTITY);
    expect(report.ledger).toEqual({ root: ROOT, records: 13 });
  });

  it('gives times in the zone of the site, counted from the epoch of the run, over a change of the clocks', () => {
    // Clocks go forward on Sunday, 28 March 2027: seven times 24 h after a Monday's midnight it is 1:00.
    expect(report.samples.map((s) => [s.sample, s.due, s.finished]).filter((_, k) => k % 4 === 0)).toEqual([
      ['o1/s1', '2027-03-29T01:00:00+02:00', '2027-03-27T00:00:00+01:00'],
      ['o2/s1', '2027-03-29T01:00:00+02:00', '2027-03-30T01:00:00+02:00'],
      ['o3/s1', '2027-03-29T01:00:00+02:00', null],
    ]);
    expect(report.scenario).toMatchObject({ from: '2027-03-22T00:00:00+01:00', to: '2027-04-19T01:00:00+02:00' });
  });

  it('sets what was planned beside what took place', () => {
    expect(at(report.instruments, 0).calendarUtilization.value).toBe(12 / 1344);
    expect(at(report.plan.instruments, 0).calendarUtilization.value).toBe(24 / 1344);
    expect(report.totals).toMatchObject({ delivered: 8, open: 4, onTime: 4, maxTardinessHours: 24 });
    expect(report.plan.totals).toMatchObject({ planned: 12, onTime: 12 });
  });

  it('is plain JSON that keeps its meaning when it is written and read', () => {
    expect(JSON.parse(canonicalJson(report))).toEqual(report);
  });
});

describe('the summary', () => {
  it('is short, aligned, and says what holds each figure down', () => {
    expect(summaryLines(report)).toEqual([
      'tiny: 2027-03-22T00:00:00+01:00 to 2027-04-19T01:00:00+02:00',
      'samples   8 of 12 delivered, 4 on time, 0 lost, 4 open (planned: 12, 12 on time)',
      'lateness  mean 12.0 h, most 24.0 h, weighted 96.0 h (planned: 0.0 h)',
      'trouble   0 retries; no failures',
      'instrument  figure      value  planned  ceiling  held by',
      'seq         calendar    0.9 %    1.8 %    5.4 %  demand',
      'seq         available   1.2 %    2.3 %    7.0 %  demand',
      'seq         lane fill  60.0 %   60.0 %   75.0 %  lanes',
      `ledger    13 records, root ${ROOT}`,
    ]);
  });
});
