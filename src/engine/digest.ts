/** The whole state as one plain value, so that a replayed run can be compared with the one that was lived. */

import type { Json } from '../base/index.ts';
import { isToDo } from './agenda.ts';
import type { MachineState, RunState } from './state.ts';

/**
 * Equal for equal states; fit for `canonicalJson`. The scenario is left out: both sides are given the same one. What has
 * dropped out of a queue, and what follows from the rest, is left out too.
 */
export function stateDigestInput(state: RunState): Json {
  const { plan, planning } = state;
  return plain({
    now: state.now,
    phase: state.phase,
    run: state.run,
    openOrders: state.openOrders,
    orders: state.orders,
    lots: state.lots,
    machines: mapValues(state.machines, (m) => machineInput(state, m)),
    pools: mapValues(state.pools, ({ cores, memoryBytes, gpus }) => ({ cores, memoryBytes, gpus })),
    shortages: state.shortages,
    priorities: state.priorities,
    running: state.running,
    maintenance: state.maintenance,
    planning,
    plan,
  });
}

const machineInput = (state: RunState, machine: MachineState): object => ({
  ...machine,
  head: undefined,
  ready: undefined,
  queue: machine.queue.slice(machine.head).filter((id) => isToDo(state, id)),
});

function mapValues<K, V>(map: ReadonlyMap<K, V>, change: (value: V) => unknown): ReadonlyMap<K, unknown> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

/** Maps as objects, sets as sorted arrays; undefined members are left out. */
function plain(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(plain).toSorted();
  if (Array.isArray(value)) return value.map(plain);
  const members = Object.entries(value as object).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}
