/** Machines: calendars from now on, set-up tables by state, reliability. */

import { interval, intersect, NEVER, normalise } from '../../../../src/base/index.ts';
import type { Changeover, Machine, MachineSituation, Scenario, Situation } from '../../../../src/model/index.ts';
import { bytes, ints, numbers, rowStarts, type Numbering } from './columns.ts';
import { NONE, type Machines } from '../../../../src/solver/problem.ts';
import { STAFF } from './resources.ts';

/** Call it after all modes are written: `states` then names every state that a machine can take. */
export function formulateMachines(scenario: Scenario, situation: Situation, states: readonly Numbering[]): Machines {
  const { machines } = scenario;
  const situations = new Map(situation.machines.map((m) => [m.machine, m]));
  const calendars = machines.map((machine) => {
    const from = Math.max(situation.now, situations.get(machine.id)?.freeFrom ?? -NEVER);
    return intersect(normalise(machine.available), [interval(from, NEVER)]);
  });
  const setups = new SetupTables();
  const initial = machines.map((machine, number) => initialState(machine, situations.get(machine.id), states[number]));
  const firstSetup = machines.map((machine, number) => setups.add(machine.changeover, states[number]?.names() ?? []));
  const reliability = machines.map((machine) => machine.reliability);
  return {
    count: machines.length,
    firstInterval: rowStarts(
      calendars.flatMap((calendar, number) => calendar.map(() => number)),
      machines.length,
    ),
    intervalStart: numbers(calendars.flatMap((calendar) => calendar.map((i) => i.start))),
    intervalEnd: numbers(calendars.flatMap((calendar) => calendar.map((i) => i.end))),
    states: ints(states.map((s) => s.count)),
    initialState: ints(initial.map((state, number) => state ?? states[number]?.count ?? 0)),
    firstSetup: ints(firstSetup),
    setupTime: numbers(setups.times),
    setupResource: ints(machines.map((machine) => (machine.changeover.operators > 0 ? STAFF : NONE))),
    setupAmount: numbers(machines.map((machine) => machine.changeover.operators)),
    isScarce: bytes(machines.map((machine) => (machine.kind === 'position' ? 1 : 0))),
    failureShape: numbers(reliability.map((r) => r?.shape ?? 0)),
    failureScale: numbers(reliability.map((r) => r?.scale ?? 1)),
    failureAge: numbers(reliability.map((r) => r?.age ?? 0)),
    failureHazard: numbers(reliability.map((r) => r?.hazardMultiplier ?? 1)),
    failureRenewal: numbers(reliability.map((r) => r?.renewal ?? 0)),
    repairMean: numbers(reliability.map((r) => r?.repair.mean ?? 0)),
  };
}

function initialState(machine: Machine, now: MachineSituation | undefined, states: Numbering | undefined) {
  const state = now?.state ?? machine.initialState;
  return state === undefined ? undefined : states?.of(state);
}

/** Set-up tables, one for machines with the same rules and states. */
class SetupTables {
  readonly times: number[] = [];
  readonly #known = new Map<string, number>();

  /** Where the table for these rules and states starts. */
  add(changeover: Changeover, states: readonly string[]): number {
    const key = JSON.stringify([changeover.default, changeover.rules, states]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const first = this.times.length;
    this.#known.set(key, first);
    for (const from of states) for (const to of states) this.times.push(changeoverTime(changeover, from, to));
    // The last row: an unknown state takes the default.
    states.forEach(() => this.times.push(changeover.default));
    return first;
  }
}

function changeoverTime(changeover: Changeover, from: string, to: string): number {
  const matches = (pattern: string, state: string) => pattern === '*' || pattern === state;
  const rule = changeover.rules.find((r) => matches(r.from, from) && matches(r.to, to));
  return rule?.time ?? changeover.default;
}
