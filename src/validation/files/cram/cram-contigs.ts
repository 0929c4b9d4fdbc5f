/** Contigs of the header of CRAM, for whoever compares them with those of other files. */

import type { Contig } from '../contigs/contig-list.ts';
import { createSamContigs } from '../contigs/header-contigs.ts';
import type { ContigBytes } from '../contigs/binary-contigs.ts';
import { createFindings } from '../file-finding.ts';
import { SAM_RULES } from '../sam/sam-rules.ts';
import { createCramJudge } from './cram-judge.ts';
import { CRAM_RULES } from './cram-rules.ts';

/** Reads no further than the header. */
export function createCramContigs(): ContigBytes {
  const findings = createFindings({ ...CRAM_RULES, ...SAM_RULES });
  let contigs: readonly Contig[] | undefined;
  const judge = createCramJudge(findings, {
    onHeader(text) {
      const lines = createSamContigs();
      for (const line of text.toString('utf8').split('\n')) lines.line(line);
      contigs = lines.contigs();
    },
  });
  return {
    push(bytes) {
      judge.push(bytes);
      return contigs === undefined && findings.errors === 0;
    },
    end: () => contigs ?? findings.list()[0]?.message ?? 'the file ends in its header',
  };
}
