/** Set-up tables by the states that a problem mentions; machines with the same rules and states share one. */

import type { Changeover, Scenario } from '../../model/index.ts';
import type { Mentions, Numbering } from '../columns.ts';

export class SetupTables {
  readonly #changeovers: readonly Changeover[];
  /** Per machine: machines with the same rules have the same number. */
  readonly #rules: readonly number[];
  readonly #stateNames: Numbering;
  /** Tables that were asked for, by rules and states. */
  readonly #tables = new Map<string, Float64Array>();

  constructor({ machines }: Scenario, stateNames: Numbering) {
    this.#stateNames = stateNames;
    this.#changeovers = machines.map((machine) => machine.changeover);
    const numbers = new Map<string, number>();
    this.#rules = this.#changeovers.map((changeover) => {
      const key = JSON.stringify([changeover.default, changeover.rules]);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
  }

  /** `states`: of each machine. Returns where each machine's table starts, and the tables one after the other. */
  columns(states: readonly Mentions[]): { readonly firstSetup: Int32Array; readonly setupTime: Float64Array } {
    const firstSetup = new Int32Array(states.length);
    const starts = new Map<string, number>();
    const tables: Float64Array[] = [];
    let length = 0;
    states.forEach(({ things }, machine) => {
      const key = `${this.#rules[machine]}:${things.join()}`;
      const known = starts.get(key);
      firstSetup[machine] = known ?? length;
      if (known !== undefined) return;
      starts.set(key, length);
      const table = this.#table(key, machine, things);
      tables.push(table);
      length += table.length;
    });
    const setupTime = new Float64Array(length);
    let filled = 0;
    for (const table of tables) {
      setupTime.set(table, filled);
      filled += table.length;
    }
    return { firstSetup, setupTime };
  }

  #table(key: string, machine: number, things: readonly number[]): Float64Array {
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const names = this.#stateNames.names();
    const table = tableOf(
      this.#changeovers[machine] as Changeover,
      things.map((state) => names[state] as string),
    );
    this.#tables.set(key, table);
    return table;
  }
}

function tableOf(changeover: Changeover, states: readonly string[]): Float64Array {
  const known = states.flatMap((from) => states.map((to) => changeoverTime(changeover, from, to)));
  // The last row: an unknown state takes the default.
  return Float64Array.from([...known, ...states.map(() => changeover.default)]);
}

function changeoverTime(changeover: Changeover, from: string, to: string): number {
  const matches = (pattern: string, state: string) => pattern === '*' || pattern === state;
  const rule = changeover.rules.find((r) => matches(r.from, from) && matches(r.to, to));
  return rule?.time ?? changeover.default;
}
