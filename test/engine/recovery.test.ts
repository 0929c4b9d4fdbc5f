/** Every way of recovering that an error policy can name, each by its requirement; who and what is given up is on record. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, canonicalJson, duration, seconds } from '../../src/base/index.ts';
import { replay, stateDigestInput } from '../../src/engine/index.ts';
import {
  id,
  type ErrorPolicyStep,
  type FailureClass,
  type Order,
  type PolicyAction,
  type Scenario,
  type Situation,
  type Stage,
  type StageId,
  type Workflow,
  type WorkflowId,
} from '../../src/model/index.ts';
import { naivePlan } from '../simulation/naive-planner.ts';
import { ALIGN, EXTRACT, PREP, SEQUENCE, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { clock, only, runScript, wall, type Outcome, type Record, type Script } from './harness.ts';

type Start = Parameters<NonNullable<Script['outcome']>>[0];

const back = (to: string, ...when: FailureClass[]): ErrorPolicyStep => ({
  ...(when.length === 0 ? {} : { when }),
  action: { do: 'fallback', to: id(to) },
});

const QUARANTINE: ErrorPolicyStep = { action: { do: 'quarantine' } };

/** Blood that keeps for three months: what is tried here takes time. */
const patient = (name: string, changes: Partial<Order> = {}): Order =>
  order(name, { expires: seconds(90 * DAY), due: seconds(60 * DAY), ...changes });

const labOf = (workflows: readonly Workflow[], orders: readonly Order[]): Scenario =>
  tinyLab({ orders, workflows: new Map(workflows.map((w) => [w.id, w])) });

const plain = (stages: readonly Stage[]): Workflow => ({ ...WORKFLOW, stages });

interface Trial {
  readonly scenario: Scenario;
  readonly outcome?: (start: Start) => Outcome | undefined;
  readonly also?: NonNullable<Script['also']>;
}

/** Plans without wit, and replays what came of it. */
async function run(trial: Trial): Promise<Record & { readonly situations: readonly Situation[] }> {
  const situations: Situation[] = [];
  const plan = (situation: Situation) => {
    situations.push(situation);
    return naivePlan(trial.scenario, situation);
  };
  const record = await runScript({ ...trial, plan });
  expect(canonicalJson(stateDigestInput(replay(trial.scenario, record.facts)))).toBe(
    canonicalJson(stateDigestInput(record.state)),
  );
  return { ...record, situations };
}

const stagesStarted = ({ facts }: Record): readonly string[] =>
  only(facts, 'task-started').map((f) => f.members.map((m) => m.stage).join('+'));

const ends = ({ facts }: Record): ReadonlyMap<string, string> =>
  new Map(only(facts, 'sample-closed').map((f) => [f.sample, f.outcome]));

const failing =
  (stage: string, what: FailureClass, samples = ['o1/s1', 'o1/s2', 'o1/s3', 'o1/s4']) =>
  (start: Start) =>
    start.work.members.some((m) => m.stage === stage) ? ({ failed: samples, class: what } as const) : undefined;

