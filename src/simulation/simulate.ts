/** A whole run in the virtual world, from its opening to its end. */

import type { Seconds } from '../base/index.ts';
import { drive, type FactSink, type RunState } from '../engine/index.ts';
import type { RunIdentity } from '../model/index.ts';
import { createSimulatedWorld, type SimulatedWorldOptions } from './world.ts';

export interface SimulateOptions extends SimulatedWorldOptions {
  readonly sink: FactSink;
  readonly run: RunIdentity;
}

export interface SimulatedRun {
  readonly state: RunState;
  /** How many. */
  readonly facts: number;
  /** Instant of the last fact. */
  readonly end: Seconds;
}

/** The same scenario, planner answers, seed and identity give the same facts. Rejects with what the sink rejects with. */
export async function simulate({ sink, run, ...options }: SimulateOptions): Promise<SimulatedRun> {
  let facts = 0;
  const counting: FactSink = {
    append: (fact) => {
      facts++;
      return sink.append(fact);
    },
    flush: () => sink.flush(),
  };
  const world = createSimulatedWorld(options);
  const state = await drive({ scenario: options.scenario, world, sink: counting, run });
  return { state, facts, end: state.now };
}
