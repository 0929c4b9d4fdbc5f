import { describe, expect, test } from 'vitest';
import { DAY, HOUR, NEVER, duration, seconds, sumOfLevels, interval } from '../../../src/base/index.ts';
import { id, type Changeover, type LotId } from '../../../src/model/index.ts';
import { checkPlan, type PlanCase } from '../../../src/validation/index.ts';
import { clock } from '../../support/good-lab.ts';
import { goodCase, maintained } from '../../support/good-plan.ts';
import { stated } from '../../support/objective-oracle.ts';
import * as edit from '../../support/plan-edits.ts';

const codes = (planCase: PlanCase): readonly string[] => [...new Set(checkPlan(planCase).map((f) => f.code))];
const inScenario =
  (changes: (scenario: PlanCase['scenario']) => Partial<PlanCase['scenario']>): edit.Edit =>
  (planCase) => ({ ...planCase, scenario: { ...planCase.scenario, ...changes(planCase.scenario) } });

describe('rule 4: frozen work is taken as it is', () => {
  test('operators and cores that frozen work alone takes too many of are no finding', () => {
    // Nobody is ever on shift, and the pool has no memory to speak of; nothing but frozen work is left.
    const good = goodCase();
    const frozenOnly: PlanCase = {
      ...good,
      plan: { ...good.plan, tasks: good.plan.tasks.filter((t) => t.isFrozen), maintenance: [] },
      scenario: {
        ...good.scenario,
        staff: sumOfLevels([]),
        pools: good.scenario.pools.map((pool) => ({ ...pool, memoryBytes: 1 })),
      },
    };
    const found = codes(frozenOnly);
    expect(found).not.toContain('STAFF');
    expect(found).not.toContain('POOL');
  });

  test('more than that is a finding for the work that was added', () => {
    // c1's frozen alignment takes 32 cores from 8:00 to 9:00; c2 adds 8 at 8:00.
    const tight = inScenario(({ pools }) => ({
      pools: pools.map((p) => ({ ...p, cores: { times: [seconds(0), clock(0, 9)], levels: [31, 64] } })),
    }));
    expect(checkPlan(tight(goodCase())).map((f) => `${f.code} ${f.path}`)).toEqual(['POOL /tasks/align-c2']);
  });

  test('a run under way may hold lots that have left since', () => {
    const gone = id<LotId>('gone');
    const lanes = [[{ lot: id<LotId>('r1'), reads: 4e8 }], [{ lot: gone, reads: 1 }]];
    const placement = { kind: 'run', machine: id<never>('seq/B'), recipe: id<never>('long'), lanes } as const;
    const spoil = edit.both(
      edit.task('run-r1', () => ({ placement })),
      edit.lot('r1', {
        running: [{ stage: id('sequence'), start: clock(-1, 20), end: clock(0, 20), placement }],
      }),
    );
    expect(codes(spoil(goodCase()))).toEqual([]);
  });
});

describe('rule 6: skipped stages are passed through', () => {
  // n1 skips rna-check between rna-prep (until 11:00, hold 10 min to 12 h) and rna-quant (15:00): a wait of 4 h.
  const withHold = (hold: { min: number; max?: number }, stage = 'rna-prep'): edit.Edit =>
    inScenario(({ workflows }) => ({
      workflows: new Map(
        [...workflows].map(([name, workflow]) => [
          name,
          {
            ...workflow,
            stages: workflow.stages.map((s) =>
              s.id === stage
                ? {
                    ...s,
                    hold: { min: duration(hold.min), ...(hold.max === undefined ? {} : { max: duration(hold.max) }) },
                  }
                : s,
            ),
          },
        ]),
      ),
    }));

  test('the predecessor of the skipped stage counts, with its own hold', () => {
    expect(codes(withHold({ min: 4 * HOUR })(goodCase()))).toEqual([]);
    expect(codes(withHold({ min: 4 * HOUR + 1 })(goodCase()))).toEqual(['PRECEDENCE']);
    expect(codes(withHold({ min: 0, max: 4 * HOUR })(goodCase()))).toEqual([]);
    expect(codes(withHold({ min: 0, max: 4 * HOUR - 1 })(goodCase()))).toEqual(['HOLD']);
  });

  test('the hold of the skipped stage itself does not count', () => {
    expect(codes(withHold({ min: 99 * HOUR, max: 99 * HOUR }, 'rna-check')(goodCase()))).toEqual([]);
  });
});

describe('rule 12: changeover rules', () => {
  // run-o3 follows a long run on seq/B with a set-up of 90 min.
  const rules = (changeover: Partial<Changeover>): edit.Edit =>
    inScenario(({ machines }) => ({
      machines: machines.map((m) => (m.id === 'seq/B' ? { ...m, changeover: { ...m.changeover, ...changeover } } : m)),
    }));
  const rule = (from: string, to: string, minutes: number) => ({ from, to, time: duration(minutes * 60) });

  test('the first rule that matches decides, and * matches every state', () => {
    for (const matching of [
      [rule('long', 'short', 90), rule('*', '*', 1)],
      [rule('*', 'short', 90), rule('long', 'short', 1)],
      [rule('long', '*', 90)],
      [rule('*', '*', 90)],
    ]) {
      expect(codes(rules({ rules: matching })(goodCase()))).toEqual([]);
    }
    for (const other of [[rule('*', '*', 1), rule('long', 'short', 90)], [rule('short', 'long', 90)]]) {
      expect(codes(rules({ rules: other })(goodCase()))).toEqual(['SETUP']);
    }
  });

  test('an unknown state takes the default, even where * would match', () => {
    // Nothing is known of seq/A before run-p; the run after it is known to follow a short one.
    const anyState = inScenario(({ machines }) => ({
      machines: machines.map((m) =>
        m.id === 'seq/A' ? { ...m, changeover: { ...m.changeover, rules: [rule('*', 'short', 1)] } } : m,
      ),
    }));
    expect(checkPlan(anyState(goodCase())).map((f) => f.path)).toEqual(['/tasks/run-o']);
  });

  test("the situation's state comes before the scenario's, which counts where the situation has none", () => {
    const initially = (machine: string, initialState: string): edit.Edit =>
      inScenario(({ machines }) => ({
        machines: machines.map((m) => (m.id === machine ? { ...m, initialState } : m)),
      }));
    expect(codes(initially('tc-1', 'dna-prep')(goodCase()))).toEqual([]);
    // seq/A: from long to short it takes 90 min, not the default of 45.
    expect(checkPlan(initially('seq/A', 'long')(goodCase())).map((f) => `${f.code} ${f.path}`)).toEqual([
      'SETUP /tasks/run-p',
    ]);
  });
});