describe('fallback along re-load, re-pool, re-prep, re-extract', () => {
  const POOL: Stage = {
    ...PREP,
    id: id('pool'),
    after: [id('prep')],
    hold: { min: duration(0), max: duration(60 * DAY) },
  };
  const LOAD: Stage = { ...POOL, id: id('load'), after: [id('pool')] };
  const ladder = [back('load'), back('pool'), back('prep'), back('extract'), QUARANTINE];
  const keeps = { min: duration(0), max: duration(60 * DAY) };
  const stages = [
    { ...EXTRACT, hold: keeps },
    { ...PREP, hold: keeps },
    POOL,
    LOAD,
    { ...SEQUENCE, after: [id<StageId>('load')], onError: ladder },
    ALIGN,
  ];

  test('takes each step once, from the nearest, and ends in quarantine', async () => {
    const record = await run({
      scenario: labOf([plain(stages)], [patient('o1')]),
      outcome: failing('sequence', 'quality-gate'),
    });
    expect(stagesStarted(record).join(' ')).toBe(
      [
        'extract prep pool load sequence',
        'load sequence',
        'pool load sequence',
        'prep pool load sequence',
        'extract prep pool load sequence',
      ].join(' '),
    );
    expect(only(record.facts, 'policy-applied').map((f) => [f.step, f.action, f.givesUp])).toEqual([
      [0, 'fallback', 'time, and the work since load'],
      [1, 'fallback', 'time, and the work since pool'],
      [2, 'fallback', 'time, and the work since prep'],
      [3, 'fallback', 'time, and the work since extract'],
      [4, 'quarantine', 'the samples'],
    ]);
    expect([...ends(record).values()]).toEqual(Array(4).fill('quarantined'));
  });

  test('goes on with what the step takes: the library, the extract, at last the blood as it was kept', async () => {
    const { facts, commands } = await run({
      scenario: labOf([plain(stages)], [patient('o1')]),
      outcome: failing('sequence', 'quality-gate'),
    });
    const failures = only(facts, 'policy-applied').map((f) => f.at);
    const kept = commands.flatMap((c) =>
      c.type === 'request-plan' && failures.includes(c.at) ? [c.situation.lots[0]?.keeping] : [],
    );
    expect(kept.map((k) => k?.material)).toEqual(['library', 'library', 'extract', 'blood']);
    const qualities = kept.map((k) => k?.quality ?? NaN);
    expect(qualities.toSorted((a, b) => b - a)).toEqual(qualities);
  });

  test('delivers when a step helps', async () => {
    let runs = 0;
    const record = await run({
      scenario: labOf([plain(stages)], [patient('o1')]),
      outcome: (start) =>
        start.work.placement.kind === 'run' && ++runs < 3 ? failing('sequence', 'quality-gate')(start) : undefined,
    });
    expect([...ends(record).values()]).toEqual(Array(4).fill('delivered'));
    expect(only(record.facts, 'policy-applied')).toHaveLength(2);
  });
});

describe('fallback to another tool', () => {
  const OTHER = id<StageId>('align-other');
  const other = id<WorkflowId>('wgs~align-other');
  const align: Stage = { ...ALIGN, onError: [back('align-other', 'tool-error'), QUARANTINE] };
  const instead: Stage = {
    ...ALIGN,
    id: OTHER,
    insteadOf: ALIGN.id,
    onError: [back('align', 'tool-error'), QUARANTINE],
  };
  const report: Stage = { ...ALIGN, id: id('report'), after: [ALIGN.id] };
  const first = [EXTRACT, PREP, SEQUENCE];
  const ways: readonly Workflow[] = [
    { ...plain([...first, align, report]), detours: new Map([[OTHER, other]]) },
    {
      ...plain([...first, instead, { ...report, after: [OTHER] }]),
      id: other,
      detours: new Map([[ALIGN.id, WORKFLOW.id]]),
    },
  ];

  test('leaves the route by the fact, plans on the other one, and delivers', async () => {
    const record = await run({
      scenario: labOf(ways, [patient('o1')]),
      outcome: ({ work }) => (work.members[0]?.stage === 'align' ? { failAfter: 60, class: 'tool-error' } : undefined),
    });
    expect(stagesStarted(record)).toEqual(['extract', 'prep', 'sequence', 'align', 'align-other', 'report']);
    expect(only(record.facts, 'policy-applied')).toMatchObject([{ action: 'fallback', route: other }]);
    expect(record.situations[1]?.lots[0]).toMatchObject({ route: other });
    expect(record.commands.flatMap((c) => (c.type === 'start-task' ? c.work.members.map((m) => m.route) : []))).toEqual(
      [...Array(4).fill('wgs'), other, other],
    );
    expect([...ends(record).values()]).toEqual(Array(4).fill('delivered'));
  });

  test('and back again ends when every step was taken once: no lot goes in circles', async () => {
    const record = await run({
      scenario: labOf(ways, [patient('o1')]),
      outcome: ({ work }) => (work.placement.kind === 'pool' ? { failAfter: 60, class: 'tool-error' } : undefined),
    });
    expect(stagesStarted(record).slice(3)).toEqual(['align', 'align-other', 'align']);
    expect(only(record.facts, 'policy-applied').map((f) => [f.action, f.route])).toEqual([
      ['fallback', other],
      ['fallback', 'wgs'],
      ['quarantine', undefined],
    ]);
  });

  test('for some samples only leaves the others on their route', async () => {
    const record = await run({
      scenario: labOf(ways, [patient('o1')]),
      outcome: failing('align', 'tool-error', ['o1/s2']),
    });
    const routes = new Map(
      [...(record.situations.at(-1)?.lots ?? [])].map((l) => [l.lot as string, l.route as string | undefined]),
    );
    expect(routes).toEqual(
      new Map([
        ['o1', undefined],
        ['o1~2', other],
      ]),
    );
    expect([...ends(record).values()]).toEqual(Array(4).fill('delivered'));
  });
});

