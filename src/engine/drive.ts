/** The loop around the engine: events in, facts written ahead, commands out. The same for every world. */

import { seconds } from '../base/index.ts';
import type { Command, Event, Timed } from '../model/index.ts';
import { initialState } from './initial-state.ts';
import type { DriveOptions } from './ports.ts';
import type { RunState } from './state.ts';
import { step } from './step.ts';
import { takeUp } from './take-up.ts';
import type { Decision } from './turn.ts';

/**
 * Drives a run from its opening at instant 0, or from where its ledger left it, to its end, and returns the last state. Facts are
 * durable before a command that acts on the world is performed. Rejects with what the sink or the world rejects with; the run
 * can then be taken up again from its ledger.
 */
export async function drive({ scenario, world, sink, run, from }: DriveOptions): Promise<RunState> {
  const state = from?.state ?? initialState(scenario);
  const timers = new Set<string>();
  const carryOut = async ({ facts, commands }: Decision): Promise<void> => {
    for (const fact of facts) await sink.append(fact);
    if (commands.some(actsOnWorld)) await sink.flush();
    for (const command of commands) {
      if (command.type === 'set-timer') {
        if (timers.has(command.timer)) continue;
        timers.add(command.timer);
      }
      world.perform(command);
    }
  };
  const hear = (event: Timed<Event>): Promise<void> => {
    if (event.type === 'timer') timers.delete(event.timer);
    return carryOut(step(state, event));
  };

  if (from === undefined) await hear({ type: 'opened', run, at: seconds(0) });
  else {
    const { facts, commands } = from.decision;
    await carryOut({ facts, commands: [...commands.filter(isNotToldAgain), ...takeUp(state, from.at)] });
    for (const end of from.ends) await hear(end);
  }
  while (state.phase !== 'closed') await hear(await world.next());
  await sink.flush();
  return state;
}

const actsOnWorld = (command: Command): boolean => command.type !== 'set-timer' && command.type !== 'request-plan';

/** Of a decision that was not on record in full, so that nothing of it was carried out; `takeUp` says the rest anew. */
const isNotToldAgain = ({ type }: Command): boolean =>
  type === 'start-task' || type === 'move-to-storage' || type === 'close';
