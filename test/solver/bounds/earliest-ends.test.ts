import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, NEVER, seconds } from '../../../src/base/index.ts';
import { initialSituation, type Order } from '../../../src/model/index.ts';
import { earliestEnds, planInThread } from '../../../src/solver/index.ts';
import { order, tinyLab, untouched } from '../../support/tiny-lab.ts';

const lab = (changes: Partial<Order> = {}) => tinyLab({ orders: [order('o1', changes)] });

describe('the earliest end of an order', () => {
  it('is that of the order alone: calendars, set-ups, holds and staff are kept', () => {
    // Extraction 8:00 to 9:04 (60 min and 1 min for each of four samples); at least 0 until preparation, for which the cycler
    // needs 20 min of set-up that can end by then: 9:04 to 11:04; at least 15 min: 11:19. The shortest set-up of a position is
    // 45 min, in time. Short runs have 2 x 400 M reads, of which 400 M are wanted: 13 h, until 0:19. Alignment of four samples side by
    // side: 1 h, until 1:19 of the second day.
    const scenario = lab();
    const end = earliestEnds(scenario, untouched(scenario));
    expect([...end]).toEqual([['o1', DAY + HOUR + 19 * MINUTE]]);
  });

  it('does not ask for the deadline, which others compare it with', () => {
    const scenario = lab({ deadline: seconds(12 * HOUR) });
    expect([...earliestEnds(scenario, untouched(scenario)).values()]).toEqual([DAY + HOUR + 19 * MINUTE]);
  });

  it('is never where the material expires first', () => {
    // Received at 8:00, expired at 7:00.
    const scenario = lab({ expires: seconds(7 * HOUR) });
    expect([...earliestEnds(scenario, untouched(scenario)).values()]).toEqual([NEVER]);
  });

  it('is never after the end that a plan has, whoever competes', () => {
    const scenario = tinyLab();
    const ends = earliestEnds(scenario, initialSituation(scenario));
    const plan = planInThread(scenario, initialSituation(scenario), { seed: 1, budget: { iterations: 20 } });
    expect(ends.size).toBe(3);
    expect(plan.lost).toEqual([]);
    for (const [name, end] of ends) {
      const last = Math.max(...plan.tasks.filter((t) => t.members.some((m) => m.lot === `${name}`)).map((t) => t.end));
      expect(end).toBeLessThanOrEqual(last);
    }
  });
});
