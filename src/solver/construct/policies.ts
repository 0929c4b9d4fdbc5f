/** The policies that a portfolio tries, most promising first, and the baselines. */

import { DAY, HOUR } from '../../base/index.ts';
import { NONE } from '../problem.ts';
import type { Policy } from './policy.ts';

const UNLIMITED = 365 * DAY;

const BALANCED: Policy = {
  rule: 'slack',
  wait: DAY,
  groupSize: 16,
  sharesPreparation: true,
  respectsDue: true,
  joinPatience: 2 * DAY,
  recipe: 'rate',
  maintenance: 'due',
  ordersBeforeMaintenance: 0,
};

export const BASELINES: Readonly<Record<'fifo' | 'edd' | 'fifo-batch', Policy>> = {
  fifo: { ...BALANCED, rule: 'arrival', wait: NONE, joinPatience: 0, recipe: 'finish' },
  edd: { ...BALANCED, rule: 'due', wait: NONE, joinPatience: 0, recipe: 'finish' },
  'fifo-batch': {
    ...BALANCED,
    rule: 'arrival',
    wait: UNLIMITED,
    groupSize: 1000,
    respectsDue: false,
    joinPatience: UNLIMITED,
    recipe: 'fill',
  },
};

/** Every construction of a portfolio starts from one of these. */
export const PORTFOLIO: readonly Policy[] = [
  BALANCED,
  { ...BALANCED, rule: 'due', wait: 3 * DAY, groupSize: 32 },
  { ...BALANCED, rule: 'expiry', recipe: 'finish', ordersBeforeMaintenance: UNLIMITED },
  { ...BALANCED, recipe: 'fill', wait: 2 * DAY, groupSize: 64 },
  { ...BALANCED, rule: 'weight', wait: 12 * HOUR, recipe: 'finish' },
  { ...BALANCED, rule: 'slack', wait: 6 * HOUR, groupSize: 8, recipe: 'finish', maintenance: 'late' },
  { ...BALANCED, rule: 'arrival', wait: 2 * DAY, groupSize: 64 },
  { ...BALANCED, rule: 'expiry', wait: 3 * DAY, recipe: 'rate', maintenance: 'early' },
  { ...BALANCED, rule: 'due', sharesPreparation: false, recipe: 'finish' },
  { ...BALANCED, rule: 'due', wait: 7 * DAY, groupSize: 64, recipe: 'fill' },
  BASELINES.edd,
  { ...BALANCED, rule: 'weight', wait: 3 * DAY, groupSize: 32, maintenance: 'late' },
  { ...BALANCED, rule: 'arrival', wait: 5 * DAY, groupSize: 128, recipe: 'rate' },
  BASELINES.fifo,
  { ...BALANCED, rule: 'slack', wait: 0, joinPatience: 0, recipe: 'finish', ordersBeforeMaintenance: UNLIMITED },
  BASELINES['fifo-batch'],
];