describe('hold at a safe stop', () => {
  const holding: PolicyAction = { do: 'hold' };
  const held = { ...SEQUENCE, onError: [{ action: holding }] };
  const release = (lot: string, at: number) =>
    ({
      type: 'operator-decided',
      at: seconds(at),
      decision: { operator: 'op-1', reason: 'looked at it', action: { do: 'release-lot', lot: id<never>(lot) } },
    }) as const;

  test('keeps the lot where its material keeps for a day, in its storage, until an operator releases it', async () => {
    const long = { ...PREP, hold: { min: duration(0), max: duration(30 * DAY) } };
    let runs = 0;
    const record = await run({
      scenario: labOf([plain([EXTRACT, long, held])], [patient('o1')]),
      outcome: ({ work }) =>
        work.placement.kind === 'run' && ++runs === 1 ? { failAfter: 60, class: 'tool-error' } : undefined,
      also: [release('o1', 5 * DAY)],
    });
    // Stays before sequencing: the library, made by 11:24, is what it waits as.
    expect(only(record.facts, 'lot-stored').at(-1)).toMatchObject({ lot: 'o1', stage: 'prep', condition: 'fridge' });
    expect(stagesStarted(record)).toEqual(['extract', 'prep', 'sequence', 'sequence']);
    expect(only(record.facts, 'task-started')[3]?.at).toBeGreaterThanOrEqual(5 * DAY);
    expect([...ends(record).values()]).toEqual(Array(4).fill('delivered'));
  });

  test('goes back to the last stop that keeps where the library would be lost within the day', async () => {
    // The library keeps for 24 h from its end on, 10 of them are gone; the extract keeps for 30 days.
    const stages = [{ ...EXTRACT, hold: { min: duration(0), max: duration(30 * DAY) } }, PREP, held];
    let runs = 0;
    const record = await run({
      scenario: labOf([plain(stages)], [patient('o1')]),
      outcome: ({ work }) =>
        work.placement.kind === 'run' && ++runs === 1 ? { failAfter: 10 * HOUR, class: 'tool-error' } : undefined,
      also: [release('o1', 5 * DAY)],
    });
    const [policy] = only(record.facts, 'policy-applied');
    expect(policy).toMatchObject({ action: 'hold', givesUp: 'time, until an operator decides' });
    const stored = only(record.facts, 'lot-stored').find((f) => f.at === policy?.at);
    expect(stored).toMatchObject({ stage: 'extract', condition: 'fridge' });
    expect(record.commands).toContainEqual(
      expect.objectContaining({ type: 'move-to-storage', lot: 'o1', condition: 'fridge', at: policy?.at }),
    );
    expect(stagesStarted(record)).toEqual(['extract', 'prep', 'sequence', 'prep', 'sequence']);
    expect([...ends(record).values()]).toEqual(Array(4).fill('delivered'));
  });

  test('expires there when nobody decides in time', async () => {
    // The extract keeps for 3 days: closed a second after.
    const record = await run({
      scenario: labOf([plain([EXTRACT, { ...PREP, onError: [{ action: holding }] }])], [patient('o1')]),
      outcome: ({ work }) => (work.members[0]?.stage === 'prep' ? { failAfter: 60, class: 'tool-error' } : undefined),
    });
    expect([...ends(record).values()]).toEqual(Array(4).fill('expired'));
    const [end] = only(record.facts, 'task-finished');
    expect(only(record.facts, 'sample-closed')[0]?.at).toBe((end?.at ?? 0) + 3 * DAY + 1);
  });
});

