/**
 * What a judge says about an input: collected, sorted and returned as a value, never thrown one at a time.
 *
 * `code` is stable and documented in docs/FINDINGS.md; `path` is a JSON Pointer-like place such as
 * `/orders/3/due`; `message` names the thing, its value and the limit; `hint` says what to do about it.
 */

import { compareText } from './order.ts';

export type Severity = 'error' | 'warning';

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** Slash-separated place inside the document; '' for the document as a whole. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  /** 1-based position in the source text, where there is one. */
  readonly line?: number;
  readonly column?: number;
}

/** Errors before warnings, then by place (numbers in paths by value and before names), code, message, position, hint. */
export function compareFindings(a: Finding, b: Finding): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
  return (
    comparePaths(a.path, b.path) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.hint, b.hint)
  );
}

export const hasErrors = (findings: readonly Finding[]): boolean => findings.some((f) => f.severity === 'error');

function comparePaths(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const x = left[i] ?? '';
    const y = right[i] ?? '';
    if (x === y) continue;
    // Numbers before names: mixing both comparisons would run in circles (9 < 10 < 1a < 9).
    const isNumberX = /^\d+$/.test(x);
    const isNumberY = /^\d+$/.test(y);
    if (isNumberX !== isNumberY) return isNumberX ? -1 : 1;
    return (isNumberX ? Number(x) - Number(y) : 0) || compareText(x, y);
  }
  return left.length - right.length;
}
