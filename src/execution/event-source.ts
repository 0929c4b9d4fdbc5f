/**
 * Events on their way to the engine: what was promised and what timers bring, in the order in which it happened, each
 * with its instant in whole seconds since the run's epoch. Instants never fall.
 */

import { seconds, type Clock, type Seconds } from '../base/index.ts';
import type { Event, Timed } from '../model/index.ts';
import type { Timers } from './ports.ts';

export interface EventSource {
  now(): Seconds;
  /** An event to come. A rejection is a bug: `next` rejects with it from then on. */
  promise(event: Promise<Event>): void;
  /** At `due`, or at once where that is past: then in the order of the calls. */
  schedule(due: Seconds, event: Event): void;
  /** The next event; `closed` where none can come any more. One reader, one call at a time. */
  next(): Promise<Timed<Event>>;
  /** Take back what is scheduled. Resolves when every promise has settled. */
  close(): Promise<void>;
}

export interface EventSourceOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Instant 0, in milliseconds since 1970. */
  readonly epochMs: number;
  /** No event is earlier. */
  readonly notBefore?: Seconds;
}

export function createEventSource({ clock, timers, epochMs, notBefore }: EventSourceOptions): EventSource {
  const arrived: Timed<Event>[] = [];
  const promised = new Set<Promise<void>>();
  const scheduled = new Set<() => void>();
  let fault: { readonly error: unknown } | undefined;
  let wake = (): void => {};

  let latest: number = notBefore ?? 0;
  // Not before `earliest` nor the last answer: timers fire a little early, and wall clocks step back.
  const instant = (earliest: number): Seconds => {
    latest = Math.max(latest, earliest, Math.floor((clock.nowMs() - epochMs) / 1000));
    return seconds(latest);
  };
  const tell = (event: Event, earliest: number): void => {
    arrived.push({ ...event, at: instant(earliest) });
    wake();
  };

  return {
    now: () => instant(0),

    promise(event) {
      const told = event.then(
        (value) => {
          // First of all: a reader that has this event must not wait for it again.
          promised.delete(told);
          tell(value, 0);
        },
        (error: unknown) => {
          fault ??= { error };
          wake();
        },
      );
      promised.add(told);
    },

    schedule(due, event) {
      const delayMs = epochMs + due * 1000 - clock.nowMs();
      if (delayMs <= 0) return tell(event, due);
      const cancel = timers.start(delayMs, () => {
        scheduled.delete(cancel);
        tell(event, due);
      });
      scheduled.add(cancel);
    },

    async next() {
      for (;;) {
        if (fault !== undefined) throw fault.error;
        const event = arrived.shift();
        if (event !== undefined) return event;
        if (promised.size + scheduled.size === 0) return { type: 'closed', at: instant(0) };
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },

    async close() {
      for (const cancel of scheduled) cancel();
      scheduled.clear();
      await Promise.all(promised);
    },
  };
}
