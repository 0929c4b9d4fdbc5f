/**
 * What a world that has forgotten everything must be told again, for a run to go on from where its facts have brought it.
 *
 * What ran is not among it: how it ended, only whoever finds its results can tell.
 */

import { between, duration, type Seconds } from '../base/index.ts';
import type { Command } from '../model/index.ts';
import { armLimit } from './limits.ts';
import { askAgain } from './planning.ts';
import type { RunState } from './state.ts';
import { wakeAt } from './step.ts';
import { openTurn } from './turn.ts';

/** Comes to no fact. `now` >= the instant of the last one. */
export function takeUp(state: RunState, now: Seconds): readonly Command[] {
  if (state.phase !== 'open') return [];
  const turn = openTurn(state, now);
  for (const lot of state.lots.keys()) armLimit(turn, lot);
  for (const [task, { maintenance, machines, expectedEnd }] of state.maintenance) {
    const rest = duration(Math.max(0, between(now, expectedEnd)));
    turn.command({ type: 'start-maintenance', task, maintenance, machines, duration: rest });
  }
  askAgain(turn);
  wakeAt(turn, now);
  return turn.commands;
}
