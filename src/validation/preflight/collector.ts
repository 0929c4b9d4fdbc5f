/** Collects what rules find, sorted and without repetitions. */

import { compareFindings, type Finding } from '../../base/index.ts';
import { PREFLIGHT_RULES, type TimelinessCode, type WorldCode } from './preflight-rules.ts';

export interface Words {
  readonly message: string;
  readonly hint: string;
}

export interface Collector {
  /** `path`: place in the document by names: `/orders/o1/due`. */
  add(code: TimelinessCode | WorldCode, path: string, words: Words): void;
  /** What another judge has found. */
  take(finding: Finding): void;
  list(): readonly Finding[];
}

export function createCollector(): Collector {
  const found = new Map<string, Finding>();
  const take = (finding: Finding): void => {
    const { code, path, message } = finding;
    found.set(`${code} ${path} ${message}`, finding);
  };
  return {
    add: (code, path, words) => take({ code, severity: PREFLIGHT_RULES[code].severity, path, ...words }),
    take,
    list: () => [...found.values()].toSorted(compareFindings),
  };
}
