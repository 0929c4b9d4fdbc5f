/** What must hold of every run, on runs in which everything happens that the vocabulary knows of. */

import { describe, expect, test } from 'vitest';

import { DAY, HOUR, canonicalJson, createRandom, duration, seconds, type Random } from '../../src/base/index.ts';
import { decide, initialState, replay, stateDigestInput, step, type RunState } from '../../src/engine/index.ts';
import { liveMembers } from '../../src/engine/lots.ts';
import {
  PRIORITY_CLASSES,
  id,
  type Event,
  type Fact,
  type LotId,
  type OrderId,
  type PlanReason,
  type Scenario,
  type Shortage,
  type StageId,
  type TaskId,
  type Timed,
} from '../../src/model/index.ts';
import { TROUBLED } from '../simulation/lab.ts';
import { naivePlan } from '../simulation/naive-planner.ts';
import { audit } from '../support/audit.ts';
import { WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';
import { RUN, only, runScript, type Outcome, type Script } from './harness.ts';

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random.uniform() * items.length)] as T;

function laboratory(): Scenario {
  const orders = Array.from({ length: 12 }, (_, k) => {
    const release = seconds(8 * HOUR + k * 2 * HOUR);
    const late = k % 3 === 2 ? { announced: seconds(release - 2 * HOUR) } : {};
    return order(`o${k + 1}`, { release, expires: seconds(release + 7 * DAY), ...late });
  });
  const lab = tinyLab({ orders, workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages: TROUBLED }]]) });
  const chiller = { name: 'chiller', unit: 'degC', expected: 4, sd: 0.5, worse: 'higher' } as const;
  return {
    ...lab,
    machines: lab.machines.map((m) => (m.reliability === undefined ? m : { ...m, signals: [chiller] })),
  };
}

/** Everything at random: failures of tasks and samples, outages, shortages, telemetry, prognoses, changed priorities. */
function disturbances(scenario: Scenario, random: Random): readonly Timed<Event>[] {
  const events: Timed<Event>[] = scenario.orders.flatMap(({ id: name, announced }) =>
    announced === undefined ? [] : [{ type: 'order-announced', order: name, at: announced } as const],
  );
  const when = () => Math.floor(random.uniform() * 6 * DAY);
  for (let k = 0; k < 3; k++) {
    const [at, length] = [when(), Math.ceil(random.uniform() * DAY)];
    const of: Shortage['of'] =
      k === 0
        ? { kind: 'staff', operators: 2 }
        : { kind: 'pool', pool: id('cluster'), cores: 40, memoryBytes: 64e9, gpus: 0 };
    // The end that is announced is not the one that comes.
    const shortage = { id: `gap-${k}`, of, since: seconds(at), until: seconds(at + 2 * HOUR) };
    events.push({ type: 'shortage-began', shortage, reason: 'random', at: seconds(at) });
    events.push({ type: 'shortage-ended', shortage: shortage.id, at: seconds(at + length) });
  }
  for (const machine of ['handler-1', 'tc-1', 'seq/A']) {
    const at = when();
    const reason = pick(random, ['broken', 'power loss']);
    events.push({
      type: 'machine-down',
      machine: id(machine),
      reason,
      expectedUp: seconds(at + HOUR),
      at: seconds(at),
    });
    events.push({ type: 'machine-up', machine: id(machine), at: seconds(at + Math.ceil(random.uniform() * 9 * HOUR)) });
  }
  for (let k = 0; k < 20; k++) {
    const value = 4 + (k > 10 ? 1.5 : 0) + random.uniform() - 0.5;
    events.push({ type: 'telemetry', machine: id('seq/A'), signal: 'chiller', value, at: seconds(k * 5 * HOUR) });
  }
  const prognosis = { machine: id<never>('seq/B'), horizon: duration(DAY), probability: 0.3, source: 'random' };
  events.push({ type: 'prognosis', prognosis, at: seconds(when()) });
  for (let k = 0; k < 3; k++) {
    const action = {
      do: 'set-priority',
      order: pick(random, scenario.orders).id,
      priority: pick(random, PRIORITY_CLASSES),
    } as const;
    events.push({
      type: 'operator-decided',
      decision: { operator: 'op', reason: 'random', action },
      at: seconds(when()),
    });
  }
  events.push({
    type: 'operator-decided',
    decision: { operator: 'op', reason: 'random', action: { do: 'cancel-order', order: id<OrderId>('o4') } },
    at: seconds(when()),
  });
  return events;
}

function troubles(random: Random): NonNullable<Script['outcome']> {
  return ({ work }): Outcome | undefined => {
    const u = random.uniform();
    const isCompute = work.placement.kind === 'pool';
    if (u < 0.08) return { failAfter: 600, class: isCompute ? 'out-of-memory' : 'transient' };
    const sample = work.members[0]?.samples[0];
    return u < 0.16 && sample !== undefined ? { failed: [sample], class: 'quality-gate' } : undefined;
  };
}

