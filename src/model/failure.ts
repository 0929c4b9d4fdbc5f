/** What can go wrong, and what a stage does about it. */

import type { Duration } from '../base/index.ts';
import type { StageId } from './ids.ts';

export const FAILURE_CLASSES = [
  'transient',
  'node-lost',
  'out-of-memory',
  'walltime',
  'disk-full',
  'tool-error',
  'corrupt-input',
  'corrupt-output',
  'quality-gate',
  'equipment-failure',
  'sample-expired',
  'cancelled',
] as const;

export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** Classes that strike single samples of a task; all others strike the task as a whole. */
export const PER_SAMPLE_FAILURES: ReadonlySet<FailureClass> = new Set([
  'quality-gate',
  'corrupt-input',
  'corrupt-output',
]);

/** One step of an ordered policy: the first step that matches the failure's class, and is not used up, acts. */
export interface ErrorPolicyStep {
  /** undefined: matches every class (`otherwise: true`). */
  readonly when?: readonly FailureClass[];
  readonly action: PolicyAction;
}

export type PolicyAction =
  | {
      readonly do: 'retry';
      /** Attempts after the first. */
      readonly max: number;
      /** Wait before attempt n + 1 (n = 1, 2, ...): `base * factor^(n - 1)`. */
      readonly backoff: { readonly base: Duration; readonly factor: number };
      /** Memory of the next attempt, as a multiple of the last one's; 1 = the same. */
      readonly memoryFactor: number;
    }
  /** Take an alternative path from `to` on. */
  | { readonly do: 'fallback'; readonly to: StageId }
  /** Go on without the optional branch `skip`. */
  | { readonly do: 'degrade'; readonly skip: StageId }
  /** Stop at the last safe stop, in its storage, until an operator decides. */
  | { readonly do: 'hold' }
  /** Take the samples concerned out; the others go on. */
  | { readonly do: 'quarantine' }
  /** Give up the order. */
  | { readonly do: 'abort' };
