/** Contigs of FASTA, which has no header: the whole file is read. With an index beside it, read that. */

import type { ContigBytes } from '../contigs/binary-contigs.ts';
import { MOST_CONTIGS, type Contig } from '../contigs/contig-list.ts';
import { createFindings } from '../file-finding.ts';
import { createFastaJudge } from './fasta-judge.ts';
import { FASTA_RULES } from './fasta-rules.ts';

export function createFastaContigs(): ContigBytes {
  const byName = new Map<string, Contig>();
  const judge = createFastaJudge(createFindings(FASTA_RULES), {
    onSequence(name, length) {
      if (name !== '' && !byName.has(name) && byName.size < MOST_CONTIGS) byName.set(name, { name, length });
    },
  });
  return {
    push(bytes) {
      judge.push(bytes);
      return true;
    },
    end() {
      judge.end();
      return byName.size === 0 ? 'the file has no sequences' : [...byName.values()];
    },
  };
}
