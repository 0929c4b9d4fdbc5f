/** The rules of BAM beside those of SAM that hold of its alignments too, with the section of SAMv1 that each is from. */

import { error, warning, type FileRules } from '../file-finding.ts';

const AGAIN = 'Copy or write the file again.';

export const BAM_RULES = {
  'BAM-CONTAINER': error('SAMv1 4.2', 'The file is not compressed as BGZF.', 'Write it with samtools view -b.'),
  'BAM-MAGIC': error('SAMv1 4.2', 'The content does not begin with BAM\\1.', 'Find out what wrote the file.'),
  'BAM-TRUNCATED': error('SAMv1 4.2', 'The file ends inside the header or inside an alignment.', AGAIN),
  'BAM-HEADER-TEXT': error(
    'SAMv1 4.2',
    'The header text has a length below 0, a line beyond 32 MiB, or goes on after its NUL padding.',
    'Write the header again, with samtools reheader.',
  ),
  'BAM-REFERENCE': error(
    'SAMv1 4.2',
    'A reference has no name closed by NUL, a name that is not allowed or comes twice, or no length; or they are too many.',
    'Write the header again, with samtools reheader.',
  ),
  'BAM-REFERENCE-TEXT': error(
    'SAMv1 4.2',
    'The list of references is not that of the @SQ lines: number, names, order or lengths.',
    'Write the header again, with samtools reheader.',
  ),
  'BAM-BLOCK-SIZE': error(
    'SAMv1 4.2',
    'The size of an alignment is not that of its parts, or its optional fields are larger than 64 MiB.',
    AGAIN,
  ),
  'BAM-REFERENCE-ID': error(
    'SAMv1 4.2',
    'refID or next_refID is neither -1 nor the number of a reference.',
    'Find out what wrote the alignment.',
  ),
  'BAM-NAME': error('SAMv1 4.2', 'A read name is not closed by NUL.', AGAIN),
  'BAM-CIGAR-PLACEHOLDER': error(
    'SAMv1 4.2.2',
    'A CIGAR that stands in for the one in CG does not cover as much of the reference.',
    'Correct CG, or write the alignment again.',
  ),
  'BAM-TAG': error(
    'SAMv1 4.2.4',
    'An optional field is cut, of no known type, or not closed: what follows it in the alignment cannot be read.',
    AGAIN,
  ),
  'BAM-BIN': warning(
    'SAMv1 4.2.1',
    'The bin of an alignment is not that of its place.',
    'Readers compute it anew; samtools view -b writes it right.',
  ),
} as const satisfies FileRules;

export type BamCode = keyof typeof BAM_RULES;
