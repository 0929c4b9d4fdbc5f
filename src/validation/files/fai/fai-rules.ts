/** The rules of the index of FASTA and FASTQ: faidx(5). */

import { error, warning, type FileRules } from '../file-finding.ts';

const FAIDX = 'faidx(5)';
const AGAIN = 'Make the index again: samtools faidx.';

export const FAI_RULES = {
  'FAI-EMPTY': warning(FAIDX, 'The index has no sequence.', 'Check that the file that it is of has none.'),
  'FAI-COLUMNS': error(
    FAIDX,
    'A line is not a name and four whole numbers between tabs; five of FASTQ, in every line.',
    AGAIN,
  ),
  'FAI-NUMBER': error(FAIDX, 'A length, an offset or the size of a line is no whole number.', AGAIN),
  'FAI-LINES': error(FAIDX, 'A line has no bases, or no room for its line feed.', AGAIN),
  'FAI-OFFSET': error(FAIDX, 'A sequence begins before its title ends, or before the sequence before it ends.', AGAIN),
  'FAI-ORDER': warning(FAIDX, 'Sequences are not in the order in which they lie in the file.', AGAIN),
  'FAI-DUPLICATE': error(FAIDX, 'Two sequences have one name.', 'Rename one of them in the file and index it again.'),
  'FAI-CRLF': warning(FAIDX, 'Lines end in carriage return and line feed.', AGAIN),
  'FAI-LAST-LINE': warning(FAIDX, 'The last line has no line feed: the index may be cut.', AGAIN),
  'FAI-LINE-TOO-LONG': error(FAIDX, 'A line is longer than 32 MiB.', 'Find out what wrote it.'),
} as const satisfies FileRules;

export type FaiCode = keyof typeof FAI_RULES;
