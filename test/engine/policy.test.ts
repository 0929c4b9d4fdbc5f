/** What becomes of failures: the stage's error policy, step by step. */

import { describe, expect, test } from 'vitest';

import { after, HOUR, canonicalJson, duration } from '../../src/base/index.ts';
import { replay, stateDigestInput } from '../../src/engine/index.ts';
import {
  id,
  type ErrorPolicyStep,
  type Fact,
  type PolicyAction,
  type Scenario,
  type Situation,
  type Stage,
  type Timed,
} from '../../src/model/index.ts';
import { audit } from '../support/audit.ts';
import { ALIGN, EXTRACT, PREP, SEQUENCE, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import {
  clock,
  mondayPlan,
  onCluster,
  onMachine,
  onPosition,
  once,
  only,
  planOf,
  planned,
  runScript,
  starts,
  wall,
  type Record,
  type Script,
} from './harness.ts';

const retry = (changes: Partial<Extract<PolicyAction, { do: 'retry' }>> = {}): PolicyAction => ({
  do: 'retry',
  max: 2,
  backoff: { base: duration(60), factor: 2 },
  memoryFactor: 1,
  ...changes,
});

const labWith = (stages: readonly Stage[], orders = [order('o1')]): Scenario =>
  tinyLab({ orders, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]) });

const aligning = (onError: readonly ErrorPolicyStep[]): Scenario =>
  labWith([EXTRACT, PREP, SEQUENCE, { ...ALIGN, onError }]);

/** Runs, and checks on the way what holds for every run: replay gives the same state. */
async function run(script: Script): Promise<Record> {
  const record = await runScript(script);
  expect(canonicalJson(stateDigestInput(replay(script.scenario, record.facts)))).toBe(
    canonicalJson(stateDigestInput(record.state)),
  );
  return record;
}

const outcomes = (facts: readonly Timed<Fact>[]): readonly string[] =>
  only(facts, 'sample-closed').map((f) => `${f.sample} ${f.outcome}`);

const all = (outcome: string, lot = 'o1'): readonly string[] => [1, 2, 3, 4].map((n) => `${lot}/s${n} ${outcome}`);

