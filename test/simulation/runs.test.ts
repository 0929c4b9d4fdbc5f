/** Whole runs with everything going wrong, judged by an auditor that shares nothing with the engine. */

import { describe, expect, test } from 'vitest';

import { canonicalJson, duration } from '../../src/base/index.ts';
import { replay, stateDigestInput } from '../../src/engine/index.ts';
import { id, type Fact, type Timed } from '../../src/model/index.ts';
import { only } from '../engine/harness.ts';
import { audit } from '../support/audit.ts';
import { order, tinyLab } from '../support/tiny-lab.ts';
import { run, troubledLab, withoutBreakdowns } from './lab.ts';

const stream = (facts: readonly Timed<Fact>[]): string => facts.map((f) => canonicalJson(f)).join('\n');

describe('under failures of every kind', () => {
  test('no run breaks a rule, ends without a verdict on a sample, or replays to another state', async () => {
    const scenario = troubledLab(12);
    const seen = new Map<string, number>();
    for (let seed = 1; seed <= 24; seed++) {
      const { told, state, facts } = await run(scenario, { seed });
      expect({ seed, faults: audit(scenario, told) }).toEqual({ seed, faults: [] });
      expect(told).toHaveLength(facts);
      const replayed = canonicalJson(stateDigestInput(replay(scenario, told)));
      expect(`seed ${seed}: ${replayed}`).toBe(`seed ${seed}: ${canonicalJson(stateDigestInput(state))}`);
      for (const fact of told) {
        const kind = fact.type === 'policy-applied' ? `${fact.type} ${fact.action}` : fact.type;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if (fact.type === 'sample-closed') seen.set(fact.outcome, (seen.get(fact.outcome) ?? 0) + 1);
      }
    }
    // The runs are worth judging: everything that can go wrong went wrong, again and again.
    const trouble = ['retry', 'quarantine', 'fallback', 'degrade'].map((action) => `policy-applied ${action}`);
    const rest = [
      'machine-down',
      'machine-up',
      'maintenance-finished',
      'delivered',
      'delivered-degraded',
      'quarantined',
    ];
    for (const kind of [...trouble, ...rest, 'expired']) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(5);
  });

  test('planning that takes ten minutes breaks no rule either', async () => {
    const scenario = troubledLab(8);
    for (let seed = 1; seed <= 10; seed++) {
      const { told } = await run(scenario, { seed, planningDelay: 600 });
      expect({ seed, faults: audit(scenario, told) }).toEqual({ seed, faults: [] });
    }
  });
});

describe('chance', () => {
  test('the same seed twice gives byte-identical facts, another seed others', async () => {
    const scenario = troubledLab(6);
    const [first, second, other] = [
      await run(scenario, { seed: 7 }),
      await run(scenario, { seed: 7 }),
      await run(scenario, { seed: 8 }),
    ];
    expect(stream(second.told)).toBe(stream(first.told));
    expect(stream(other.told)).not.toBe(stream(first.told));
  });

  test('an order more does not change how long the tasks of the others take', async () => {
    // By lot, stage and try; with what was planned for it, since a lot that lost a sample takes less.
    const lengths = (facts: readonly Timed<Fact>[]): ReadonlyMap<string, number> => {
      const tries = new Map<string, number>();
      const found = new Map<string, number>();
      for (const { task, attempt, members, at, setup, expectedEnd } of only(facts, 'task-started')) {
        const [member] = members;
        const end = facts.find(
          (f) => (f.type === 'task-finished' || f.type === 'task-failed') && f.task === task && f.attempt === attempt,
        );
        const subject = `${member?.lot}/${member?.stage}`;
        const n = (tries.get(subject) ?? 0) + 1;
        tries.set(subject, n);
        found.set(`${subject}#${n} of ${expectedEnd - at - setup} s`, (end?.at ?? 0) - at - setup);
      }
      return found;
    };
    const few = lengths((await run(troubledLab(5), { seed: 3 })).told);
    const more = lengths((await run(troubledLab(6), { seed: 3 })).told);
    // Sequencing also depends on how worn the machine is, which another order does change.
    const common = [...few.keys()].filter((key) => more.has(key) && !key.includes('sequence'));
    expect(common.length).toBeGreaterThan(10);
    for (const key of common) expect(`${key} ${more.get(key)}`).toBe(`${key} ${few.get(key)}`);
  });

  test('without spread and failures everything takes exactly what was planned', async () => {
    const scenario = tinyLab({ orders: [order('o1'), order('o2')] });
    const { told } = await run(withoutBreakdowns(scenario));
    const ends = new Map(told.flatMap((f) => (f.type === 'task-finished' ? [[f.task, f.at] as const] : [])));
    const started = only(told, 'task-started');
    expect(started).toHaveLength(8);
    for (const { task, expectedEnd } of started) expect(ends.get(task)).toBe(expectedEnd);
  });
});

describe('breakdowns', () => {
  test('take the machine out for the repair, fail the task, and the retry goes on after it', async () => {
    const lab = tinyLab({ orders: [order('o1', { expires: duration(60 * 86_400) as never })] });
    const scenario = {
      ...lab,
      machines: lab.machines.map((m) =>
        m.reliability === undefined
          ? m
          : {
              ...m,
              reliability: { ...m.reliability, scale: duration(20 * 3600), repair: { mean: duration(3600), cv: 0 } },
            },
      ),
    };
    let breakdowns = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { told, end } = await run(scenario, { seed });
      expect({ seed, faults: audit(scenario, told) }).toEqual({ seed, faults: [] });
      told.forEach((fact, k) => {
        if (fact.type !== 'machine-down') return;
        breakdowns++;
        // What the attempt did is told before its end.
        expect(told[k + 1]).toMatchObject({ type: 'bench-recorded', at: fact.at });
        expect(told[k + 2]).toMatchObject({
          type: 'task-failed',
          at: fact.at,
          failure: { class: 'equipment-failure' },
        });
        const up = told.find((f) => f.type === 'machine-up' && f.at > fact.at);
        // Unless the run is over before.
        expect(up?.at ?? Math.max(end, fact.at + 3600), `seed ${seed}`).toBe(fact.at + 3600);
      });
    }
    expect(breakdowns).toBeGreaterThan(5);
  });
});

test('a planner that rejects is an event, not an end of the world', async () => {
  const { told } = await run(tinyLab({ orders: [order('o1')] }), {
    planner: () => Promise.reject(new Error('no solver today')),
  });
  expect(only(told, 'plan-refused').map((f) => f.reason)).toEqual(['no solver today', 'no solver today']);
  expect(only(told, 'order-closed')).toMatchObject([{ order: id('o1'), outcome: 'cancelled' }]);
});
