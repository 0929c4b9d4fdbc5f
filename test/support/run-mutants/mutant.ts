/** A clean run with one fault planted in its facts, or in the scenario that they are judged by. */

import {
  planDigest,
  type Fact,
  type Machine,
  type Order,
  type PlannedMaintenance,
  type PlannedTask,
  type Scenario,
  type Stage,
  type Timed,
} from '../../../src/model/index.ts';
import type { RunRuleCode } from '../../../src/validation/index.ts';
import type { CleanRun, CleanRunName } from './clean-runs.ts';

export interface RunMutant {
  readonly code: RunRuleCode;
  readonly name: string;
  readonly of: CleanRunName;
  readonly spoil: (run: CleanRun) => CleanRun;
}

export type FactOf<T extends Fact['type']> = Timed<Extract<Fact, { type: T }>>;
type Facts = readonly Timed<Fact>[];

/** The place of a fact of a type, the first where the test holds. */
export function placeOf<T extends Fact['type']>(
  facts: Facts,
  type: T,
  test: (fact: FactOf<T>) => boolean = () => true,
): number {
  const place = facts.findIndex((f) => f.type === type && test(f as FactOf<T>));
  if (place < 0) throw new Error(`the clean run has no such ${type}`);
  return place;
}

/** What stands in the place of one fact. */
export const instead = <T extends Fact['type']>(
  type: T,
  make: (fact: FactOf<T>) => readonly Timed<Fact>[],
  test?: (fact: FactOf<T>) => boolean,
) =>
  onFacts((facts) => {
    const place = placeOf(facts, type, test);
    return facts.flatMap((f, k) => (k === place ? make(f as FactOf<T>) : [f]));
  });

export const changed = <T extends Fact['type']>(
  type: T,
  change: (fact: FactOf<T>) => Partial<FactOf<T>>,
  test?: (fact: FactOf<T>) => boolean,
) => instead(type, (fact) => [{ ...fact, ...change(fact) } as Timed<Fact>], test);

export const without = <T extends Fact['type']>(type: T, test?: (fact: FactOf<T>) => boolean) =>
  instead(type, () => [], test);

export const onFacts =
  (change: (facts: Facts) => Facts) =>
  ({ scenario, facts }: CleanRun): CleanRun => ({ scenario, facts: change(facts) });

export const onScenario =
  (change: (scenario: Scenario) => Partial<Scenario>) =>
  ({ scenario, facts }: CleanRun): CleanRun => ({ scenario: { ...scenario, ...change(scenario) }, facts });

export const onStage = (name: string, change: (stage: Stage) => object) =>
  onScenario(({ workflows }) => ({
    workflows: new Map(
      [...workflows].map(([key, workflow]) => {
        const stages = workflow.stages.map((s) => (s.id === name ? ({ ...s, ...change(s) } as Stage) : s));
        return [key, { ...workflow, stages }];
      }),
    ),
  }));

export const onMachines = (name: RegExp, change: (machine: Machine) => object) =>
  onScenario(({ machines }) => ({
    machines: machines.map((m) => (name.test(m.id) ? ({ ...m, ...change(m) } as Machine) : m)),
  }));

export const onOrders = (change: (order: Order) => Partial<Order>) =>
  onScenario(({ orders }) => ({ orders: orders.map((o) => ({ ...o, ...change(o) })) }));

/** Without what attempts did: for faults that it would show too. */
export const unrecorded = onFacts((facts) =>
  facts.filter((f) => f.type !== 'execution-recorded' && f.type !== 'bench-recorded'),
);

/** With the digests that changed plans have. */
export function withDigests(facts: Facts): Facts {
  let tasks: PlannedTask[] = [];
  let maintenance: PlannedMaintenance[] = [];
  return facts.map((f) => {
    if (f.type === 'plan-requested') [tasks, maintenance] = [[], []];
    else if (f.type === 'task-planned') tasks.push(f.task);
    else if (f.type === 'maintenance-planned') maintenance.push(f.maintenance);
    else if (f.type === 'plan-adopted') return { ...f, digest: planDigest({ ...f, tasks, maintenance }) };
    return f;
  });
}
