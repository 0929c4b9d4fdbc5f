/** The timers that commands have set and that nobody has heard yet: soonest first, of one instant the one set first. */

import type { Seconds } from '../base/index.ts';
import type { Command } from '../model/index.ts';

export interface PendingTimer {
  readonly timer: string;
  readonly due: Seconds;
}

export interface PendingTimers {
  /** Takes in what is set; one that is pending already stays as it is, as in the driver. */
  set(commands: readonly Command[]): void;
  /** The first one that is due before `instant`, taken out. */
  takeBefore(instant: number): PendingTimer | undefined;
  /** The first one due at or before `instant` that fits, taken out. */
  take(instant: Seconds, fits: (timer: string) => boolean): PendingTimer | undefined;
  clear(): void;
}

export function createPendingTimers(): PendingTimers {
  const pending: PendingTimer[] = [];
  const names = new Set<string>();

  const removeAt = (place: number): PendingTimer | undefined => {
    const [taken] = place < 0 ? [] : pending.splice(place, 1);
    if (taken !== undefined) names.delete(taken.timer);
    return taken;
  };

  return {
    set(commands) {
      for (const command of commands) {
        if (command.type !== 'set-timer' || names.has(command.timer)) continue;
        const { timer, due } = command;
        names.add(timer);
        pending.splice(placeAfter(pending, due), 0, { timer, due });
      }
    },
    takeBefore: (instant) => removeAt((pending[0]?.due ?? Infinity) < instant ? 0 : -1),
    take: (instant, fits) => removeAt(pending.findIndex(({ timer, due }) => due <= instant && fits(timer))),
    clear() {
      pending.length = 0;
      names.clear();
    },
  };
}

/** Behind all that are due no later. */
function placeAfter(pending: readonly PendingTimer[], due: Seconds): number {
  let low = 0;
  let high = pending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pending[middle]?.due ?? Infinity) <= due) low = middle + 1;
    else high = middle;
  }
  return low;
}
