/** What every builder needs to turn times into instants; the rules have made sure that all of them exist. */

import { assert, interval, type Interval, type Seconds } from '../../base/index.ts';
import type { WallClock } from '../wall-clock.ts';

export interface TimeContext {
  readonly clock: WallClock;
  readonly calendarEnd: Seconds;
}

export function instantOf(clock: WallClock, text: string): Seconds {
  const moment = clock.read(text);
  assert(moment.kind === 'ok', `${text} was not checked`);
  return moment.at;
}

export const intervalOf = (clock: WallClock, span: { readonly from: string; readonly to: string }): Interval =>
  interval(instantOf(clock, span.from), instantOf(clock, span.to));
