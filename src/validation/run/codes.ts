/** How a broken rule of a run is reported: one code per rule, listed with its meaning in docs/FINDINGS.md. */

/** In the order of docs/FINDINGS.md, "The run auditor". */
export const RUN_RULE_CODES = [
  'MALFORMED',
  'UNKNOWN',
  'RUN-FRAME',
  'TIME',
  'ATTEMPT',
  'ATTEMPT-RECORD',
  'EXECUTION',
  'EXECUTION-KEY',
  'EXECUTION-INPUT',
  'REUSE',
  'MEASUREMENT',
  'BENCH',
  'ARRIVAL',
  'PLAN-UNASKED',
  'PLAN-FACTS',
  'PLAN-DIGEST',
  'UNPLANNED',
  'LEFT-BEHIND',
  'OVERTAKING',
  'MACHINE-BUSY',
  'MACHINE-DOWN',
  'DONE-TWICE',
  'RELEASE',
  'PRECEDENCE',
  'HOLD',
  'EXPIRED',
  'HELD',
  'BACK-OFF',
  'DURATION',
  'START-WINDOW',
  'MODE',
  'SETUP',
  'ATTENDANCE',
  'CALENDAR',
  'STAFF',
  'BATCH',
  'LANES',
  'INDEX',
  'POOL',
  'MAINTENANCE-WINDOW',
  'MAINTENANCE-RUNS',
  'MAINTENANCE-SCOPE',
  'UNANSWERED',
  'POLICY-GROUNDS',
  'POLICY-STEP',
  'POLICY-ROUTE',
  'STAGE-SKIPPED',
  'STORAGE',
  'QUALITY',
  'QUALITY-RISES',
  'SAMPLE-TWICE',
  'OUTCOME',
  'OVERDUE',
  'ORDER-OUTCOME',
  'SAMPLE-FORGOTTEN',
  'STALLED',
] as const;

export type RunRuleCode = (typeof RUN_RULE_CODES)[number];

/** A broken rule, before it is given its place among the facts. */
export interface Fault {
  readonly code: RunRuleCode;
  /** Names the thing, its value and the limit. */
  readonly message: string;
  readonly hint: string;
}

export const fault = (code: RunRuleCode, message: string, hint: string): Fault => ({ code, message, hint });
