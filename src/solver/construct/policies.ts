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
  keepsFresh: true,
  recipe: 'rate',
  maintenance: 'due',
  ordersBeforeMaintenance: 0,
};

export const BASELINES: Readonly<Record<'fifo' | 'edd' | 'fifo-batch', Policy>> = {
  fifo: { ...BALANCED, rule: 'arrival', wait: NONE, joinPatience: 0, keepsFresh: false, recipe: 'finish' },
  edd: { ...BALANCED, rule: 'due', wait: NONE, joinPatience: 0, keepsFresh: false, recipe: 'finish' },
  'fifo-batch': {
    ...BALANCED,
    rule: 'arrival',
    wait: UNLIMITED,
    groupSize: 1000,
    respectsDue: false,
    joinPatience: UNLIMITED,
    keepsFresh: false,
    recipe: 'fill',
  },
};

/**
 * Every portfolio goes through these first. The order is by measurement (ADR 0003): each one is what most improves the best
 * of those before it, over the example laboratories and generated ones of 34 to 110 orders; the rest is there for kinds of
 * laboratories that were not among them (scarce runs, crowded maintenance windows).
 */
export const PORTFOLIO: readonly Policy[] = [
  { ...BASELINES.edd, keepsFresh: true },
  { ...BALANCED, rule: 'due', groupSize: 8, sharesPreparation: false, recipe: 'finish' },
  { ...BALANCED, rule: 'weight', wait: 0, groupSize: 64, sharesPreparation: false, recipe: 'fill' },
  { ...BALANCED, rule: 'slack', wait: 0, groupSize: 8, recipe: 'fill' },
  { ...BASELINES.edd, keepsFresh: true, joinPatience: 2 * DAY },
  { ...BALANCED, rule: 'expiry', wait: 0, groupSize: 8, ordersBeforeMaintenance: UNLIMITED },
  { ...BALANCED, rule: 'weight', wait: 6 * HOUR, groupSize: 8, sharesPreparation: false },
  { ...BALANCED, rule: 'expiry', wait: 6 * HOUR, groupSize: 8, sharesPreparation: false, recipe: 'finish' },
  { ...BASELINES.edd, keepsFresh: true, rule: 'weight', joinPatience: 2 * DAY, maintenance: 'early' },
  { ...BALANCED, maintenance: 'late' },
  { ...BALANCED, rule: 'due', wait: 3 * DAY, groupSize: 32 },
  { ...BALANCED, rule: 'arrival', wait: 2 * DAY, groupSize: 64, maintenance: 'early' },
  { ...BALANCED, rule: 'expiry', recipe: 'finish', ordersBeforeMaintenance: UNLIMITED },
  { ...BALANCED, rule: 'due', wait: 7 * DAY, groupSize: 64, recipe: 'fill' },
  BASELINES.fifo,
  BASELINES['fifo-batch'],
];
