/** The rules of SAM, with the section of SAMv1 (hts-specs) that each is from. */

import { error, warning, type FileRules } from '../file-finding.ts';

export const SAM_RULES = {
  'SAM-EMPTY': error(
    'SAMv1 1',
    'There is neither a header line nor an alignment.',
    'Find out what should have written the file.',
  ),
  'SAM-LINE-TOO-LONG': error('SAMv1 1.4', 'A line is longer than 32 MiB.', 'Find out what wrote it.'),
  'SAM-CRLF': warning('SAMv1 1', 'Lines end in carriage return and line feed.', 'Write line feeds only.'),
  'SAM-LAST-LINE': warning(
    'SAMv1 1',
    'The last line has no line feed: the file may be cut.',
    'Compare its size with the one that was written.',
  ),
  // Header
  'SAM-HEADER-LINE': error(
    'SAMv1 1.3',
    'A header line is not a record type and TAG:VALUE fields between tabs.',
    'Write the line anew.',
  ),
  'SAM-HEADER-TYPE': warning(
    'SAMv1 1.3',
    'A header line of a record type that is not in the specification.',
    'Use @CO for text of your own.',
  ),
  'SAM-HEADER-LATE': error('SAMv1 1.3', 'A header line comes after an alignment.', 'Put the header first.'),
  'SAM-HEADER-DUPLICATE': error('SAMv1 1.3', 'A tag comes twice in a header line.', 'Keep one of them.'),
  'SAM-HD-PLACE': error('SAMv1 1.3', '@HD is not the first line, or comes twice.', 'Keep one, as the first line.'),
  'SAM-HD-VALUE': error(
    'SAMv1 1.3',
    'A field of @HD is missing or not one of the values allowed.',
    'Correct VN, SO, GO or SS.',
  ),
  'SAM-SQ-VALUE': error(
    'SAMv1 1.3',
    'A field of @SQ is missing or has a value that is not allowed.',
    'Correct the field.',
  ),
  'SAM-SQ-NAME': error('SAMv1 1.2.1', 'A reference name has characters that are not allowed.', 'Rename the reference.'),
  'SAM-SQ-DUPLICATE': error('SAMv1 1.3', 'Two @SQ lines have one name, in SN or AN.', 'Keep one of them.'),
  'SAM-RG-VALUE': error(
    'SAMv1 1.3',
    'A field of @RG is missing or has a value that is not allowed.',
    'Correct the field.',
  ),
  'SAM-RG-DUPLICATE': error('SAMv1 1.3', 'Two @RG lines have one ID.', 'Rename one of them.'),
  'SAM-PG-VALUE': error(
    'SAMv1 1.3',
    'A field of @PG is missing or has a value that is not allowed.',
    'Correct the field.',
  ),
  'SAM-PG-DUPLICATE': error('SAMv1 1.3', 'Two @PG lines have one ID.', 'Rename one of them.'),
  'SAM-PG-PREVIOUS': error('SAMv1 1.3', 'PP names no @PG of this header.', 'Add the program, or remove PP.'),
  // Alignments
  'SAM-FIELDS': error(
    'SAMv1 1.4',
    'An alignment has fewer than eleven fields, or an empty one.',
    'Find out what wrote the line; the file may be cut.',
  ),
  'SAM-QNAME': error('SAMv1 1.4', 'QNAME is not 1 to 254 characters of ! to ~ without @.', 'Correct the name.'),
  'SAM-FLAG': error('SAMv1 1.4', 'FLAG is not a decimal number of 0 to 65535.', 'Correct the number.'),
  'SAM-RNAME': error('SAMv1 1.2.1', 'RNAME is not a reference name.', 'Correct the name.'),
  'SAM-RNAME-UNKNOWN': error(
    'SAMv1 1.4',
    'RNAME is in no @SQ line.',
    'Add the reference to the header, or use the right one.',
  ),
  'SAM-POS': error('SAMv1 1.4', 'POS is not a number of 0 to 2147483647.', 'Correct the number.'),
  'SAM-MAPQ': error('SAMv1 1.4', 'MAPQ is not a number of 0 to 255.', 'Correct the number.'),
  'SAM-CIGAR': error('SAMv1 1.4', 'CIGAR is not * or counts with operations of MIDNSHP=X.', 'Correct the CIGAR.'),
  'SAM-CIGAR-CLIP': error(
    'SAMv1 1.4',
    'H is not at an end, or S has more than H between it and the end.',
    'Correct the CIGAR.',
  ),
  'SAM-CIGAR-LENGTH': error(
    'SAMv1 1.4',
    'The lengths of M, I, S, = and X do not sum to the length of SEQ.',
    'Correct CIGAR or SEQ.',
  ),
  'SAM-RNEXT': error('SAMv1 1.4', 'RNEXT is not *, = or a reference name.', 'Correct the name.'),
  'SAM-RNEXT-UNKNOWN': error(
    'SAMv1 1.4',
    'RNEXT is in no @SQ line.',
    'Add the reference to the header, or use the right one.',
  ),
  'SAM-PNEXT': error('SAMv1 1.4', 'PNEXT is not a number of 0 to 2147483647.', 'Correct the number.'),
  'SAM-TLEN': error('SAMv1 1.4', 'TLEN is not a number of -2147483648 to 2147483647.', 'Correct the number.'),
  'SAM-SEQ': error('SAMv1 1.4', 'SEQ is not * or letters, = and dots.', 'Correct the sequence.'),
  'SAM-QUAL': error('SAMv1 1.4', 'QUAL has a character outside of ! to ~.', 'Correct the qualities.'),
  'SAM-QUAL-LENGTH': error('SAMv1 1.4', 'QUAL is not as long as SEQ.', 'The line may be cut, or two lines joined.'),
  'SAM-TAG-FORMAT': error('SAMv1 1.5', 'An optional field is not TAG:TYPE:VALUE.', 'Correct the field.'),
  'SAM-TAG-NAME': warning('SAMv1 1.5', 'A tag is not a letter and a letter or digit.', 'Rename the tag.'),
  'SAM-TAG-DUPLICATE': error('SAMv1 1.5', 'A tag comes twice in one alignment.', 'Keep one of them.'),
  'SAM-TAG-VALUE': error(
    'SAMv1 1.5',
    'The value of an optional field is not of its type, or out of its range.',
    'Correct value or type.',
  ),
  'SAM-TAG-HEX': warning('SAMv1 1.5', 'The value of type H has digits in lower case.', 'Write them in upper case.'),
  'SAM-TAG-GROUP': warning('SAMtags 1.1', 'RG or PG names no line of the header.', 'Add the line to the header.'),
  'SAM-BEYOND-END': warning(
    'SAMv1 1.4',
    'An alignment begins or ends beyond its reference.',
    'Check that it is the reference that was used.',
  ),
  'SAM-UNMAPPED': warning(
    'SAMv1 1.4',
    'A mapped alignment without a place, or paired flags without the pair flag.',
    'Readers make no assumptions here.',
  ),
  'SAM-SORT-ORDER': error(
    'SAMv1 1.3',
    'The header claims an order that the alignments do not have.',
    'Sort the file, or set SO to unsorted.',
  ),
} as const satisfies FileRules;

export type SamCode = keyof typeof SAM_RULES;
