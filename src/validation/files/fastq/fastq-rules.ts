/** The rules of FASTQ: Cock et al., Nucleic Acids Research 38 (2010) 1767, and what Illumina's software writes. */

import { error, warning, type FileRules } from '../file-finding.ts';

const COCK = 'Cock et al. 2010';

export const FASTQ_RULES = {
  // The definition asks for no record, the OBF's readers find none and go on, and demultiplexers write a file without reads for a
  // sample that got none: legal, and worth a word.
  'FASTQ-EMPTY': warning('bcl2fastq, OBF readers', 'There are no reads.', 'Check that the sample should have none.'),
  'FASTQ-LINE-TOO-LONG': error(COCK, 'A line is longer than 32 MiB.', 'Find out what wrote it.'),
  'FASTQ-CRLF': warning(COCK, 'Lines end in carriage return and line feed.', 'Write line feeds only.'),
  'FASTQ-LAST-LINE': warning(
    COCK,
    'The last line has no line feed: the file may be cut.',
    'Compare its size with the one that was written.',
  ),
  'FASTQ-BLANK-LINE': error(
    COCK,
    'A blank line before a record or inside one; a read without letters may have one for them and one for their qualities.',
    'Remove the line, or find out what is missing there.',
  ),
  'FASTQ-BLANK-END': warning(COCK, 'Blank lines at the end.', 'Remove them.'),
  'FASTQ-TITLE': error(
    COCK,
    'A record does not begin with @: there are more qualities than letters, or a line is missing.',
    'Write the file anew; look at the record before.',
  ),
  'FASTQ-NAME': warning(COCK, 'A read has no name.', 'Give every read a name.'),
  'FASTQ-SEQUENCE': error(
    COCK,
    'A sequence has characters other than letters, point, hyphen and star; white space is one of them.',
    'Write the file anew; look at what changed it.',
  ),
  'FASTQ-LETTER': warning(
    COCK,
    'A sequence has letters that are no IUPAC code of a nucleotide.',
    'Use N where a base is not known.',
  ),
  'FASTQ-PLUS': error(
    COCK,
    'There is no line with + where it is due. With four lines a record, the sequence is one line.',
    'Write the file anew; wrapped lines are good in the permissive dialect only.',
  ),
  'FASTQ-PLUS-TEXT': error(
    COCK,
    'What follows + is neither nothing nor the title.',
    'Write the file anew; records are mixed up.',
  ),
  'FASTQ-QUALITY': error(
    COCK,
    'Qualities have characters outside ! to ~ (ASCII 33 to 126).',
    'Write the file anew; look at what changed it.',
  ),
  'FASTQ-QUALITY-LENGTH': error(COCK, 'There are more or fewer qualities than letters.', 'Write the file anew.'),
  'FASTQ-TRUNCATED': error(COCK, 'The file ends inside a record.', 'Copy or write the file again.'),
  'FASTQ-ENCODING': warning(
    `${COCK}, table 1`,
    'The qualities look like those of Solexa or of Illumina 1.3 to 1.7, which count from 64.',
    'Convert them to the Sanger encoding, which counts from 33.',
  ),
  'FASTQ-PAIR-NAME': error(
    'Illumina, SAMv1 1.4',
    'The reads of a pair have different names.',
    'Sort out which reads are missing in one of the files.',
  ),
  'FASTQ-PAIR-COUNT': error('Illumina', 'One file of a pair has more reads than the other.', 'Write both anew.'),
} as const satisfies FileRules;

export type FastqCode = keyof typeof FASTQ_RULES;
