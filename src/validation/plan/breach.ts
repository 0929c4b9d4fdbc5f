/**
 * How a broken plan rule is reported: one code per rule of docs/PLAN-RULES.md, one wording for instants and lengths.
 */

import type { Finding } from '../../base/index.ts';

/** The bracketed codes of docs/PLAN-RULES.md, in its order. */
export const PLAN_RULE_CODES = [
  'UNKNOWN',
  'MISSING',
  'DUPLICATE',
  'LOST-PLANNED',
  'LOST-UNEXPLAINED',
  'FROZEN',
  'RELEASE',
  'PRECEDENCE',
  'HOLD',
  'EXPIRED',
  'DEADLINE',
  'DURATION',
  'START-WINDOW',
  'MODE',
  'SETUP',
  'CALENDAR',
  'OVERLAP',
  'STAFF',
  'BATCH',
  'LANES',
  'INDEX',
  'POOL',
  'MAINTENANCE-WINDOW',
  'MAINTENANCE-MISSING',
  'MAINTENANCE-RUNS',
  'MAINTENANCE-SCOPE',
  'OBJECTIVE',
] as const;

export type PlanRuleCode = (typeof PLAN_RULE_CODES)[number];

export interface Breach {
  readonly code: PlanRuleCode;
  /** `/tasks/TASK`, `/maintenance/OCCURRENCE`, `/lots/LOT/STAGE`, `/machines/MACHINE`, `/lost/ORDER` or `/objective/LEVEL`. */
  readonly path: string;
  /** Names the thing, its value and the limit. */
  readonly message: string;
  readonly hint: string;
}

/** A plan that breaks a rule cannot be carried out as written, so every breach is an error. */
export const breach = (what: Breach): Finding => ({ severity: 'error', ...what });

/** An instant for people: `day 0 08:00:00`, day 0 being the one that begins at the epoch. */
export function when(instant: number): string {
  if (!Number.isSafeInteger(instant)) return `instant ${instant}`;
  const day = Math.floor(instant / 86_400);
  const clock = [3600, 60, 1].map((unit, k) => Math.floor((instant - day * 86_400) / unit) % (k === 0 ? 24 : 60));
  return `day ${day} ${clock.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

/** A length for people: `1 h 4 min`, `45 s`. */
export function long(length: number): string {
  if (!Number.isSafeInteger(length)) return `${length} s`;
  const size = Math.abs(length);
  const parts = [
    { value: Math.floor(size / 3600), unit: 'h' },
    { value: Math.floor(size / 60) % 60, unit: 'min' },
    { value: size % 60, unit: 's' },
  ].filter((part) => part.value > 0);
  const text = parts.map((part) => `${part.value} ${part.unit}`).join(' ');
  return text === '' ? '0 s' : length < 0 ? `-(${text})` : text;
}
