/** What cannot be delivered is named with its reason, leaves nothing behind, and takes nobody with it. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, duration, seconds } from '../../src/base/index.ts';
import { id, type LotId, type Order, type Scenario, type Situation } from '../../src/model/index.ts';
import {
  ALIGN,
  EXTRACT,
  PREP,
  SEQUENCE,
  WORKFLOW,
  indexSetsOf,
  order,
  tinyLab,
  untouched,
} from '../support/tiny-lab.ts';
import { plan } from './helpers.ts';

const lab = (orders: readonly Order[], changes: Partial<Scenario> = {}): Scenario =>
  tinyLab({ orders, indexSets: indexSetsOf(orders), ...changes });

describe('a lost order', () => {
  it('that expires before anybody can take it says when it could start and when it expires', () => {
    const made = plan(lab([order('o1', { expires: seconds(7 * HOUR + 3599) })]));
    expect(made.lost).toEqual([
      {
        order: 'o1',
        causes: [
          {
            kind: 'expired',
            stage: 'extract',
            message:
              'extract of lot o1 can start at 2026-11-30T08:00Z at the earliest, but the material expires at 2026-11-30T07:59Z.',
          },
        ],
      },
    ]);
  });

  it('that misses its deadline names both instants, and what it could do alone where others are in its way', () => {
    // Alone: 25:19. With the deadline at 25:30 only one of two orders can be first on the handler.
    const deadline = seconds(25 * HOUR + 1800);
    const made = plan(lab([order('o1', { deadline }), order('o2', { deadline })]));
    expect(made.lost).toEqual([
      {
        order: 'o2',
        causes: [
          {
            kind: 'no-time',
            message:
              'Alone in the laboratory, order o2 would be finished at 2026-12-01T01:19Z; other work takes the capacity it needs.',
          },
          expect.objectContaining({ kind: 'deadline' }),
        ],
      },
    ]);
    // o2's extraction follows o1's, 9:04-10:08; the 16:15 h after it (2 h, 15 min, 13 h, 1 h) leave time until 9:15.
    expect(made.lost[0]?.causes[1]?.message).toBe(
      'extract of lot o2 can end at 2026-11-30T10:08Z at the earliest, but must end by 2026-11-30T09:15Z for order o2 to meet its deadline at 2026-12-01T01:30Z.',
    );
  });

  it('leaves nothing of itself: the plan is the one without it', () => {
    // o2 passes extraction, prep and sequencing and fails only at the alignment, which has no cores for it.
    const workflows = new Map([
      [WORKFLOW.id, WORKFLOW],
      [
        id<never>('impossible'),
        { ...WORKFLOW, id: id<never>('impossible'), stages: [EXTRACT, PREP, SEQUENCE, { ...ALIGN, cores: 65 }] },
      ],
    ]);
    const kept = [order('o1'), order('o3')];
    const bad = order('o2', { workflow: id('impossible') });
    const all = lab([kept[0] as Order, bad, kept[1] as Order], { workflows });
    for (const rule of ['fifo', 'edd', 'fifo-batch', 'portfolio'] as const) {
      const withBad = plan(all, { rule });
      const without = plan(lab(kept, { workflows }), { rule });
      expect(withBad.lost.map((l) => l.order)).toEqual(['o2']);
      expect(withBad.lost[0]?.causes[0]).toMatchObject({ kind: 'no-resource', stage: 'align' });
      expect(withBad.maintenance).toEqual(without.maintenance);
      if (rule !== 'portfolio') expect(withBad.tasks).toEqual(without.tasks);
    }
  });

  it('is lost with all its lots', () => {
    const scenario = lab([order('o1', { deadline: seconds(30 * HOUR) }), order('o2')]);
    const base = untouched(scenario);
    const first = base.lots[0];
    if (first === undefined) throw new Error('no lot');
    // The second lot of o1 may only begin after the deadline.
    const rework = { ...first, lot: id<LotId>('o1~1'), samples: first.samples.slice(2), notBefore: seconds(31 * HOUR) };
    const situation: Situation = {
      ...base,
      lots: [{ ...first, samples: first.samples.slice(0, 2) }, rework, ...base.lots.slice(1)],
    };
    const made = plan(scenario, { situation });
    expect(made.lost.map((l) => l.order)).toEqual(['o1']);
    expect(made.tasks.flatMap((t) => t.members.map((m) => m.lot)).filter((l) => l.startsWith('o1'))).toEqual([]);
  });

  it('with no time left before the calendars end is told so', () => {
    const release = seconds(56 * DAY - 12 * HOUR);
    const made = plan(lab([order('o1', { release, expires: seconds(60 * DAY) })], { horizon: duration(7 * DAY) }));
    expect(made.lost[0]?.causes[0]).toMatchObject({ kind: 'no-time', stage: 'extract' });
    expect(made.lost[0]?.causes[0]?.message).toContain('before the calendars end at 2027-01-25T00:00Z');
  });

  it('is avoided where another sequence saves it', () => {
    // By due date o1 goes first and o2 misses its deadline; the other way round both arrive.
    const orders = [
      order('o1', { due: seconds(2 * DAY) }),
      order('o2', { due: seconds(3 * DAY), deadline: seconds(25 * HOUR + 1800) }),
    ];
    expect(plan(lab(orders), { rule: 'edd' }).lost.map((l) => l.order)).toEqual(['o2']);
    expect(plan(lab(orders), { rule: 'portfolio', steps: 100 }).lost).toEqual([]);
  });
});