describe('rules 19 and 20: maintenance that is overdue', () => {
  // The wash of seq/B was due 14 days after it was last done, two days either way: at the latest 2 days ago.
  const overdue = edit.machine('seq/B', {
    maintenance: [{ id: id('wash'), lastDone: clock(-18, 8), runsSince: 0 }],
  });
  const washedAt = (start: number): edit.Edit =>
    edit.both(
      edit.skipMaintenance('wash-of-seq/B'),
      edit.maintain(maintained('wash', ['seq/B'], start, start + 2 * HOUR)),
      // The next is due 14 days later, on day 15 or 16; this horizon ends before that.
      inScenario(() => ({ horizon: duration(10 * DAY) })),
    );

  test('it comes when the machine is free, without an upper limit', () => {
    // seq/B is held by the frozen run until Monday 20:00, far past the window.
    for (const start of [clock(1, 16), clock(2, 16)]) {
      const late = edit.both(overdue, edit.moveTo('run-o3', clock(1, 12)), washedAt(start))(goodCase());
      const found = checkPlan(stated(late)).filter((f) => f.code.startsWith('MAINTENANCE'));
      expect(found).toEqual([]);
    }
  });

  test('it does not come before the machine is free', () => {
    // 17:00 is while the frozen run holds the machine.
    const early = edit.both(overdue, washedAt(clock(0, 17)))(goodCase());
    const found = checkPlan(early).map((f) => `${f.code} ${f.path}`);
    expect(found).toContain('MAINTENANCE-WINDOW /maintenance/wash-of-seq/B');
  });

  test('it has to come within the horizon', () => {
    const never = edit.both(overdue, edit.skipMaintenance('wash-of-seq/B'))(goodCase());
    expect(checkPlan(never).map((f) => `${f.code} ${f.path}`)).toEqual(['MAINTENANCE-MISSING /machines/seq/B']);
  });

  test('on a machine that is down past the horizon nothing is missing', () => {
    const down = edit.both(
      edit.machine('seq/B', {
        freeFrom: NEVER,
        maintenance: [{ id: id('wash'), lastDone: clock(-18, 8), runsSince: 0 }],
      }),
      edit.skipMaintenance('wash-of-seq/B'),
    )(goodCase());
    expect(codes(down)).not.toContain('MAINTENANCE-MISSING');
  });

  test('nothing is maintained in the past', () => {
    const past = edit.maintain(maintained('clean', ['handler-1'], clock(0, 7), clock(0, 7, 30)));
    expect(codes(past(goodCase()))).toContain('MAINTENANCE-WINDOW');
  });
});

describe('rule 22: an order in two lots', () => {
  // Half of o3's samples travel apart: they are aligned a day later than the others.
  const split = (good: PlanCase): PlanCase => {
    const apart = id<LotId>('o3-2');
    const whole = good.situation.lots.filter((l) => l.lot === 'o3');
    const twin = good.plan.tasks
      .filter((t) => t.members.some((m) => m.lot === 'o3'))
      .map((t) => ({ ...t, id: id<never>(`${t.id}-2`), members: t.members.map((m) => ({ ...m, lot: apart })) }))
      .map((t) => ({ ...t, start: seconds(t.start + DAY), end: seconds(t.end + DAY) }));
    return {
      ...good,
      plan: { ...good.plan, tasks: [...good.plan.tasks, ...twin] },
      situation: {
        ...good.situation,
        lots: [
          ...good.situation.lots.map((l) => (l.lot === 'o3' ? { ...l, samples: l.samples.slice(0, 2) } : l)),
          ...whole.map((l) => ({ ...l, lot: apart, samples: l.samples.slice(2) })),
        ],
      },
    };
  };

  test('is late by its last lot, for all its samples', () => {
    // Due at the end of day 1; the second lot ends on day 3 at 2:45, 26 h 45 min late, and all 4 samples with it.
    const late = split(goodCase());
    const messages = checkPlan(late).map((f) => f.message);
    expect(messages).toContain('level 2 of the objective states weighted-tardiness = 11; it is 107');
    expect(checkPlan(stated(late)).filter((f) => f.code === 'OBJECTIVE')).toEqual([]);
  });
});

test('a plan for an empty laboratory is empty', () => {
  const good = goodCase();
  const empty: PlanCase = {
    scenario: {
      ...good.scenario,
      orders: [],
      horizon: duration(DAY),
      staff: sumOfLevels([{ intervals: [interval(0, 1)], level: 1 }]),
    },
    situation: { now: seconds(0), lots: [], machines: [] },
    plan: { ...good.plan, tasks: [], maintenance: [], lost: [], objective: [] },
  };
  expect(codes(stated(empty))).toEqual([]);
});
