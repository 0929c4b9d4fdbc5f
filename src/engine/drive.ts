/** The loop around the engine: events in, facts written ahead, commands out. The same for every world. */

import { seconds } from '../base/index.ts';
import type { Command, Event, Timed } from '../model/index.ts';
import { initialState } from './initial-state.ts';
import type { DriveOptions } from './ports.ts';
import type { RunState } from './state.ts';
import { step } from './step.ts';

/**
 * Drives a run from its opening at instant 0 to its end, and returns the last state. Facts are durable before a command
 * that acts on the world is performed. Rejects with what the sink or the world rejects with; the run can then be taken up
 * again from its ledger.
 */
export async function drive({ scenario, world, sink, run }: DriveOptions): Promise<RunState> {
  const state = initialState(scenario);
  const timers = new Set<string>();
  let event: Timed<Event> = { type: 'opened', run, at: seconds(0) };
  for (;;) {
    if (event.type === 'timer') timers.delete(event.timer);
    const { facts, commands } = step(state, event);
    for (const fact of facts) await sink.append(fact);
    if (commands.some(actsOnWorld)) await sink.flush();
    for (const command of commands) {
      if (command.type === 'set-timer') {
        if (timers.has(command.timer)) continue;
        timers.add(command.timer);
      }
      world.perform(command);
    }
    if (state.phase === 'closed') break;
    event = await world.next();
  }
  await sink.flush();
  return state;
}

const actsOnWorld = (command: Command): boolean => command.type !== 'set-timer' && command.type !== 'request-plan';
