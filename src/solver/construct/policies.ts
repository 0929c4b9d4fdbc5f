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
 * Every portfolio goes through these first. The order is by measurement (ADR 0008): each one is what most improves the best of
 * those before it, over generated laboratories; the first is also the quickest, since it may be the only
 * one that there is time for; the last two are there for crowded maintenance
 * windows, which were not among them.
 */
export const PORTFOLIO: readonly Policy[] = [
  { ...BALANCED, rule: 'weight', wait: NONE, recipe: 'finish' },
  { ...BALANCED, rule: 'weight', wait: 6 * HOUR, sharesPreparation: false, joinPatience: 0 },
  { ...BASELINES.edd, keepsFresh: true },
  { ...BALANCED, rule: 'due', wait: 0, recipe: 'finish', joinPatience: 0 },
  { ...BALANCED, rule: 'weight', wait: 0 },
  { ...BALANCED, rule: 'weight', wait: 6 * HOUR, recipe: 'finish' },
  BASELINES.edd,
  { ...BALANCED, rule: 'due', wait: 0, sharesPreparation: false },
  { ...BALANCED, rule: 'weight', wait: 0, sharesPreparation: false },
  { ...BALANCED, rule: 'due', wait: 6 * HOUR, sharesPreparation: false },
  { ...BALANCED, wait: 6 * HOUR, recipe: 'finish', maintenance: 'late' },
  { ...BALANCED, maintenance: 'late' },
  { ...BALANCED, rule: 'weight', recipe: 'finish' },
  { ...BALANCED, rule: 'due', sharesPreparation: false, recipe: 'finish' },
  { ...BALANCED, rule: 'weight', sharesPreparation: false },
  { ...BALANCED, rule: 'due', wait: 0 },
  { ...BALANCED, wait: 0, sharesPreparation: false, maintenance: 'late' },
  { ...BALANCED, rule: 'expiry', wait: 0, groupSize: 8, keepsFresh: false, ordersBeforeMaintenance: UNLIMITED },
  { ...BALANCED, rule: 'expiry', recipe: 'fill', ordersBeforeMaintenance: UNLIMITED, maintenance: 'early' },
];
