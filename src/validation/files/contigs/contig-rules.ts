/** The rules of files that are used together: they must speak of one reference. */

import { error, warning, type FileRules } from '../file-finding.ts';

export const CONTIG_RULES = {
  'CONTIG-MISSING': error(
    'SAMv1 1.3',
    'A contig is not in the reference.',
    'Use the reference that the file was made with.',
  ),
  'CONTIG-PREFIX': error(
    'UCSC, Ensembl',
    'Contigs are named by another custom than in the reference: chr1 and 1, chrM and MT.',
    'Rename the contigs of one of them, or use the reference with the same names.',
  ),
  'CONTIG-LENGTH': error(
    'SAMv1 1.3',
    'A contig has another length than in the reference.',
    'It is another build: use the reference that the file was made with.',
  ),
  'CONTIG-MD5': error(
    'SAMv1 1.3.2',
    'A contig has another MD5 than in the reference: the same length, other bases.',
    'Use the reference that the file was made with.',
  ),
  'CONTIG-BEYOND': error(
    'BEDv1 1.1',
    'An interval ends beyond its contig.',
    'Use the reference that the intervals were made for.',
  ),
  'CONTIG-ORDER': warning(
    'GATK, Picard',
    'Contigs come in another order than in the reference, which some tools refuse.',
    'Sort the file by the dictionary of the reference.',
  ),
  'CONTIG-EXTRA': warning(
    'GATK, Picard',
    'The reference has contigs that the header does not name.',
    'Check that it is the reference that was used.',
  ),
} as const satisfies FileRules;

export type ContigCode = keyof typeof CONTIG_RULES;
