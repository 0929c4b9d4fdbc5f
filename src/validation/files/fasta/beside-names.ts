/** Where index, dictionary and index of blocks of a FASTA file lie: as samtools, Picard and bgzip name them. */

import type { FileFormat } from '../content-judge.ts';

export function besideFasta(name: string): Readonly<Partial<Record<FileFormat, readonly string[]>>> {
  const unpacked = name.replace(/\.(?:gz|bgz|bgzf)$/i, '');
  const stem = unpacked.replace(/\.[^./\\]*$/, '');
  const isPacked = unpacked !== name;
  return {
    fai: [`${name}.fai`],
    // For x.fa.gz: x.dict, x.fa.dict, x.fa.gz.dict.
    dict: [...new Set([`${stem}.dict`, `${unpacked}.dict`, `${name}.dict`])],
    ...(isPacked && { gzi: [`${name}.gzi`] }),
  };
}
