/**
 * The rules of FASTA as a reference: NCBI's description, the IUPAC codes, and what `samtools faidx` and Picard ask of a file that is
 * to be indexed. Protein is FASTA too, and judged with a warning.
 */

import { error, warning, type FileRules } from '../file-finding.ts';

const NCBI = 'NCBI FASTA';

export const FASTA_RULES = {
  'FASTA-EMPTY': error(NCBI, 'There are no sequences.', 'Find out what should have written the file.'),
  'FASTA-TITLE': error(
    NCBI,
    'Before the first line that begins with > there is something else.',
    'Remove it; look at what kind of file it is.',
  ),
  'FASTA-TITLE-CHARACTER': error(
    NCBI,
    'A title has control characters other than tab and Ctrl-A.',
    'Write the file anew; look at what changed it.',
  ),
  // NCBI has the name optional, and faidx indexes it under none.
  'FASTA-NAME': warning(
    'SAMv1 1.2.1',
    'A title has no name: no read can be aligned to it.',
    'Give every sequence a name.',
  ),
  'FASTA-NAME-PLACE': warning(NCBI, 'There are blanks between > and the name.', 'Remove the blanks.'),
  'FASTA-NAME-SAM': warning(
    'SAMv1 1.2.1',
    'A name has characters that reference names must not have.',
    'Rename the sequence before reads are aligned to it.',
  ),
  'FASTA-DUPLICATE': error(
    'SAMv1 1.3, Picard, faidx(5)',
    'Two sequences have one name; indexes keep the first only.',
    'Rename or remove one of them.',
  ),
  'FASTA-DUPLICATE-READ': warning(
    'Illumina',
    'Reads of a pair have one name, as samtools fasta writes them.',
    'Nothing needs to be done where the file is no reference.',
  ),
  'FASTA-NAMES-MANY': warning(
    'limits of seqplan',
    'There are more names than are kept: those that follow are not looked up.',
    'Nothing needs to be done where names are known to differ.',
  ),
  'FASTA-SEQUENCE': error(
    'IUPAC-IUB',
    'A sequence has characters other than letters, hyphen, star and point.',
    'Write the file anew; look at what changed it.',
  ),
  'FASTA-LETTER': warning(
    'IUPAC-IUB',
    'A sequence has letters or stars that are no nucleotide code, as proteins have; those that follow are not told.',
    'Use N where a base is not known; look whether it is the right file.',
  ),
  'FASTA-BLANKS': warning(
    NCBI,
    'A line of a sequence has blanks inside or at its end, which readers skip or refuse.',
    'Remove the blanks.',
  ),
  'FASTA-SEQUENCE-EMPTY': warning('SAMv1 1.3', 'A sequence has no bases.', 'Remove it, or find out what is missing.'),
  'FASTA-TRUNCATED': error('faidx(5)', 'The last sequence has no bases: the file is cut.', 'Copy or write it again.'),
  'FASTA-COMMENT': warning(
    'Pearson, NCBI',
    'Lines that begin with ; are comments of old programs; others take them for sequence.',
    'Remove the lines.',
  ),
  'FASTA-BLANK-LINE': warning(NCBI, 'A blank line inside a sequence.', 'Remove the line.'),
  'FASTA-UNEVEN': warning(
    'faidx(5)',
    'Lines of a sequence differ in length before the last: it cannot be indexed.',
    'Wrap all lines at one length.',
  ),
  'FASTA-CRLF': warning(NCBI, 'Lines end in carriage return and line feed.', 'Write line feeds only.'),
  'FASTA-LAST-LINE': warning(
    NCBI,
    'The last line has no line feed: the file may be cut.',
    'Compare its size with the one that was written.',
  ),
  // With what lies beside it
  'FASTA-INDEX-PACKED': warning(
    'samtools faidx',
    'An index lies beside a file that gzip has packed: nothing can be looked up in it.',
    'Pack it with bgzip and index it again.',
  ),
  'FASTA-INDEX-CONTIGS': error(
    'faidx(5)',
    'The index has other sequences than the file, or in another order.',
    'Index the file again.',
  ),
  'FASTA-INDEX-LENGTH': error('faidx(5)', 'A sequence has another length than in the index.', 'Index the file again.'),
  'FASTA-INDEX-OFFSET': error(
    'faidx(5)',
    'A sequence begins at another byte than the index says.',
    'Index the file again.',
  ),
  'FASTA-INDEX-LINES': error(
    'faidx(5)',
    'The lines of a sequence are not as the index says, or not of one length.',
    'Wrap all lines at one length and index the file again.',
  ),
  'FASTA-DICT-CONTIGS': error(
    'SAMv1 1.3, Picard',
    'The dictionary has other sequences than the file, or in another order.',
    'Make the dictionary again.',
  ),
  'FASTA-DICT-LENGTH': error(
    'SAMv1 1.3',
    'A sequence has another length than in the dictionary.',
    'Make the dictionary again.',
  ),
  'FASTA-DICT-MD5': error(
    'SAMv1 1.3.2',
    'A sequence has another MD5 than in the dictionary.',
    'Use the reference that the dictionary was made of.',
  ),
  'GZI-FORMAT': error(
    'bgzip(1)',
    'The index of blocks is not a count and as many pairs of offsets, or they do not rise.',
    'Make it again: bgzip --reindex.',
  ),
  'GZI-BLOCK': error(
    'bgzip(1)',
    'The index of blocks does not name the blocks of the file.',
    'Make it again: bgzip --reindex.',
  ),
} as const satisfies FileRules;

export type FastaCode = keyof typeof FASTA_RULES;
