/** What a judge of a file says: a rule of a format that is broken, where, and what to do. */

import type { Severity } from '../../base/index.ts';

/** One rule of a format. Its code is stable and listed in docs/FINDINGS.md. */
export interface FileRule {
  readonly severity: Severity;
  /** One sentence. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Where it stands: `SAMv1 1.4`, `RFC 1952 2.3.1`. */
  readonly source: string;
}

/** `source`, what it means, and what to do about it. */
export const error = (source: string, meaning: string, remedy: string): FileRule => ({
  severity: 'error',
  meaning,
  remedy,
  source,
});
export const warning = (source: string, meaning: string, remedy: string): FileRule => ({
  severity: 'warning',
  meaning,
  remedy,
  source,
});

export type FileRules = Readonly<Record<string, FileRule>>;

/** Where in the file: a line of its text (1-based), or a byte of what is stored (0-based). */
export type FilePlace = { readonly line: number } | { readonly offset: number };

export interface FileFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly line?: number;
  readonly offset?: number;
  /** Names the thing, its value and the limit; foreign text is shortened and escaped. */
  readonly message: string;
  readonly hint: string;
}

export interface FileFindings {
  /** Counts every one; keeps the first few of each code, and has only their messages made, at once. */
  add(code: string, place: FilePlace, message: string | (() => string)): void;
  readonly errors: number;
  /** In the order found, per code at most `KEPT_PER_CODE`; the last of a code says how many more there were. */
  list(): readonly FileFinding[];
}

export const KEPT_PER_CODE = 5;

/** `rules`: every code that may be added. Memory does not grow with the number of findings. */
export function createFindings(rules: FileRules): FileFindings {
  const kept: FileFinding[] = [];
  const counts = new Map<string, number>();
  let errors = 0;
  return {
    add(code, place, message) {
      const rule = rules[code];
      if (rule === undefined) throw new TypeError(`no rule ${code}`);
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (rule.severity === 'error') errors++;
      if (count > KEPT_PER_CODE) return;
      const text = typeof message === 'string' ? message : message();
      kept.push({ code, severity: rule.severity, ...place, message: text, hint: rule.remedy });
    },
    get errors() {
      return errors;
    },
    list() {
      const left = new Map([...counts].map(([code, count]) => [code, Math.min(count, KEPT_PER_CODE)]));
      return kept.map((finding) => {
        const rest = (left.get(finding.code) ?? 0) - 1;
        left.set(finding.code, rest);
        const more = (counts.get(finding.code) ?? 0) - KEPT_PER_CODE;
        return rest === 0 && more > 0 ? { ...finding, message: `${finding.message} (and ${more} more)` } : finding;
      });
    },
  };
}

/** Foreign bytes in a message: printable ASCII, at most 60 characters. */
export function excerpt(bytes: Uint8Array | string): string {
  const text = typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes.subarray(0, 61));
  const plain = text.replaceAll(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return plain.length > 60 ? `${plain.slice(0, 57)}...` : plain;
}
