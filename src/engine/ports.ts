/** What the engine is connected to: a world that it steers and hears from, and a sink that keeps its facts. */

import type { Seconds } from '../base/index.ts';
import type { Command, Event, Fact, RunIdentity, Scenario, Timed } from '../model/index.ts';
import type { RunState } from './state.ts';
import type { Decision } from './turn.ts';

/**
 * A laboratory, simulated or real.
 *
 * Instants are seconds after the run's epoch. Events come in order of `at`; one stays valid even when the task it names was
 * cancelled meanwhile. The world never sends `opened`: the driver makes it. `closed` says that nothing will ever happen again.
 */
export interface World {
  /** The next event; waits for it as long as it takes. Not called again after the `close` command. */
  next(): Timed<Event> | Promise<Timed<Event>>;
  /**
   * Carry out one command; it takes effect at the instant of the last event. Returns at once: what comes of it arrives as an
   * event, failures too. A timer whose `due` is not ahead fires at once, but after the other events of its
   * instant that the world knows of. `cancel-task` is answered by `task-failed` of class
   * `cancelled`, unless the task ended first. Throws only on programmer errors.
   */
  perform(command: Command): void;
}

/** Where facts go, in the order in which they became true. */
export interface FactSink {
  append(fact: Timed<Fact>): void | Promise<void>;
  /** Resolves when every fact appended so far is durable. */
  flush(): Promise<void>;
}

export interface DriveOptions {
  readonly scenario: Scenario;
  readonly world: World;
  readonly sink: FactSink;
  readonly run: RunIdentity;
  /** Where a run that was cut off goes on; absent: it begins. */
  readonly from?: TakenUp;
}

/** A run as its ledger left it, see `redecide`. */
export interface TakenUp {
  /** After every fact in the ledger and those of `decision`. Consumed. */
  readonly state: RunState;
  /** What is left of the last decision. */
  readonly decision: Decision;
  /** Now; not before the last fact. */
  readonly at: Seconds;
  /** How work that was under way has ended, as far as anybody knows; at `at`. */
  readonly ends: readonly Timed<Event>[];
}
