/** Events on their way to the engine, in the order in which they happened; closes when nothing more can come. */

import { assert } from '../base/index.ts';
import type { Event, Timed } from '../model/index.ts';

export interface EventQueue {
  /** Something is under way that one `tell` will follow. */
  expect(): void;
  /** What was expected has happened. Instants never fall. */
  tell(event: Timed<Event>): void;
  /** A bug: the reader gets it, now and from then on. */
  fail(error: unknown): void;
  /** The next event; `closed` where nothing is expected any more. One reader, one call at a time. */
  next(): Promise<Timed<Event>>;
}

export function createEventQueue(now: () => Timed<Event>['at']): EventQueue {
  const events: Timed<Event>[] = [];
  let expected = 0;
  let fault: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;

  const wakeReader = (): void => {
    wake?.();
    wake = undefined;
  };

  return {
    expect() {
      expected += 1;
    },
    tell(event) {
      assert(expected > 0, `unexpected event ${event.type}`);
      expected -= 1;
      events.push(event);
      wakeReader();
    },
    fail(error) {
      fault ??= { error };
      wakeReader();
    },
    async next() {
      for (;;) {
        if (fault !== undefined) throw fault.error;
        const event = events.shift();
        if (event !== undefined) return event;
        if (expected === 0) return { type: 'closed', at: now() };
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
