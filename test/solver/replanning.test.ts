/** Planning in the middle of things: what runs stays, what is done counts, and the plan in force is remembered. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, NEVER, seconds } from '../../src/base/index.ts';
import { id, type LotSituation, type RunPlacement, type Situation } from '../../src/model/index.ts';
import { planInThread } from '../../src/solver/index.ts';
import { indexSetsOf, order, tinyLab, untouched } from '../support/tiny-lab.ts';
import { plan, taskOf } from './helpers.ts';

const orders = [order('o1'), order('o2')];
const scenario = tinyLab({ orders, indexSets: indexSetsOf(orders) });
const lot = (name: string, changes: Partial<LotSituation>): LotSituation => ({
  lot: id(name),
  order: id(name),
  samples: ['s1', 's2', 's3', 's4'].map((s) => id(`${name}/${s}`)),
  done: [],
  running: [],
  skipped: [],
  notBefore: seconds(-NEVER),
  ...changes,
});

const lanes = [[{ lot: id<never>('o1'), reads: 400_000_000 }], [{ lot: id<never>('o2'), reads: 400_000_000 }]];
const placement: RunPlacement = { kind: 'run', machine: id('seq/A'), recipe: id('short'), lanes };
const bothSequencing: Situation = {
  now: seconds(20 * HOUR),
  machines: [],
  lots: ['o1', 'o2'].map((name) =>
    lot(name, {
      done: ['extract', 'prep'].map((stage, k) => ({ stage: id(stage), end: seconds((9 + 2 * k) * HOUR) })),
      running: [{ stage: id('sequence'), start: seconds(12 * HOUR), end: seconds(26 * HOUR), placement }],
    }),
  ),
};

describe('what runs', () => {
  it('is one frozen task for the lots of one batch, exactly as the situation says', () => {
    const made = plan(scenario, { situation: bothSequencing });
    const frozen = made.tasks.filter((t) => t.isFrozen);
    expect(frozen).toEqual([
      {
        id: 'o1:sequence',
        members: [
          { lot: 'o1', stage: 'sequence' },
          { lot: 'o2', stage: 'sequence' },
        ],
        placement,
        setup: 0,
        start: 12 * HOUR,
        end: 26 * HOUR,
        isFrozen: true,
      },
    ]);
    // The alignments follow its expected end, although the recipe alone would have ended it at 25:00.
    expect(taskOf(made, 'o1', 'align').start).toBe(26 * HOUR);
  });

  it('sets the state of its machine for what follows, and occupies it', () => {
    const running = {
      stage: id<never>('prep'),
      start: seconds(9 * HOUR),
      end: seconds(11 * HOUR),
      placement: { kind: 'machine' as const, machine: id<never>('tc-1') },
    };
    const situation: Situation = {
      now: seconds(10 * HOUR),
      machines: [{ machine: id('tc-2'), freeFrom: seconds(DAY), maintenance: [] }],
      lots: [
        lot('o1', { done: [{ stage: id('extract'), end: seconds(9 * HOUR) }], running: [running] }),
        lot('o2', { done: [{ stage: id('extract'), end: seconds(9 * HOUR) }] }),
      ],
    };
    const prep = taskOf(plan(scenario, { situation }), 'o2', 'prep');
    // tc-2 is down; tc-1 is free at 11:00 and changes over within the family in 5 min.
    expect([prep.start, prep.setup]).toEqual([11 * HOUR + 5 * MINUTE, 5 * MINUTE]);
  });

  it('stays when its order is lost', () => {
    const late = tinyLab({
      orders: orders.map((o) => ({ ...o, deadline: seconds(26 * HOUR + 1800) })),
      indexSets: indexSetsOf(orders),
    });
    const made = plan(late, { situation: bothSequencing });
    expect(made.lost.map((l) => l.order)).toEqual(['o1', 'o2']);
    expect(made.tasks.map((t) => [t.id, t.isFrozen])).toEqual([['o1:sequence', true]]);
  });
});

describe('what is done', () => {
  it('limits what follows by its holds', () => {
    // Extraction ended 72 h before 9:00 on day 3: prep must start by then.
    const done = [{ stage: id<never>('extract'), end: seconds(9 * HOUR) }];
    const situation: Situation = { now: seconds(3 * DAY + 9 * HOUR + 1), machines: [], lots: [lot('o1', { done })] };
    const made = plan(scenario, { situation });
    expect(made.lost[0]?.causes[0]).toMatchObject({ kind: 'hold', stage: 'prep' });
    const inTime = plan(scenario, { situation: { ...situation, now: seconds(3 * DAY + 8 * HOUR + 40 * MINUTE) } });
    // A set-up of 20 min still lets it start at 9:00 sharp.
    expect(taskOf(inTime, 'o1', 'prep').start).toBe(3 * DAY + 9 * HOUR);
  });
});

describe('the plan in force', () => {
  it('costs nothing where it is kept, and hours where starts move', () => {
    const first = plan(scenario);
    const same = { ...untouched(scenario), planInForce: first };
    expect(plan(scenario, { situation: same }).objective.at(-1)?.value).toBe(0);
    // Everything may start an hour later only (the operator comes at 9:00 that day).
    const situation = { ...same, lots: same.lots.map((l) => ({ ...l, notBefore: seconds(9 * HOUR) })) };
    const moved = plan(scenario, { situation });
    const hours = moved.tasks.reduce((sum, t) => {
      const before = t.members.map((m) => taskOf(first, m.lot, m.stage));
      return sum + before.reduce((s, b) => s + Math.abs(t.start - b.start) / HOUR + (where(t) === where(b) ? 0 : 1), 0);
    }, 0);
    expect(moved.objective.at(-1)?.value).toBeCloseTo(hours, 9);
    expect(hours).toBeGreaterThan(1);
  });

  it('does not depend on how often the same question is asked', () => {
    const options = { seed: 7, budget: { iterations: 30 } };
    const twice = [1, 2].map(() => JSON.stringify(planInThread(scenario, bothSequencing, options)));
    expect(twice[0]).toBe(twice[1]);
  });
});

const where = (task: { placement: { kind: string } & Partial<Pick<RunPlacement, 'machine'>> }): string =>
  task.placement.kind === 'pool' ? 'pool' : String(task.placement.machine);
