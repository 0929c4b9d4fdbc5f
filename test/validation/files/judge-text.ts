/** Runs a judge over text, in pieces of any size. */

import { Buffer } from 'node:buffer';
import type { ContentJudge, Metrics } from '../../../src/validation/files/content-judge.ts';
import {
  createFindings,
  type FileFinding,
  type FileFindings,
  type FileRules,
} from '../../../src/validation/files/file-finding.ts';

export interface Judged {
  readonly verdict: 'accepted' | 'rejected';
  readonly findings: readonly FileFinding[];
  /** `LINE CODE`, errors and warnings. */
  readonly codes: readonly string[];
  readonly metrics: Metrics;
}

export function judgeWith(rules: FileRules, create: (findings: FileFindings) => ContentJudge) {
  return (content: string | Uint8Array, pieceBytes = Number.POSITIVE_INFINITY): Judged => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const findings = createFindings(rules);
    const judge = create(findings);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      // The same memory again for each piece, overwritten afterwards: a judge must not hold on to it.
      const piece = new Uint8Array(bytes.subarray(at, at + pieceBytes));
      judge.push(piece);
      piece.fill(0x58);
    }
    judge.end();
    const list = findings.list();
    return {
      verdict: findings.errors > 0 ? 'rejected' : 'accepted',
      findings: list,
      codes: list.map(({ line, offset, code }) => `${line ?? offset} ${code}`),
      metrics: judge.metrics,
    };
  };
}
