/**
 * The critical scenarios and edge cases of a laboratory, each by its name. Plans are made without wit: what is seen here is the
 * engine's own. Every run is audited from outside and replayed.
 */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, canonicalJson, duration, interval, seconds, subtract } from '../../src/base/index.ts';
import { replay, stateDigestInput } from '../../src/engine/index.ts';
import {
  FAILURE_CLASSES,
  id,
  type ErrorPolicyStep,
  type Event,
  type Fact,
  type Order,
  type PlannedMaintenance,
  type Scenario,
  type Stage,
  type Timed,
} from '../../src/model/index.ts';
import { naivePlan } from '../simulation/naive-planner.ts';
import { audit } from '../support/audit.ts';
import { ALIGN, EXTRACT, PREP, SEQUENCE, WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { clock, only, runScript, starts, type Record, type Script } from './harness.ts';

const AGAIN: ErrorPolicyStep = {
  when: FAILURE_CLASSES.filter((c) => c !== 'cancelled'),
  action: { do: 'retry', max: 9, backoff: { base: duration(0), factor: 1 }, memoryFactor: 1 },
};

const keeps = (days: number) => ({ min: duration(0), max: duration(days * DAY) });

/** Every stage tries again, and what it makes keeps for a fortnight. */
const STAGES: readonly Stage[] = [
  { ...EXTRACT, hold: keeps(14), onError: [AGAIN] },
  { ...PREP, hold: keeps(14), onError: [AGAIN] },
  { ...SEQUENCE, onError: [AGAIN] },
  { ...ALIGN, onError: [AGAIN] },
];

const labOf = (orders: readonly Order[], stages = STAGES, changes: Partial<Scenario> = {}): Scenario =>
  tinyLab({ orders, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]), ...changes });

interface Trial {
  readonly scenario: Scenario;
  readonly outcome?: NonNullable<Script['outcome']>;
  readonly also?: NonNullable<Script['also']>;
  readonly maintenance?: readonly PlannedMaintenance[];
}

async function run({ maintenance = [], ...trial }: Trial): Promise<Record> {
  const { scenario } = trial;
  const record = await runScript({ ...trial, plan: (situation) => naivePlan(scenario, situation, maintenance) });
  expect(audit(scenario, record.facts)).toEqual([]);
  expect(canonicalJson(stateDigestInput(replay(scenario, record.facts)))).toBe(
    canonicalJson(stateDigestInput(record.state)),
  );
  return record;
}

const outage = (machine: string, from: number, until: number, reason = 'broken'): readonly Timed<Event>[] => [
  { type: 'machine-down', machine: id(machine), reason, expectedUp: seconds(until), at: seconds(from) },
  { type: 'machine-up', machine: id(machine), at: seconds(until) },
];

const outcomes = ({ facts }: Record): ReadonlyMap<string, string> =>
  new Map(only(facts, 'order-closed').map((f) => [f.order, f.outcome]));

const endOf = ({ facts }: Record, name: string): number =>
  only(facts, 'order-closed').find((f) => f.order === name)?.at ?? Infinity;

/** Set-up included, by machine. */
function occupations(facts: readonly Timed<Fact>[]) {
  return only(facts, 'task-started').flatMap((f) => {
    const end = facts.find(
      (e) => (e.type === 'task-finished' || e.type === 'task-failed') && e.task === f.task && e.attempt === f.attempt,
    );
    if (f.placement.kind === 'pool') return [];
    return [{ machine: f.placement.machine as string, start: f.at, end: end?.at ?? Infinity, task: f.task }];
  });
}

const five = ['o1', 'o2', 'o3', 'o4', 'o5'];
const lasting = (name: string, changes: Partial<Order> = {}): Order =>
  order(name, { expires: seconds(25 * DAY), due: seconds(20 * DAY), ...changes });

