/**
 * Group commit: whoever waits for durability while a write is under way shares the next one.
 *
 * A write takes everything queued when it begins. So all calls made before that can share one promise, and a call with nothing
 * queued waits at most for the write under way.
 */

export interface GroupCommit {
  /** Resolves when everything queued before the call is durable; rejects as the write that would have made it so. */
  flush(): Promise<void>;
}

export interface GroupCommitOptions {
  hasQueued(): boolean;
  /** Takes all that is queued, and resolves when that is durable. Called again only after it has settled. */
  write(): Promise<void>;
}

export function createGroupCommit({ hasQueued, write }: GroupCommitOptions): GroupCommit {
  let underWay: Promise<void> | undefined;
  let upcoming: Promise<void> | undefined;

  const begin = (): Promise<void> => {
    upcoming = undefined;
    const writing = write();
    underWay = writing;
    const end = () => {
      underWay = undefined;
    };
    writing.then(end, end);
    return writing;
  };

  return {
    flush() {
      if (upcoming !== undefined) return upcoming;
      if (!hasQueued()) return underWay ?? Promise.resolve();
      // Not at once: whoever appends and flushes in the same turn of the event loop is in the same write.
      const before = underWay?.catch(() => {}) ?? Promise.resolve();
      upcoming = before.then(begin);
      return upcoming;
    },
  };
}
