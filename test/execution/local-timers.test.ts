import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createLocalTimers } from '../../src/execution/index.ts';

const DAY_MS = 86_400_000;

describe('a local timer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps delays that setTimeout alone cannot: 100 days are not 1 ms', () => {
    const action = vi.fn();
    createLocalTimers().start(100 * DAY_MS, action);
    vi.advanceTimersByTime(100 * DAY_MS - 1);
    expect(action).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('can be taken back at any time, also after 25 days', () => {
    const action = vi.fn();
    const cancel = createLocalTimers().start(60 * DAY_MS, action);
    vi.advanceTimersByTime(30 * DAY_MS);
    cancel();
    vi.advanceTimersByTime(60 * DAY_MS);
    expect(action).not.toHaveBeenCalled();
  });
});