test('imminent deadlines: an order that can still make its deadline goes before those that have time', async () => {
  // Extraction alone, 64 min each; behind four others o5 would end at 13:20. It must begin by 10:56.
  const [extract] = STAGES;
  const orders = five.map((name) => lasting(name, name === 'o5' ? { deadline: clock(12), due: clock(12) } : {}));
  const record = await run({ scenario: labOf(orders, extract === undefined ? [] : [extract]) });
  expect(endOf(record, 'o5')).toBe(clock(11, 12));
  expect(only(record.facts, 'task-overtook').map((f) => f.task)).toEqual(['p1-o5-extract']);
  expect([...outcomes(record).values()]).toEqual(Array(5).fill('delivered'));
});

test('a deadline that cannot be met any more pushes nobody aside', async () => {
  const orders = five.map((name) => lasting(name, name === 'o5' ? { deadline: clock(12), weight: 0.3 } : {}));
  const record = await run({ scenario: labOf(orders) });
  expect(only(record.facts, 'task-overtook').filter((f) => f.task.includes('o5-extract'))).toEqual([]);
});

test('competing priorities: two STAT orders and an expiring batch all come through', async () => {
  // The plan has the expiring batch third and the STAT orders last, behind two that have weeks.
  const stat = { priority: 'stat', weight: 100, due: clock(30) } as const;
  const orders = [
    lasting('o1'),
    lasting('o2'),
    lasting('o3', { expires: clock(10) }),
    lasting('o4', stat),
    lasting('o5', stat),
  ];
  const record = await run({ scenario: labOf(orders) });
  expect([...outcomes(record).values()]).toEqual(Array(5).fill('delivered'));
  const extractions = only(record.facts, 'task-started').filter((f) => f.task.endsWith('extract'));
  // Each takes 64 min: the STAT orders at 8:00 and 9:04 would leave o3 to 10:08, too late; so it goes before the second.
  expect(extractions.map((f) => f.members[0]?.lot)).toEqual(['o4', 'o3', 'o5', 'o1', 'o2']);
  expect(endOf(record, 'o4')).toBeLessThan(Math.min(...['o1', 'o2', 'o3'].map((name) => endOf(record, name))));
});

test('maintenance windows hold when everything is late', async () => {
  const wash = (side: string): PlannedMaintenance => ({
    id: id(`wash-${side}`),
    maintenance: id('wash'),
    machines: [id(`seq/${side}`)],
    start: seconds(2 * DAY + 9 * HOUR),
    end: seconds(2 * DAY + 11 * HOUR),
  });
  // Fixed on side A, 8-16 on the second Monday, when the backlog of a week of outages is worked off.
  const scenario = labOf(five.map((name) => lasting(name)));
  const also = [...outage('handler-1', clock(8, 30), 4 * DAY), ...outage('seq/B', 4 * DAY, 9 * DAY)];
  const record = await run({ scenario, maintenance: [wash('A'), wash('B')], also });
  const fixed = interval(7 * DAY + 8 * HOUR, 7 * DAY + 16 * HOUR);
  for (const { machine, start, end } of occupations(record.facts)) {
    if (machine === 'seq/A') expect(subtract([interval(start, end)], [fixed])).toEqual([interval(start, end)]);
  }
  const washed = only(record.facts, 'maintenance-started');
  expect(washed.map((f) => f.machines)).toEqual([['seq/A'], ['seq/B']]);
  for (const { at, expectedEnd, machines } of washed) {
    const during = occupations(record.facts).filter(
      (o) => machines.includes(id(o.machine)) && o.start < expectedEnd && o.end > at,
    );
    expect(during).toEqual([]);
  }
  expect([...outcomes(record).values()]).toEqual(Array(5).fill('delivered'));
});

