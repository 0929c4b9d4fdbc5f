/** A run's state from its ledger. */

import type { Fact, Scenario, Timed } from '../model/index.ts';
import { apply } from './apply.ts';
import { initialState } from './initial-state.ts';
import type { RunState } from './state.ts';

/** Law: for the facts of a run, in order, this is the state that the run was in after the last of them. */
export function replay(scenario: Scenario, facts: Iterable<Timed<Fact>>): RunState {
  let state = initialState(scenario);
  for (const fact of facts) state = apply(state, fact);
  return state;
}
