import { describe, expect, it } from 'vitest';

import { seconds } from '../../src/base/index.ts';
import { createEventSource } from '../../src/execution/event-source.ts';
import type { Event } from '../../src/model/index.ts';
import { handClock } from './hand-clock.ts';

const timer = (name: string): Event => ({ type: 'timer', timer: name });

function open() {
  const hand = handClock();
  return { hand, source: createEventSource({ ...hand, epochMs: hand.clock.nowMs() }) };
}

describe('events on their way', () => {
  it('are over when nothing was promised, nothing is scheduled and everything was told', async () => {
    const { source } = open();
    expect(await source.next()).toEqual({ type: 'closed', at: 0 });
    source.promise(Promise.resolve(timer('a')));
    expect(await source.next()).toMatchObject({ timer: 'a' });
    expect(await source.next()).toMatchObject({ type: 'closed' });
  });

  it('come in the order in which they happened, not in that of their announcement', async () => {
    const { hand, source } = open();
    source.schedule(seconds(20), timer('late'));
    source.schedule(seconds(10), timer('early'));
    source.schedule(seconds(0), timer('past'));
    hand.advance(10_000);
    hand.advance(10_000);
    const seen = [await source.next(), await source.next(), await source.next()];
    expect(seen).toEqual([
      { type: 'timer', timer: 'past', at: 0 },
      { type: 'timer', timer: 'early', at: 10 },
      { type: 'timer', timer: 'late', at: 20 },
    ]);
  });

  it('wake a reader that waits', async () => {
    const { hand, source } = open();
    source.schedule(seconds(5), timer('a'));
    const next = source.next();
    hand.advance(5_000);
    expect(await next).toEqual({ type: 'timer', timer: 'a', at: 5 });
  });

  it('end in the bug that kept one from coming, again and again', async () => {
    const { source } = open();
    const next = source.next;
    source.promise(Promise.reject(new Error('bug')));
    await expect(next()).rejects.toThrow('bug');
    await expect(next()).rejects.toThrow('bug');
  });

  it('are taken back by closing, which waits for what was promised', async () => {
    const { hand, source } = open();
    const order: string[] = [];
    let keep = (): void => {};
    source.schedule(seconds(5), timer('never'));
    source.promise(
      new Promise<Event>((resolve) => {
        keep = () => resolve(timer('kept'));
      }).then((event) => {
        order.push('kept');
        return event;
      }),
    );
    const closed = source.close().then(() => order.push('closed'));
    hand.advance(10_000);
    keep();
    await closed;
    expect(order).toEqual(['kept', 'closed']);
    expect(await source.next()).toMatchObject({ timer: 'kept' });
    expect(await source.next()).toMatchObject({ type: 'closed' });
  });
});