describe('equipment lost in the middle of a run', () => {
  test('fails that run only: what is done stays done, what runs elsewhere goes on', async () => {
    const scenario = labOf([lasting('o1'), lasting('o2')]);
    let first = true;
    const record = await run({
      scenario,
      outcome: ({ work }) => {
        if (work.placement.kind !== 'run' || work.placement.machine !== 'seq/A' || !first) return undefined;
        first = false;
        return { failAfter: 5 * HOUR, class: 'equipment-failure', downFor: 3 * DAY };
      },
    });
    const stages = (lot: string) =>
      only(record.facts, 'task-started')
        .filter((f) => f.members.some((m) => m.lot === lot))
        .map((f) => f.members[0]?.stage);
    const [lost] = only(record.facts, 'task-failed');
    const hit = only(record.facts, 'task-started').find((f) => f.task === lost?.task)?.members[0]?.lot ?? '';
    const other = hit === 'o1' ? 'o2' : 'o1';
    expect(stages(hit)).toEqual(['extract', 'prep', 'sequence', 'sequence', 'align']);
    expect(stages(other)).toEqual(['extract', 'prep', 'sequence', 'align']);
    // It is taken to the other position, not kept for the three days of the repair.
    const second = only(record.facts, 'task-started')
      .filter((f) => f.members[0]?.stage === 'sequence')
      .at(-1);
    expect(second?.placement).toMatchObject({ machine: 'seq/B' });
    expect(second?.at).toBeLessThan((lost?.at ?? 0) + 3 * DAY);
    expect(only(record.facts, 'plan-requested').map((f) => f.reason)).toContain('machine-lost');
    expect([...outcomes(record).values()]).toEqual(['delivered', 'delivered']);
  });

  test('loses no sample of a batch of which one has failed before', async () => {
    const scenario = labOf(
      [lasting('o1')],
      STAGES.map((s) =>
        s.id === 'prep' ? { ...s, onError: [{ when: ['corrupt-output'], action: { do: 'quarantine' } }, AGAIN] } : s,
      ),
    );
    let tries = 0;
    const record = await run({
      scenario,
      outcome: ({ work }) => {
        if (work.members[0]?.stage === 'prep') return { failed: ['o1/s1'], class: 'corrupt-output' };
        return work.placement.kind === 'run' && ++tries === 1
          ? { failAfter: HOUR, class: 'equipment-failure', downFor: HOUR }
          : undefined;
      },
    });
    const ends = new Map(only(record.facts, 'sample-closed').map((f) => [f.sample as string, f.outcome]));
    expect(Object.fromEntries(ends)).toEqual({
      'o1/s1': 'quarantined',
      'o1/s2': 'delivered',
      'o1/s3': 'delivered',
      'o1/s4': 'delivered',
    });
  });
});

test('extreme contention: with all sequencers down but one everything goes through that one, most urgent first', async () => {
  const orders = five.map((name) =>
    lasting(name, name === 'o5' ? { priority: 'stat', weight: 100, due: seconds(2 * DAY) } : {}),
  );
  const scenario = labOf(orders);
  const record = await run({ scenario, also: outage('seq/A', clock(8), 20 * DAY) });
  const runs = only(record.facts, 'task-started').filter((f) => f.placement.kind === 'run');
  expect(runs.map((f) => f.placement.kind === 'run' && f.placement.machine)).toEqual(Array(5).fill('seq/B'));
  expect(runs[0]?.members[0]?.lot).toBe('o5');
  expect([...outcomes(record).values()]).toEqual(Array(5).fill('delivered'));
  expect(endOf(record, 'o5')).toBeLessThanOrEqual(2 * DAY);
});