describe('quarantine', () => {
  test('takes one sample out while its 95 companions go on', async () => {
    const samples = Array.from({ length: 96 }, (_, k) => ({ id: id<never>(`o1/s${k + 1}`), name: `s${k + 1}` }));
    const stages = [
      { ...EXTRACT, onError: [QUARANTINE] },
      { ...PREP, equipment: 'liquid-handler' },
      SEQUENCE,
      { ...ALIGN, parallel: [1, 4] },
    ];
    const record = await run({
      scenario: labOf([plain(stages)], [patient('o1', { samples })]),
      outcome: failing('extract', 'corrupt-output', ['o1/s48']),
    });
    const outcomes = ends(record);
    expect(outcomes.get('o1/s48')).toBe('quarantined');
    expect([...outcomes.values()].filter((o) => o === 'delivered')).toHaveLength(95);
    expect(only(record.facts, 'sample-closed')[0]?.reason).toBe('extract: corrupt-output: scripted');
    // No new plan was needed, and the lot stayed together.
    expect(stagesStarted(record)).toEqual(['extract', 'prep', 'sequence', 'align']);
    expect(only(record.facts, 'plan-requested')).toHaveLength(1);
  });
});

describe('degrade', () => {
  test('of one sample delivers that one degraded, the others in full', async () => {
    const structural: Stage = {
      ...ALIGN,
      id: id('structural'),
      after: [ALIGN.id],
      isOptional: true,
      onError: [{ action: { do: 'degrade', skip: id('structural') } }],
    };
    const record = await run({
      scenario: labOf([plain([EXTRACT, PREP, SEQUENCE, ALIGN, structural])], [patient('o1')]),
      outcome: failing('structural', 'corrupt-output', ['o1/s3']),
    });
    expect(Object.fromEntries(ends(record))).toEqual({
      'o1/s1': 'delivered',
      'o1/s2': 'delivered',
      'o1/s3': 'delivered-degraded',
      'o1/s4': 'delivered',
    });
    expect(only(record.facts, 'policy-applied')).toMatchObject([
      { action: 'degrade', givesUp: 'the branch structural' },
    ]);
    expect(only(record.facts, 'order-closed')).toMatchObject([{ outcome: 'delivered' }]);
  });
});

describe('work that a fallback takes back while it runs', () => {
  test('is called off, counts for nothing, and is done again', async () => {
    // Two analyses of one alignment; the short one finds the data bad while the long one runs.
    const check: Stage = {
      ...ALIGN,
      id: id('check'),
      after: [ALIGN.id],
      onError: [back('align', 'corrupt-input'), QUARANTINE],
    };
    const long: Stage = {
      ...ALIGN,
      id: id('long'),
      after: [ALIGN.id],
      time: { fixed: duration(5 * HOUR), perSample: duration(0) },
    };
    let checks = 0;
    const record = await run({
      scenario: labOf(
        [plain([EXTRACT, PREP, SEQUENCE, ALIGN, check, { ...long, parallel: [1], cores: 1, memoryBytes: 1e9 }])],
        [patient('o1')],
      ),
      outcome: ({ work }) =>
        work.members[0]?.stage === 'check' && ++checks === 1 ? { failAfter: 60, class: 'corrupt-input' } : undefined,
    });
    expect(record.commands).toContainEqual(
      expect.objectContaining({ type: 'cancel-task', reason: 'what it works on was taken back' }),
    );
    expect(only(record.facts, 'policy-applied')).toHaveLength(1);
    expect(stagesStarted(record).slice(3).toSorted()).toEqual(['align', 'align', 'check', 'check', 'long', 'long']);
    expect([...ends(record).values()]).toEqual(Array(4).fill('delivered'));
  });
});