describe('retry', () => {
  test('waits base * factor^(n - 1) before attempt n + 1 and keeps the task', async () => {
    const { facts } = await run({
      scenario: aligning([{ when: ['transient'], action: retry() }]),
      plan: () => planOf(mondayPlan()),
      outcome: ({ task, attempt }) =>
        task === 'p1-align' && attempt < 3 ? { failAfter: 600, class: 'transient' } : undefined,
    });
    // Fails at 25:19; 60 s later again, fails at 25:30; 120 s later the third attempt goes through.
    expect(starts(facts).slice(3)).toEqual(['p1-align@25:09', 'p1-align@25:20', 'p1-align@25:32']);
    expect(only(facts, 'task-started').map((f) => f.attempt)).toEqual([1, 1, 1, 1, 2, 3]);
    expect(only(facts, 'policy-applied').map((f) => [f.step, f.action, wall(f.notBefore ?? clock(0))])).toEqual([
      [0, 'retry', '25:20'],
      [0, 'retry', '25:32'],
    ]);
    expect(outcomes(facts)).toEqual(all('delivered'));
  });

  test('is used up after max retries; then the next step that matches acts', async () => {
    const { facts } = await run({
      scenario: aligning([
        { when: ['transient'], action: retry({ max: 1 }) },
        { when: ['walltime'], action: { do: 'abort' } },
        { action: { do: 'quarantine' } },
      ]),
      plan: () => planOf(mondayPlan()),
      outcome: ({ task }) => (task === 'p1-align' ? { failAfter: 600, class: 'transient' } : undefined),
    });
    expect(only(facts, 'policy-applied').map((f) => [f.step, f.action])).toEqual([
      [0, 'retry'],
      [2, 'quarantine'],
    ]);
    expect(outcomes(facts)).toEqual(all('quarantined'));
    expect(only(facts, 'sample-closed')[0]?.reason).toBe('align: transient: scripted');
    expect(only(facts, 'order-closed')[0]).toMatchObject({ outcome: 'quarantined', quality: 0 });
  });

  test('multiplies the memory, and with it runs fewer samples side by side where more do not fit', async () => {
    // 32 GB each, four at once 128 GB of 256: doubled they fit exactly; doubled again only one at a time (128 GB).
    const { facts } = await run({
      scenario: aligning([{ when: ['out-of-memory'], action: retry({ memoryFactor: 2, max: 9 }) }]),
      plan: () => planOf(mondayPlan()),
      outcome: ({ work }) =>
        work.placement.kind === 'pool' && work.memoryFactor < 4
          ? { failAfter: 600, class: 'out-of-memory' }
          : undefined,
    });
    const attempts = only(facts, 'task-started').filter((f) => f.placement.kind === 'pool');
    expect(
      attempts.map((f) => [f.memoryFactor, f.placement.kind === 'pool' && f.placement.parallel, f.expectedEnd - f.at]),
    ).toEqual([
      [1, 4, HOUR],
      [2, 4, HOUR],
      [4, 1, 4 * HOUR],
    ]);
  });

  test('for memory is used up when not even one sample would fit the pool', async () => {
    // 32 GB x 2, 4, 8 = 256 GB fits, 512 GB would not.
    const { facts } = await run({
      scenario: aligning([{ when: ['out-of-memory'], action: retry({ memoryFactor: 2, max: 9 }) }]),
      plan: () => planOf(mondayPlan()),
      outcome: ({ work }) => (work.placement.kind === 'pool' ? { failAfter: 600, class: 'out-of-memory' } : undefined),
    });
    expect(only(facts, 'policy-applied').map((f) => f.action)).toEqual(['retry', 'retry', 'retry', 'quarantine']);
  });

  test('after a breakdown waits for the machine and keeps its place', async () => {
    const second = (lot: string): ReturnType<typeof planned> =>
      planned('second', [`${lot}/extract`], onMachine('handler-1'), { start: clock(9, 4), end: clock(10, 8) });
    const { facts } = await run({
      scenario: labWith(
        [
          {
            ...EXTRACT,
            onError: [{ when: ['equipment-failure'], action: retry({ backoff: { base: duration(0), factor: 1 } }) }],
          },
        ],
        [order('o1'), order('o2')],
      ),
      plan: once(() =>
        planOf([
          planned('first', ['o1/extract'], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) }),
          second('o2'),
        ]),
      ),
      outcome: ({ task, attempt }) =>
        task === 'p1-first' && attempt === 1
          ? { failAfter: 1800, class: 'equipment-failure', downFor: 2 * HOUR }
          : undefined,
    });
    // Down from 8:30 to 10:30; the first goes again, 64 min, then the second.
    expect(starts(facts)).toEqual(['p1-first@08:00', 'p1-first@10:30', 'p1-second@11:34']);
  });
});