test('operator absence: nothing attended begins while nobody is there; computing and runs go on', async () => {
  const shortage = {
    id: 'strike',
    of: { kind: 'staff', operators: 3 },
    since: clock(14),
    until: seconds(3 * DAY),
  } as const;
  const record = await run({
    scenario: labOf(five.map((name) => lasting(name))),
    also: [
      { type: 'shortage-began', shortage, reason: 'strike', at: clock(14) },
      { type: 'shortage-ended', shortage: 'strike', at: seconds(3 * DAY) },
    ],
  });
  const during = only(record.facts, 'task-started').filter((f) => f.at >= clock(14) && f.at < 3 * DAY);
  expect(during.filter((f) => f.operators > 0)).toEqual([]);
  expect(during.some((f) => f.placement.kind === 'pool')).toBe(true);
  expect([...outcomes(record).values()]).toEqual(Array(5).fill('delivered'));
});

test('power loss: every machine and computation stops; all is taken up again, nothing done is done twice', async () => {
  const scenario = labOf(five.map((name) => lasting(name)));
  // At 26:00 runs and computations are under way; power is back at 30:00.
  const cut = clock(26);
  const machines = scenario.machines.flatMap((m) => outage(m.id, cut, clock(30), 'power loss'));
  const world = { scenario, also: machines };
  // What runs then is found by a run without the cut.
  const undisturbed = await run({ scenario });
  const running = only(undisturbed.facts, 'task-started').filter(
    (f) => f.at < cut && !undisturbed.facts.some((e) => e.type === 'task-finished' && e.task === f.task && e.at < cut),
  );
  expect(running.length).toBeGreaterThan(1);
  const record = await run({
    ...world,
    outcome: ({ task, attempt }) => {
      const hit = running.find((f) => f.task === task && f.attempt === attempt);
      return hit === undefined
        ? undefined
        : {
            failAfter: cut - hit.at - hit.setup,
            class: hit.placement.kind === 'pool' ? 'node-lost' : 'equipment-failure',
          };
    },
  });
  expect(only(record.facts, 'task-failed')).toHaveLength(running.length);
  expect(only(record.facts, 'plan-requested').filter((f) => f.at === cut)).toHaveLength(1);
  const begun = only(record.facts, 'task-started').filter((f) => f.placement.kind !== 'pool');
  for (const f of begun) expect(f.at < cut || f.at >= clock(30)).toBe(true);
  expect(only(record.facts, 'task-started')).toHaveLength(20 + running.length);
  expect([...outcomes(record).values()]).toEqual(Array(5).fill('delivered'));
});

test('node loss: what ran there fails and is computed again in what is left of the pool', async () => {
  const scenario = labOf([lasting('o1')]);
  const shortage = {
    id: 'node',
    of: { kind: 'pool', pool: id<never>('cluster'), cores: 32, memoryBytes: 128e9, gpus: 0 },
    since: clock(20),
    until: seconds(9 * DAY),
  } as const;
  let tries = 0;
  const record = await run({
    scenario,
    outcome: ({ work }) =>
      work.placement.kind === 'pool' && ++tries === 1 ? { failAfter: 600, class: 'node-lost' } : undefined,
    also: [
      { type: 'shortage-began', shortage, reason: 'node lost', at: clock(20) },
      { type: 'shortage-ended', shortage: 'node', at: seconds(9 * DAY) },
    ],
  });
  expect(starts(record.facts).filter((s) => s.includes('align'))).toHaveLength(2);
  expect(endOf(record, 'o1')).toBeLessThan(3 * DAY);
  expect([...outcomes(record).values()]).toEqual(['delivered']);
});

test('every sequencer down for good: samples end by their limits with a reason, and the run ends', async () => {
  const stages = STAGES.map((s) => (s.id === 'prep' ? { ...s, hold: keeps(1) } : s));
  const scenario = labOf(
    five.map((name) => lasting(name)),
    stages,
  );
  const never = ['seq/A', 'seq/B'].flatMap((m) => outage(m, clock(9), 50 * DAY));
  const record = await run({ scenario, also: never });
  expect([...outcomes(record).values()]).toEqual(Array(5).fill('expired'));
  for (const { reason } of only(record.facts, 'sample-closed'))
    expect(reason).toMatch(/could not start by \d+, the end of its hold or expiry/);
});