async function disturbed(seed: number) {
  const scenario = laboratory();
  const random = createRandom(seed);
  const record = await runScript({
    scenario,
    plan: (situation, request) => (request % 7 === 5 ? undefined : naivePlan(scenario, situation)),
    outcome: troubles(random.split('tasks')),
    also: disturbances(scenario, random.split('world')),
  });
  return { scenario, ...record };
}

const digest = (state: RunState): string => canonicalJson(stateDigestInput(state));

describe('whatever happens', () => {
  test('a run keeps the rules, ends with a verdict on every sample, and its ledger replays to the same state', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const { scenario, facts, state } = await disturbed(seed);
      expect({ seed, faults: audit(scenario, facts) }).toEqual({ seed, faults: [] });
      expect(`seed ${seed} ${digest(replay(scenario, facts))}`).toBe(`seed ${seed} ${digest(state)}`);
      for (const { reason } of only(facts, 'sample-closed')) expect(reason).not.toBe('');
      for (const fact of facts) seen.add(fact.type);
      for (const { reason } of only(facts, 'plan-requested')) seen.add(reason);
    }
    // The runs are worth judging.
    const wanted: readonly (Fact['type'] | PlanReason)[] = [
      'order-announced',
      'task-overtook',
      'policy-applied',
      'lot-stored',
      'plan-refused',
      'machine-down',
      'shortage-began',
      'shortage-ended',
      'telemetry-read',
      'prognosis-received',
      'hazard-assessed',
      'arrival',
      'machine-lost',
      'shortage',
      'priority',
      'hazard',
      'recovery',
      'deviation',
    ];
    for (const kind of wanted) expect(seen, kind).toContain(kind);
  });

  test('the same events twice give the same facts, byte by byte', async () => {
    const [first, second] = [await disturbed(3), await disturbed(3)];
    expect(canonicalJson(second.facts as never)).toBe(canonicalJson(first.facts as never));
  });

  test('deciding changes nothing, and what is kept up to date agrees with what is looked up anew', async () => {
    const { scenario, events } = await disturbed(2);
    const state = initialState(scenario);
    for (const [k, event] of [{ type: 'opened', run: RUN, at: seconds(0) } as const, ...events].entries()) {
      // Copies are dear: every eleventh event.
      if (k % 11 === 0) {
        const before = digest(state);
        const decided = canonicalJson(decide(state, event) as never);
        expect(digest(state)).toBe(before);
        expect(canonicalJson(step(state, event) as never)).toBe(decided);
      } else step(state, event);
      checkAgenda(state);
    }
    expect(state.phase).toBe('closed');
  });
});

/** All stages before are done, those that are skipped passed through. */
function areDone(state: RunState, name: LotId, stage: StageId): boolean {
  const lot = state.lots.get(name);
  const stages = lot === undefined ? [] : (state.scenario.workflows.get(lot.route)?.stages ?? []);
  return (stages.find((s) => s.id === stage)?.after ?? []).every((before) => {
    const status = lot?.stages.get(before)?.status;
    return status === 'done' || (status === 'skipped' && areDone(state, name, before));
  });
}

/** Heads of queues and ready lists by their definitions. */
function checkAgenda(state: RunState): void {
  const bound = [...state.running, ...state.maintenance].filter(([, { attendance }]) => attendance.length > 0);
  expect(new Map(state.attending)).toEqual(new Map(bound.map(([name, { attendance }]) => [name, attendance])));
  const { plan } = state;
  if (plan === undefined) return;
  const live = (task: TaskId) => liveMembers(state, task, plan.tasks.get(task)?.task.members ?? []);
  const isReady = (task: TaskId): boolean =>
    live(task).some(({ lot: name, stage }) => {
      const lot = state.lots.get(name);
      return lot !== undefined && state.orders.get(lot.order)?.isReceived === true && areDone(state, name, stage);
    });
  for (const machine of state.machines.values()) {
    expect(machine.ready).toEqual(machine.queue.filter(isReady));
    const head = machine.queue.find((task) => plan.maintenance.has(task) || live(task).length > 0);
    expect(machine.queue[machine.head]).toBe(head);
  }
  for (const [name, pool] of state.pools) {
    const planned = [...plan.tasks.values()].filter(
      ({ task }) => task.placement.kind === 'pool' && task.placement.pool === name,
    );
    const ready = planned.filter(({ task }) => isReady(task.id)).toSorted((a, b) => a.position - b.position);
    expect(pool.ready).toEqual(ready.map(({ task }) => task.id));
  }
}