describe('single samples', () => {
  test('are quarantined while the others go on', async () => {
    const { facts } = await run({
      scenario: labWith([EXTRACT, { ...PREP, onError: [{ action: { do: 'quarantine' } }] }, SEQUENCE, ALIGN]),
      plan: () => planOf(mondayPlan()),
      outcome: ({ task }) => (task === 'p1-prep' ? { failed: ['o1/s2'], class: 'corrupt-output' } : undefined),
    });
    expect(outcomes(facts)).toEqual(['o1/s2 quarantined', 'o1/s1 delivered', 'o1/s3 delivered', 'o1/s4 delivered']);
    expect(only(facts, 'order-closed')[0]?.outcome).toBe('delivered');
    const align = only(facts, 'task-started').find((f) => f.task === 'p1-align');
    // Three samples: 3 x 8 cores.
    expect(align?.placement).toMatchObject({ cores: 24, memoryBytes: 96e9 });
  });

  test('that miss a gate fail by the measured value, whatever the world says', async () => {
    const gates = [{ metric: 'yield', unit: 'ng', min: 50, max: 500 }];
    const measured = [49.9, 50, 500, 500.1].map((value, k) => ({
      sample: id<never>(`o1/s${k + 1}`),
      metric: 'yield',
      value,
      unit: 'ng',
    }));
    const { facts } = await run({
      scenario: labWith([{ ...EXTRACT, gates }, PREP, SEQUENCE, ALIGN]),
      plan: () => planOf(mondayPlan()),
      outcome: ({ task }) => (task === 'p1-extract' ? { measured } : undefined),
    });
    expect(outcomes(facts).toSorted()).toEqual([
      'o1/s1 quarantined',
      'o1/s2 delivered',
      'o1/s3 delivered',
      'o1/s4 quarantined',
    ]);
    expect(only(facts, 'sample-closed')[0]?.reason).toBe('extract: quality-gate: yield 49.9 ng is below 50 ng');
  });

  test('that a gate only warns of go on, with the warning on record', async () => {
    const gates = [
      { metric: 'yield', unit: 'ng', min: 50, warn: { min: 80, max: 400 } },
      { metric: 'din', unit: '1', warn: { min: 7 } },
    ];
    const measured = [
      ['yield', 79.9],
      ['yield', 80],
      ['yield', 400.1],
      ['din', 3],
    ].map(([metric, value], k) => ({
      sample: id<never>(`o1/s${k + 1}`),
      metric: String(metric),
      value: Number(value),
      unit: 'ng',
    }));
    const scenario = labWith([{ ...EXTRACT, gates }, PREP, SEQUENCE, ALIGN]);
    const { facts } = await run({
      scenario,
      plan: () => planOf(mondayPlan()),
      outcome: ({ task }) => (task === 'p1-extract' ? { measured } : undefined),
    });
    expect(outcomes(facts).every((outcome) => outcome.endsWith('delivered'))).toBe(true);
    const told = only(facts, 'sample-measured').flatMap(({ measurements }) => measurements);
    expect(told.map(({ gate }) => gate)).toEqual([
      { min: 50, warn: { min: 80, max: 400 }, verdict: 'warn' },
      { min: 50, warn: { min: 80, max: 400 }, verdict: 'pass' },
      { min: 50, warn: { min: 80, max: 400 }, verdict: 'warn' },
      { warn: { min: 7 }, verdict: 'warn' },
    ]);
    expect(audit(scenario, facts)).toEqual([]);
  });

  test('that are to be done again leave their lot and get a plan of their own', async () => {
    const situations: Situation[] = [];
    const { facts } = await run({
      scenario: labWith([
        EXTRACT,
        { ...PREP, onError: [{ when: ['quality-gate'], action: retry() }] },
        SEQUENCE,
        ALIGN,
      ]),
      plan: (situation, request) => {
        situations.push(situation);
        if (request === 1) return planOf(mondayPlan());
        const [, , ...rest] = mondayPlan();
        return planOf([
          ...rest,
          planned('prep-2', ['o1~2/prep'], onMachine('tc-2'), { start: clock(13), end: clock(15), setup: 1200 }),
          planned('run-2', ['o1~2/sequence'], onPosition('seq/B', 'short', ['o1~2']), {
            start: clock(15, 45),
            end: clock(28, 45),
            setup: 2700,
          }),
          planned('align-2', ['o1~2/align'], onCluster(), { start: clock(28, 45), end: clock(29, 45) }),
        ]);
      },
      outcome: ({ task }) => (task === 'p1-prep' ? { failed: ['o1/s3'], class: 'quality-gate' } : undefined),
    });
    expect(situations[1]?.lots.map((l) => [l.lot, l.samples, l.done.map((d) => d.stage)])).toEqual([
      ['o1', ['o1/s1', 'o1/s2', 'o1/s4'], ['extract', 'prep']],
      ['o1~2', ['o1/s3'], ['extract']],
    ]);
    // The library of s3 is gone; what it has is the extract, kept since 9:04 but for the two hours of work.
    expect(situations[1]?.lots[1]?.keeping).toMatchObject({ material: 'extract', since: clock(11, 24) });
    expect(starts(facts).slice(2)).toEqual([
      // Under way before the new plan came, which passes it over.
      'p1-run@11:24',
      'p2-prep-2@12:40',
      'p2-run-2@15:00',
      'p2-align@25:09',
      'p2-align-2@28:45',
    ]);
    expect(outcomes(facts)).toEqual([...all('delivered').filter((o) => !o.includes('s3')), 'o1/s3 delivered']);
    expect(only(facts, 'order-closed')).toHaveLength(1);
  });
});

