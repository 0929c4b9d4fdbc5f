/** A whole run, fact by fact, against sums done by hand. */

import { describe, expect, test } from 'vitest';

import { canonicalJson } from '../../src/base/index.ts';
import { replay, stateDigestInput } from '../../src/engine/index.ts';
import { order, tinyLab } from '../support/tiny-lab.ts';
import { mondayPlan, planOf, runScript, wall } from './harness.ts';

const oneOrder = tinyLab({ orders: [order('o1')] });

describe('one order on a Monday', () => {
  test('runs as planned when nothing goes wrong', async () => {
    const { facts } = await runScript({ scenario: oneOrder, plan: () => planOf(mondayPlan()) });
    // extract: 60 min + 4 x 1 min = 64 min. prep: 20 min of set-up of an unknown state, 2 h. run: 45 min of set-up, 13 h,
    // set-up from the end of prep on; its 15 min of cooling end during the set-up. align: four at once, 1 h.
    expect(facts.map((f) => `${wall(f.at)} ${f.type}`)).toEqual([
      '00:00 run-opened',
      '00:00 plan-requested',
      ...Array.from({ length: 4 }, () => '00:00 task-planned'),
      '00:00 plan-adopted',
      '08:00 order-received',
      '08:00 lot-stored',
      '08:00 task-started',
      '09:04 task-finished',
      '09:04 lot-stored',
      '09:04 task-started',
      '11:24 task-finished',
      '11:24 lot-stored',
      '11:24 task-started',
      '25:09 task-finished',
      '25:09 task-started',
      '26:09 task-finished',
      ...Array.from({ length: 4 }, () => '26:09 sample-closed'),
      '26:09 order-closed',
      '26:09 run-closed',
    ]);
  });

  test('states set-up, expected end and attendance of each start', async () => {
    const { facts } = await runScript({ scenario: oneOrder, plan: () => planOf(mondayPlan()) });
    const started = facts.flatMap((f) =>
      f.type === 'task-started'
        ? [[f.task, f.setup, wall(f.expectedEnd), wall(f.attendedUntil), f.operators] as const]
        : [],
    );
    expect(started).toEqual([
      // Hands-on for 30 of 64 minutes.
      ['p1-extract', 0, '09:04', '08:30', 1],
      // Nobody for the set-up, one operator throughout the work.
      ['p1-prep', 1200, '11:24', '11:24', 1],
      // One operator for the set-up, nobody for the run.
      ['p1-run', 2700, '25:09', '12:09', 1],
      ['p1-align', 0, '26:09', '25:09', 0],
    ]);
  });

  test('keeps the quality by the rule of docs/PLAN-RULES.md', async () => {
    const { facts } = await runScript({ scenario: oneOrder, plan: () => planOf(mondayPlan()) });
    const day = 86_400;
    const age = (q: number, tau: number): number => tau * (-Math.log(q)) ** (1 / 1.5);
    const fall = (q: number, tau: number, wait: number): number => Math.exp(-(((age(q, tau) + wait) / tau) ** 1.5));
    // Blood waits 8 h from collection, the extract 20 min (9:04 to 9:24), the library 45 min (11:24 to 12:09).
    const onArrival = Math.exp(-(((8 * 3600) / (10 * day)) ** 1.5));
    const extracted = onArrival;
    const prepared = fall(extracted, 30 * day, 20 * 60);
    const sequenced = fall(prepared, 14 * day, 45 * 60);
    const stored = facts.flatMap((f) => (f.type === 'lot-stored' ? [[f.stage, f.quality] as const] : []));
    expect(stored.map(([stage]) => stage)).toEqual([null, 'extract', 'prep']);
    [onArrival, extracted, prepared].forEach((q, k) => expect(stored[k]?.[1]).toBeCloseTo(q, 5));
    const closed = facts.find((f) => f.type === 'order-closed');
    expect(closed).toMatchObject({ order: 'o1', outcome: 'delivered' });
    expect(closed?.type === 'order-closed' && closed.quality).toBeCloseTo(sequenced, 5);
  });

  test('gives the same state when its facts are replayed', async () => {
    const { facts, state } = await runScript({ scenario: oneOrder, plan: () => planOf(mondayPlan()) });
    const replayed = replay(oneOrder, facts);
    expect(canonicalJson(stateDigestInput(replayed))).toBe(canonicalJson(stateDigestInput(state)));
    // Not just two blanks: the digest tells one fact less apart.
    const shorter = replay(oneOrder, facts.slice(0, -1));
    expect(canonicalJson(stateDigestInput(shorter))).not.toBe(canonicalJson(stateDigestInput(state)));
  });

  test('has every fact flushed before a command acts on the world', async () => {
    const { log } = await runScript({ scenario: oneOrder, plan: () => planOf(mondayPlan()) });
    let isFlushed = true;
    for (const entry of log) {
      if (entry.startsWith('fact')) isFlushed = false;
      else if (entry === 'flush') isFlushed = true;
      else if (entry !== 'do set-timer' && entry !== 'do request-plan')
        expect(`${entry} ${isFlushed}`).toBe(`${entry} true`);
    }
    expect(log.filter((e) => e === 'do start-task')).toHaveLength(4);
    expect(log.at(-1)).toBe('flush');
  });

  test('sets no timer twice, and looks for starts once per instant at which something happened', async () => {
    const { commands } = await runScript({ scenario: oneOrder, plan: () => planOf(mondayPlan()) });
    const timers = commands.flatMap((c) => (c.type === 'set-timer' ? [`${wall(c.at)} ${c.timer}`] : []));
    const second = (hour: number, minute = 0): number => hour * 3600 + minute * 60;
    expect(timers).toEqual([
      // Opening: an answer is awaited for an hour. Plan.
      `00:00 answer:1`,
      `00:00 wake:0`,
      // Blood expires after 7 days, the extract keeps for 72 h, the library for 24 h: one second later it is too late.
      `08:00 limit:${7 * second(24) + 1}:o1`,
      `08:00 wake:${second(8)}`,
      `09:04 limit:${second(9, 4) + second(72) + 1}:o1`,
      `09:04 wake:${second(9, 4)}`,
      `11:24 limit:${second(11, 24) + second(24) + 1}:o1`,
      `11:24 wake:${second(11, 24)}`,
      `25:09 wake:${second(25, 9)}`,
      `26:09 wake:${second(26, 9)}`,
    ]);
  });
});
