/** The tiny laboratory: instant 0 is Monday, 00:00 UTC; operators 8-18 on weekdays; orders come at 8:00. */

import { describe, expect, it } from 'vitest';
import { DAY, HOUR, NEVER, duration, interval, seconds, type Seconds } from '../../../src/base/index.ts';
import { id, type Order, type OrderId, type Scenario, type Workflow } from '../../../src/model/index.ts';
import { judgeScenario } from '../../../src/validation/index.ts';
import { ALIGN, EXTRACT, HANDLER, SEQUENCE, WORKFLOW, order, position, tinyLab } from '../../support/tiny-lab.ts';

const found = (scenario: Scenario, ends: Readonly<Record<string, number>> = {}) =>
  judgeScenario(
    scenario,
    new Map(Object.entries(ends).map(([name, end]): [OrderId, Seconds] => [id(name), seconds(end)])),
  );

const brief = (scenario: Scenario, ends?: Readonly<Record<string, number>>) =>
  found(scenario, ends).map(({ code, severity, path, message }) => `${severity} ${code} ${path}: ${message}`);

const lab = (changes: Partial<Order>, more: Partial<Scenario> = {}) =>
  tinyLab({ orders: [order('o1', changes)], ...more });

describe('EXPIRES-BEFORE-START', () => {
  it('names expiry and the first start that calendars and shifts allow', () => {
    // Received on Saturday at 8:00, when nobody is there; good until Sunday, 20:00; the shift begins on Monday at 8:00.
    const saturday = 5 * DAY + 8 * HOUR;
    const changes = { release: seconds(saturday), expires: seconds(6 * DAY + 20 * HOUR), due: seconds(20 * DAY) };
    expect(brief(lab(changes))).toEqual([
      'warning EXPIRES-BEFORE-START /orders/o1: blood expires at 2026-12-06 20:00, extract can start at 2026-12-07 08:00 at the earliest',
    ]);
  });

  it('is silent to the very instant at which work can still start', () => {
    const release = seconds(5 * DAY + 8 * HOUR);
    const monday = 7 * DAY + 8 * HOUR;
    expect(brief(lab({ release, expires: seconds(monday), due: seconds(20 * DAY) }))).toEqual([]);
    expect(brief(lab({ release, expires: seconds(monday - 1), due: seconds(20 * DAY) }))).toHaveLength(1);
  });

  it('counts appointments and closed machines', () => {
    // Appointments on the second day at 9:00; the only handler is away until the third day.
    const stages = WORKFLOW.stages.map((stage) =>
      stage.id === EXTRACT.id ? { ...EXTRACT, startWindows: [interval(DAY + 9 * HOUR, 3 * DAY)] } : stage,
    );
    const workflows = new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]);
    const machines = [{ ...HANDLER, available: [interval(2 * DAY, 9 * DAY)] }];
    const expires = seconds(DAY + 12 * HOUR);
    expect(brief(lab({ expires }, { workflows }))).toEqual([]);
    expect(brief(lab({ expires }, { workflows, machines }))).toMatchObject([/extract can start at 2026-12-02 08:00/]);
    const closed = { ...HANDLER, available: [] };
    expect(brief(lab({ expires }, { workflows, machines: [closed] }))).toMatchObject([/extract can start not at all/]);
  });

  it('is about any kind of first stage', () => {
    const only = (...stages: Workflow['stages']) => ({
      workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]),
    });
    const changes = { expires: seconds(DAY), release: seconds(DAY - 1) };
    const run = { ...SEQUENCE, after: [] };
    const away = { ...position('A'), available: [interval(2 * DAY, 9 * DAY)] };
    // Runs start where a position is, computing at any time; who is there is no matter.
    expect(brief(lab(changes, only(run)))).toEqual([]);
    expect(brief(lab(changes, { ...only(run), machines: [HANDLER, away] }))).toMatchObject([
      /sequence can start at 2026-12-02 00:00/,
    ]);
    expect(brief(lab(changes, only({ ...ALIGN, after: [] })))).toEqual([]);
    // At night: nobody is needed for work without a hand.
    const alone = { ...EXTRACT, attendance: { operators: 1, handsOn: duration(0) } };
    expect(brief(lab(changes, only(alone)))).toEqual([]);
    expect(brief(lab(changes, only(EXTRACT)))).toMatchObject([/extract can start at 2026-12-01 08:00/]);
  });

  it('is not about work that has begun, nor about what had expired before', () => {
    const expires = seconds(7 * HOUR);
    expect(brief(lab({ expires }))).toEqual([]);
    const progress = [{ stage: EXTRACT.id, start: seconds(-HOUR), end: seconds(-1), on: HANDLER.id }];
    const release = seconds(5 * DAY);
    expect(brief(lab({ release, expires: seconds(5 * DAY + 1), due: seconds(20 * DAY), progress }))).toEqual([]);
  });
});

describe('the planner’s bound', () => {
  const due = seconds(3 * DAY);
  const deadline = seconds(4 * DAY);

  it('passes orders that it can deliver in time', () => {
    expect(brief(lab({ due, deadline }), { o1: 3 * DAY })).toEqual([]);
    expect(brief(lab({ due, deadline }))).toEqual([]);
  });

  it('after the due date is DUE-IMPOSSIBLE', () => {
    expect(brief(lab({ due, deadline }), { o1: 4 * DAY })).toEqual([
      'warning DUE-IMPOSSIBLE /orders/o1/due: alone in the laboratory o1 ends at 2026-12-04 00:00, 1 d after 2026-12-03 00:00',
    ]);
  });

  it('after the deadline is DEADLINE-IMPOSSIBLE', () => {
    expect(brief(lab({ due, deadline }), { o1: 4 * DAY + 90 })).toEqual([
      'warning DEADLINE-IMPOSSIBLE /orders/o1/deadline: alone in the laboratory o1 ends at 2026-12-04 00:01:30, 1 min 30 s after 2026-12-04 00:00',
    ]);
    const [finding] = found(lab({ due, deadline }), { o1: 5 * DAY });
    expect(finding?.hint).toContain('seqplan explain --order o1');
  });

  it('without an end is ORDER-IMPOSSIBLE', () => {
    expect(brief(lab({ due }), { o1: NEVER })).toEqual([
      'warning ORDER-IMPOSSIBLE /orders/o1: o1 cannot be finished, even alone in the laboratory',
    ]);
  });

  it('says nothing of an order whose expiry says it all', () => {
    const changes = { release: seconds(5 * DAY), expires: seconds(5 * DAY + 60), due: seconds(20 * DAY) };
    expect(found(lab(changes), { o1: NEVER }).map(({ code }) => code)).toEqual(['EXPIRES-BEFORE-START']);
  });
});
