/** A source that nobody reads any more once a signal is given: neither waiting for an answer, nor going on to the next piece. */

import type { ByteSource } from './content-judge.ts';

export function stoppable(source: ByteSource, signal: AbortSignal | undefined): ByteSource {
  if (signal === undefined) return source;
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new Error('it was not read to its end in the time given'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  // Nobody may be waiting when it comes.
  stopped.catch(() => undefined);
  return {
    ...source,
    read: (offset, into) => (signal.aborted ? stopped : Promise.race([stopped, source.read(offset, into)])),
  };
}
