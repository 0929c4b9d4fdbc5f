/** Optional columns of BED, which may be custom ones: what most lines have decides, at the end. */

import { KEPT_PER_CODE, type FileFindings } from '../file-finding.ts';
import type { BedCode } from './bed-rules.ts';

export interface Column {
  /** A line has what BED has there. */
  good(): void;
  /** It has not. `isEvident`: and yet it can be nothing else. */
  odd(line: number, message: () => string, isEvident?: boolean): void;
  /** `isStandard`: other columns show that it is BED's own. */
  end(isStandard: boolean): void;
  readonly isMostlyGood: boolean;
}

export function createColumn(name: string, code: BedCode, findings: FileFindings): Column {
  let [good, odd] = [0, 0];
  const kept: { readonly line: number; readonly message: string }[] = [];
  const isMostlyGood = (): boolean => good > 0 && good >= odd;
  return {
    get isMostlyGood() {
      return isMostlyGood();
    },
    good() {
      good++;
    },
    odd(line, message, isEvident = false) {
      if (isEvident) {
        findings.add(code, { line }, message);
        return;
      }
      odd++;
      if (kept.length < KEPT_PER_CODE) kept.push({ line, message: message() });
    },
    end(isStandard) {
      const [first] = kept;
      if (first === undefined) return;
      if (isStandard || isMostlyGood()) {
        for (const { line, message } of kept) findings.add(code, { line }, message);
        // The rest is counted only.
        for (let i = kept.length; i < odd; i++) findings.add(code, { line: first.line }, first.message);
      } else findings.add('BED-CUSTOM', { line: first.line }, `${name}: ${first.message}`);
    },
  };
}