describe('other steps', () => {
  const plan = () => planOf(mondayPlan());

  test('without a step that matches, samples are quarantined', async () => {
    const { facts } = await run({
      scenario: aligning([{ when: ['walltime'], action: retry() }]),
      plan,
      outcome: ({ task }) => (task === 'p1-align' ? { failAfter: 1, class: 'disk-full' } : undefined),
    });
    expect(only(facts, 'policy-applied')).toMatchObject([{ step: -1, action: 'quarantine', failure: 'disk-full' }]);
    expect(outcomes(facts)).toEqual(all('quarantined'));
  });

  test('abort cancels the whole order, other lots of it too', async () => {
    const { facts } = await run({
      scenario: labWith([EXTRACT, { ...PREP, onError: [{ action: { do: 'abort' } }] }, SEQUENCE, ALIGN]),
      plan,
      outcome: ({ task }) => (task === 'p1-prep' ? { failed: ['o1/s1'], class: 'corrupt-output' } : undefined),
    });
    expect(outcomes(facts)).toEqual(all('cancelled'));
    expect(starts(facts)).toHaveLength(2);
  });

  test('degrade leaves the optional branch out and delivers the rest as degraded', async () => {
    const variants: Stage = { ...ALIGN, id: id('variants'), after: [id('align')] };
    const structural: Stage = {
      ...ALIGN,
      id: id('structural'),
      after: [id('align')],
      isOptional: true,
      onError: [{ action: { do: 'degrade', skip: id('structural') } }],
    };
    const annotate: Stage = { ...ALIGN, id: id('annotate'), after: [id('structural')], isOptional: true };
    const { facts } = await run({
      scenario: labWith([EXTRACT, PREP, SEQUENCE, ALIGN, structural, annotate, variants]),
      plan: () =>
        planOf([
          ...mondayPlan(),
          planned('sv', ['o1/structural'], onCluster(1), { start: clock(26, 9), end: clock(30, 9) }),
          planned('sv-notes', ['o1/annotate'], onCluster(1), { start: clock(30, 9), end: clock(34, 9) }),
          planned('vc', ['o1/variants'], onCluster(1), { start: clock(26, 9), end: clock(30, 9) }),
        ]),
      outcome: ({ task }) => (task === 'p1-sv' ? { failAfter: HOUR, class: 'tool-error' } : undefined),
    });
    expect(starts(facts).slice(4)).toEqual(['p1-sv@26:09', 'p1-vc@26:09']);
    expect(outcomes(facts)).toEqual(all('delivered-degraded'));
    expect(wall(only(facts, 'run-closed')[0]?.at ?? clock(0))).toBe('30:09');
  });

  test('hold keeps the lot until an operator releases it, then a plan takes it up again', async () => {
    const situations: Situation[] = [];
    const decision = {
      operator: 'op-7',
      reason: 'checked',
      action: { do: 'release-lot', lot: id<never>('o1') },
    } as const;
    const { facts, commands } = await run({
      scenario: labWith([EXTRACT, { ...PREP, onError: [{ action: { do: 'hold' } }] }, SEQUENCE, ALIGN]),
      plan: (situation, request) => {
        situations.push(situation);
        return request === 1
          ? planOf(mondayPlan())
          : planOf(
              mondayPlan()
                .slice(1)
                .map((t) => ({ ...t, start: after(t.start, 4 * HOUR), end: after(t.end, 4 * HOUR) })),
            );
      },
      outcome: ({ task }) => (task === 'p1-prep' ? { failAfter: 0, class: 'tool-error' } : undefined),
      also: [{ type: 'operator-decided', decision, at: clock(12) }],
    });
    expect(commands).toContainEqual({ type: 'move-to-storage', lot: 'o1', condition: 'fridge', at: clock(9, 24) });
    expect(situations.map((s) => s.now)).toEqual([0, clock(12)]);
    // Planned again four hours later: set-up from 13:04. The thermocycler is set up for this family already: 5 min.
    expect(starts(facts).slice(0, 3)).toEqual(['p1-extract@08:00', 'p1-prep@09:04', 'p2-prep@13:04']);
    expect(only(facts, 'task-started')[2]?.setup).toBe(300);
    expect(outcomes(facts)).toEqual(all('delivered'));
  });

  test('a held lot that nobody releases ends when the world has nothing more to tell', async () => {
    const scenario = labWith([
      { ...EXTRACT, hold: { min: duration(0) } },
      { ...PREP, onError: [{ action: { do: 'hold' } }] },
    ]);
    const { facts } = await run({
      scenario,
      plan: () => planOf(mondayPlan().slice(0, 2)),
      outcome: ({ task }) => (task === 'p1-prep' ? { failAfter: 0, class: 'tool-error' } : undefined),
    });
    expect(outcomes(facts)).toEqual(all('cancelled'));
    expect(only(facts, 'run-closed')).toMatchObject([{ reason: 'stopped' }]);
  });

  test('fallback opens the named stage and everything after it, once', async () => {
    const situations: Situation[] = [];
    const scenario = labWith([
      EXTRACT,
      PREP,
      { ...SEQUENCE, onError: [{ when: ['quality-gate'], action: { do: 'fallback', to: id('prep') } }] },
      ALIGN,
    ]);
    const { facts } = await run({
      scenario,
      plan: (situation, request) => {
        situations.push(situation);
        if (request === 1) return planOf(mondayPlan());
        return planOf([
          planned('prep', ['o1/prep'], onMachine('tc-1'), { start: clock(33), end: clock(35), setup: 300 }),
          planned('run', ['o1/sequence'], onPosition('seq/A', 'short', ['o1']), {
            start: clock(36),
            end: clock(49),
            setup: 2700,
          }),
          planned('align', ['o1/align'], onCluster(), { start: clock(49), end: clock(50) }),
        ]);
      },
      outcome: ({ task }) =>
        task.endsWith('run') ? { failed: [1, 2, 3, 4].map((n) => `o1/s${n}`), class: 'quality-gate' } : undefined,
    });
    expect(situations[1]?.lots[0]?.done.map((d) => d.stage)).toEqual(['extract']);
    expect(situations[1]?.lots[0]?.keeping?.material).toBe('extract');
    expect(only(facts, 'policy-applied').map((f) => [f.step, f.action])).toEqual([
      [0, 'fallback'],
      [-1, 'quarantine'],
    ]);
    expect(outcomes(facts)).toEqual(all('quarantined'));
  });

  test('fallback to a stage that does not come before is a quarantine that says so', async () => {
    const { facts } = await run({
      scenario: labWith([
        EXTRACT,
        { ...PREP, onError: [{ action: { do: 'fallback', to: id('align') } }] },
        SEQUENCE,
        ALIGN,
      ]),
      plan,
      outcome: ({ task }) => (task === 'p1-prep' ? { failAfter: 9, class: 'tool-error' } : undefined),
    });
    expect(only(facts, 'sample-closed')[0]?.reason).toBe(
      'prep: tool-error: scripted; no way back to align, which does not come before prep',
    );
  });
});
