/** What machines report of themselves after work: readings around what is expected, shifted once something is wrong. */

import type { Signal } from '../model/index.ts';
import type { Draw } from './draws.ts';
import { normalQuantile } from './normal.ts';

export interface ReadingOptions {
  readonly signal: Signal;
  /** The work after which it is read. */
  readonly key: string;
  /** Standard deviations towards the bad side; `side` decides where either side is bad. */
  readonly shift: number;
  readonly side: 1 | -1;
  readonly draw: Draw;
}

/** Normal around `expected`, in six significant digits: no sensor gives more. */
export function readingOf({ signal, key, shift, side, draw }: ReadingOptions): number {
  const { name, expected, sd, worse } = signal;
  const noise = normalQuantile(draw('reading', `${key}@${name}`));
  const towards = worse === 'either' ? side : worse === 'higher' ? 1 : -1;
  return Number((expected + sd * (noise + towards * shift)).toPrecision(6));
}
