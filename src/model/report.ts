/** Collects what a reading finds, so that every finding is reported and none stops the reading. */

import { compareFindings, type Finding } from '../base/index.ts';
import { FINDING_KINDS, type FindingCode } from './finding-codes.ts';

export interface Report {
  /** `message` names the thing, its value and the limit; `hint` says what to do. */
  add(code: FindingCode, path: string, message: string, hint: string): void;
  /** Sorted, without repetitions. */
  findings(): readonly Finding[];
}

export function createReport(): Report {
  const found = new Map<string, Finding>();
  return {
    add(code, path, message, hint) {
      const finding: Finding = { code, severity: FINDING_KINDS[code].severity, path, message, hint };
      found.set(`${code} ${path} ${message}`, finding);
    },
    findings: () => [...found.values()].toSorted(compareFindings),
  };
}

/** A JSON Pointer (RFC 6901): '' for no parts, `/orders/3/due`. */
export const pointer = (...parts: readonly PropertyKey[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