test('samples that a policy parts from their lot leave the stage as it does: stored, and watched', async () => {
  // The optional second look is left out for s3, whose library goes on by itself.
  const look: Stage = {
    ...PREP,
    id: id('look'),
    after: [EXTRACT.id],
    isOptional: true,
  };
  const extract: Stage = { ...EXTRACT, onError: [{ action: { do: 'degrade', skip: id('look') } }] };
  const record = await run({
    scenario: labOf([plain([extract, look, PREP, SEQUENCE, ALIGN])], [patient('o1')]),
    outcome: failing('extract', 'quality-gate', ['o1/s3']),
  });
  const [end] = only(record.facts, 'task-finished');
  const stored = only(record.facts, 'lot-stored').filter((f) => f.stage === 'extract' && f.at === end?.at);
  expect(stored.map((f) => f.lot)).toEqual(['o1', 'o1~2']);
});

test('material that waits out a failed set-up ages until the failure, once', async () => {
  // The set-up of the run is broken off after 10 of 45 min: the library has waited 10 min, not 45.
  const record = await run({
    scenario: labOf([plain([EXTRACT, PREP, { ...SEQUENCE, onError: [{ action: { do: 'hold' } }] }])], [patient('o1')]),
    outcome: ({ work }) =>
      work.placement.kind === 'run' ? { failAfter: -35 * 60, class: 'equipment-failure' } : undefined,
  });
  const [, , made, held] = only(record.facts, 'lot-stored');
  expect(made?.stage).toBe('prep');
  const started = only(record.facts, 'task-started').find((f) => f.placement.kind === 'run');
  expect(held?.at).toBe((started?.at ?? 0) + 600);
  // q(t) = exp(-(t / tau)^1.5) with tau of 14 days, from the quality that the library was made with.
  const tau = 14 * DAY;
  const age = tau * (-Math.log(made?.quality ?? 0)) ** (1 / 1.5);
  const waited = (held?.at ?? 0) - (made?.at ?? 0);
  expect(held?.quality).toBeCloseTo(Math.exp(-(((age + waited) / tau) ** 1.5)), 5);
});

test('every sample ends in one of five states, with its reason', async () => {
  // o1 must begin first and has the handler until 9:04.
  const scenario = labOf(
    [
      plain([
        { ...EXTRACT, onError: [{ when: ['tool-error'], action: { do: 'abort' } }, QUARANTINE] },
        PREP,
        SEQUENCE,
        ALIGN,
      ]),
    ],
    [patient('o1', { expires: clock(8, 20) }), patient('o2'), patient('o3', { expires: clock(8, 30) }), patient('o4')],
  );
  const record = await run({
    scenario,
    outcome: ({ work }) => {
      const lot = work.members[0]?.lot;
      if (work.members[0]?.stage !== 'extract') return undefined;
      if (lot === 'o2') return { failAfter: 60, class: 'tool-error' };
      return lot === 'o4' ? { failed: ['o4/s1'], class: 'quality-gate' } : undefined;
    },
  });
  const closed = only(record.facts, 'sample-closed');
  expect(closed).toHaveLength(16);
  for (const { reason } of closed) expect(reason).not.toBe('');
  expect(new Set(closed.map((f) => `${f.sample.slice(0, 2)} ${f.outcome}`))).toEqual(
    new Set(['o1 delivered', 'o2 cancelled', 'o3 expired', 'o4 delivered', 'o4 quarantined']),
  );
  expect(wall(only(record.facts, 'order-closed').find((f) => f.order === 'o3')?.at ?? clock(0))).toBe('08:30:01');
});
