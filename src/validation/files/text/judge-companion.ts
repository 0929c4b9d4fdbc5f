/** Judges what lies beside a file; what is found names it. */

import type { Companion } from '../companions.ts';
import type { ContentJudge } from '../content-judge.ts';
import type { FileFindings } from '../file-finding.ts';

/** False where there was an error. */
export function judgeCompanion(
  { name, bytes }: Companion,
  findings: FileFindings,
  create: (findings: FileFindings) => ContentJudge,
): boolean {
  const before = findings.errors;
  const judge = create({
    add: (code, place, message) =>
      findings.add(code, place, () => `${name}: ${typeof message === 'string' ? message : message()}`),
    get errors() {
      return findings.errors;
    },
    list: () => findings.list(),
  });
  judge.push(bytes);
  judge.end();
  return findings.errors === before;
}
