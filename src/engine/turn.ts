/**
 * One event's worth of deciding. A recorded fact is applied at once, so that every rule sees what the rules before it
 * brought about; rules read the state and record facts, they never change it themselves.
 */

import type { Seconds } from '../base/index.ts';
import type { Command, Fact, Timed } from '../model/index.ts';
import { apply } from './apply.ts';
import type { RunState } from './state.ts';

/** What an event comes to: facts in order, and what is asked of the world once they are on record. */
export interface Decision {
  readonly facts: readonly Timed<Fact>[];
  readonly commands: readonly Command[];
}

export interface Turn extends Decision {
  readonly state: RunState;
  readonly now: Seconds;
  record(fact: Fact): void;
  command(command: Command): void;
}

export function openTurn(state: RunState, now: Seconds): Turn {
  const facts: Timed<Fact>[] = [];
  const commands: Command[] = [];
  return {
    state,
    now,
    facts,
    commands,
    record: (fact) => {
      const timed = { at: now, ...fact };
      facts.push(timed);
      apply(state, timed);
    },
    command: (command) => void commands.push(command),
  };
}
