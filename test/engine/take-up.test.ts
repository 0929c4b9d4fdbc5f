/** Runs that are cut off anywhere and taken up again in a world that has forgotten everything. */

import { describe, expect, test } from 'vitest';

import { mustGet, seconds, type Seconds } from '../../src/base/index.ts';
import { drive, redecide, type TakenUp, type World } from '../../src/engine/index.ts';
import type { Event, Fact, RunIdentity, Scenario, Timed } from '../../src/model/index.ts';
import { endsOf } from '../../src/service/runs/resume.ts';
import { planInThread } from '../../src/solver/index.ts';
import { audit } from '../support/audit.ts';
import { caseOf, scenarioOf } from '../swarm/case.ts';
import { runCase } from '../swarm/run-case.ts';

/** Begins at `from.at` with what a laboratory can see: who is still to come, what is down, what is missing. All goes as planned. */
function worldFrom(scenario: Scenario, { state, at: begin }: TakenUp): World {
  const ahead: { readonly at: Seconds; readonly rank: number; readonly event: Event }[] = [];
  let now = begin;
  const tell = (at: number, event: Event): void => {
    const entry = { at: seconds(Math.max(at, now)), rank: event.type === 'timer' ? 1 : 0, event };
    const place = ahead.findIndex((e) => e.at > entry.at || (e.at === entry.at && e.rank > entry.rank));
    ahead.splice(place < 0 ? ahead.length : place, 0, entry);
  };
  for (const { id: order, announced = 0, release } of scenario.orders) {
    if (!mustGet(state.orders, order).isAnnounced) tell(announced, { type: 'order-announced', order });
    tell(release, { type: 'order-received', order });
  }
  for (const [machine, { down }] of state.machines) {
    if (down !== undefined) tell(down.expectedUp, { type: 'machine-up', machine });
  }
  for (const { id: shortage, until } of state.shortages.values()) tell(until, { type: 'shortage-ended', shortage });
  return {
    next() {
      const next = ahead.shift();
      if (next === undefined) return { type: 'closed', at: now };
      now = next.at;
      return { ...next.event, at: now };
    },
    perform(command) {
      switch (command.type) {
        case 'set-timer':
          return tell(command.due, { type: 'timer', timer: command.timer });
        case 'start-maintenance':
          return tell(now + command.duration, { type: 'maintenance-finished', task: command.task });
        case 'start-task': {
          const { task, attempt, work } = command;
          const result = { executions: [], measurements: [], failedSamples: [] };
          return tell(now + work.setup + work.planned, { type: 'task-finished', task, attempt, result });
        }
        case 'request-plan': {
          const { request, situation } = command;
          const plan = planInThread(scenario, situation, { seed: 1, rule: 'fifo', budget: { iterations: 1 } });
          return tell(now, { type: 'plan-arrived', request, plan });
        }
        default:
          return undefined;
      }
    },
  };
}

interface Resumed {
  readonly facts: readonly Timed<Fact>[];
  readonly at: Seconds;
}

/** `later`: seconds between the last fact and the new beginning. */
async function takenUp(scenario: Scenario, before: readonly Timed<Fact>[], later: number): Promise<Resumed> {
  const again = redecide({ scenario, facts: before });
  if (again.kind === 'differs') throw new Error(again.cause);
  const { state, unfinished: decision } = again;
  const at = seconds(Math.max(state.now, before.at(-1)?.at ?? 0) + later);
  const ends = endsOf({ state, decision, facts: before, published: new Map() }, at);
  const from: TakenUp = { state, decision, at, ends };
  const facts = [...before];
  const sink = { append: (fact: Timed<Fact>) => void facts.push(fact), flush: async () => {} };
  const [opened] = before;
  const run = opened?.type === 'run-opened' ? opened.run : (undefined as unknown as RunIdentity);
  await drive({ scenario, world: worldFrom(scenario, from), sink, run, from });
  return { facts, at };
}

/** Material may have expired while nobody was there: that it is closed only afterwards is true, and no fault of what followed. */
const findings = (scenario: Scenario, facts: readonly Timed<Fact>[], later: number): readonly string[] =>
  audit(scenario, facts).filter((finding) => later === 0 || !finding.includes(' OVERDUE: '));

/** `LOT/STAGE` of tasks that have finished: none may start again, unless a policy took it back. */
function doneTwice(facts: readonly Timed<Fact>[]): readonly string[] {
  const members = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const twice: string[] = [];
  for (const fact of facts) {
    if (fact.type === 'task-started') {
      const stages = fact.members.map((m) => `${m.lot}/${m.stage}`);
      members.set(fact.task, stages);
      twice.push(...stages.filter((stage) => done.has(stage)));
    }
    if (fact.type === 'task-finished') for (const stage of members.get(fact.task) ?? []) done.add(stage);
    // What it takes back is for other tests.
    if (fact.type === 'policy-applied') done.clear();
  }
  return twice;
}

/** About a dozen places, and behind the last record of each of the kinds that belong together. */
function cutsOf(whole: readonly Timed<Fact>[]): readonly number[] {
  const cuts = new Set<number>();
  for (let cut = 1; cut < whole.length; cut += Math.max(13, Math.ceil(whole.length / 12))) cuts.add(cut);
  for (const type of ['task-planned', 'execution-recorded', 'bench-recorded', 'sample-measured']) {
    cuts.add(whole.findLastIndex((fact) => fact.type === type) + 1);
  }
  return [...cuts].filter((cut) => cut > 0).toSorted((a, b) => a - b);
}

describe('a run that is cut off', () => {
  test.each([
    [1, 0],
    [5, 0],
    [13, 7],
    [24, 3600],
    [26, 86_400],
  ])(
    'under seed %i, and taken up again %i s later, keeps the rules, ends, and does nothing twice',
    async (seed, later) => {
      const swarmCase = caseOf(seed);
      const scenario = scenarioOf(swarmCase.document);
      const { facts: whole } = await runCase(swarmCase);
      let tried = 0;
      for (const cut of cutsOf(whole)) {
        const { facts, at } = await takenUp(scenario, whole.slice(0, cut), later);
        const name = `cut at ${cut} of ${whole.length}`;
        expect(facts.slice(0, cut), name).toEqual(whole.slice(0, cut));
        expect(facts.at(-1)?.type, name).toBe('run-closed');
        expect(findings(scenario, facts, later), name).toEqual([]);
        expect(doneTwice(facts), name).toEqual([]);
        expect(redecide({ scenario, facts, resumptions: [{ place: cut, at }] }), name).toMatchObject({ kind: 'same' });
        tried++;
      }
      expect(tried).toBeGreaterThanOrEqual(9);
    },
  );
});
