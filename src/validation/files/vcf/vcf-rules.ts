/** The rules of VCF 4.1 to 4.5, with the section of VCFv4.3 (hts-specs) that each is from, or of the version that has it. */

import { error, warning, type FileRules } from '../file-finding.ts';

export const VCF_RULES = {
  'VCF-VERSION': error(
    'VCFv4.3 1.4.1',
    'The first line is not ##fileformat=VCFv4.1 to 4.5.',
    'Write the version as the first line.',
  ),
  'VCF-LINE-TOO-LONG': error('VCFv4.3 1', 'A line is longer than 32 MiB.', 'Find out what wrote it.'),
  'VCF-LAST-LINE': error(
    'VCFv4.3 1',
    'The last line has no line feed: the file may be cut.',
    'Compare its size with the one that was written.',
  ),
  'VCF-LAST-LINE-OLD': warning(
    'VCFv4.1 1',
    'The last line has no line feed: the file may be cut.',
    'Compare its size with the one that was written.',
  ),
  'VCF-ENCODING': error(
    'VCFv4.3 1.1',
    'A line is not UTF-8, or has control characters.',
    'Find out what wrote it; the file may be damaged.',
  ),
  'VCF-ENCODING-OLD': warning(
    'VCFv4.2 1',
    'A line is not UTF-8, or has control characters, of which versions before 4.3 say nothing.',
    'Find out what wrote it; the file may be damaged.',
  ),
  // Meta-information
  'VCF-META': error('VCFv4.3 1.4', 'A meta-information line is not ##key=value.', 'Write it anew.'),
  'VCF-META-STRUCTURE': error(
    'VCFv4.3 1.4',
    'A structured line is not <KEY=VALUE,...>, with quoted texts closed and escaped.',
    'Write it anew.',
  ),
  'VCF-META-KEY': error(
    'VCFv4.3 1.4',
    'A structured line lacks a key that it must have, or has one twice.',
    'Add or remove it.',
  ),
  'VCF-META-VALUE': error('VCFv4.3 1.4', 'A value of a structured line is not allowed.', 'Correct the value.'),
  'VCF-META-DUPLICATE': warning('VCFv4.3 1.4', 'Two lines of a kind have one ID.', 'Keep one of them.'),
  'VCF-RESERVED': error(
    'VCFv4.3 1.6.1, 1.6.2',
    'A reserved key is declared with another Number or Type than the specification gives it.',
    'Use the reserved meaning, or another key.',
  ),
  'VCF-RESERVED-LOOSE': warning(
    'VCFv4.3 1.6.1, 1.6.2',
    'A reserved key is declared more loosely than the specification gives it.',
    'Declare it as reserved.',
  ),
  'VCF-NUMBER-NEWER': warning(
    'VCFv4.2 1.2.2, VCFv4.4 1.4.2, VCFv4.5 1.4.2',
    'Number=R, P, LA, LR, LG or M is of a later version than the file says.',
    'State the version that is used.',
  ),
  // Header line
  'VCF-HEADER': error(
    'VCFv4.3 1.5',
    'The header line is missing, late, or not its eight names, and FORMAT with sample names.',
    'Write it anew, with tabs.',
  ),
  'VCF-SAMPLE-DUPLICATE': error('VCFv4.3 1.5', 'Two samples have one name.', 'Rename one of them.'),
  // Records
  'VCF-COLUMNS': error(
    'VCFv4.3 1.6',
    'A record has another number of columns than the header line, or an empty one.',
    'Find out what wrote it; the file may be cut.',
  ),
  'VCF-CHROM': error('VCFv4.3 1.6.1', 'CHROM is not a contig name, nor one in angle brackets.', 'Rename the contig.'),
  'VCF-CHROM-NEWER': warning(
    'VCFv4.4 1.6.1',
    'CHROM is a contig name of a later version, with a colon or star, and has a contig line.',
    'State version 4.4 or later, or rename the contig.',
  ),
  'VCF-CONTIGUOUS': error('VCFv4.3 1.6.1', 'Records of a contig are not together.', 'Sort the file.'),
  'VCF-CONTIG-UNKNOWN': warning(
    'VCFv4.3 1.4.7',
    'CHROM is in no contig line, and there are some.',
    'Add the contig to the header.',
  ),
  'VCF-POS': error('VCFv4.3 1.6.1', 'POS is not a whole number.', 'Correct the number.'),
  'VCF-UNSORTED': error('VCFv4.3 1.6.1', 'Positions of a contig fall.', 'Sort the file.'),
  'VCF-BEYOND-END': warning(
    'VCFv4.3 1.4.7',
    'POS is beyond the length of its contig, and the telomere behind it.',
    'Check the reference that was used.',
  ),
  'VCF-ID': error(
    'VCFv4.3 1.6.1',
    'ID has whitespace, is empty between semicolons, or names one thing twice.',
    'Correct the ID.',
  ),
  'VCF-REF': error('VCFv4.3 1.6.1', 'REF is not bases A, C, G, T, N.', 'Write one reference allele.'),
  'VCF-ALT': error(
    'VCFv4.3 1.6.1',
    'ALT is not bases, *, a symbolic allele, a breakend or a missing value.',
    'Correct the allele.',
  ),
  'VCF-ALT-DUPLICATE': warning('VCFv4.3 1.6.1', 'An allele comes twice, or is the reference.', 'Remove it.'),
  'VCF-DUPLICATE': error('VCFv4.3 1.6', 'Two records have one place, REF and ALT.', 'Keep one of them.'),
  'VCF-QUAL': error('VCFv4.3 1.6.1', 'QUAL is not a number.', 'Correct the number.'),
  'VCF-FILTER': error(
    'VCFv4.3 1.6.1',
    'FILTER has whitespace, 0, one filter twice, or PASS beside others.',
    'Correct the filters.',
  ),
  'VCF-FILTER-UNKNOWN': warning('VCFv4.3 1.4.3', 'A filter is in no FILTER line.', 'Add the line.'),
  'VCF-INFO': error(
    'VCFv4.3 1.6.1',
    'INFO is not KEY=VALUE or KEY between semicolons, or has a key twice.',
    'Correct the field.',
  ),
  'VCF-INFO-TYPE': error(
    'VCFv4.3 1.6.1',
    'A value of INFO is not of its type, or out of its range.',
    'Correct value or declaration.',
  ),
  'VCF-INFO-NUMBER': error(
    'VCFv4.3 1.4.2',
    'A key of INFO has another number of values than it is declared with.',
    'Correct values or declaration.',
  ),
  'VCF-FORMAT': error(
    'VCFv4.3 1.6.2',
    'FORMAT is not keys between colons, has one twice, or GT not first.',
    'Correct the field.',
  ),
  'VCF-UNDECLARED': warning(
    'VCFv4.3 1.4.2',
    'A key of INFO or FORMAT is neither declared nor reserved.',
    'Declare it.',
  ),
  'VCF-SAMPLE-FIELDS': error('VCFv4.3 1.6.2', 'A sample has more fields than FORMAT.', 'Correct the sample.'),
  'VCF-SAMPLE-TYPE': error(
    'VCFv4.3 1.6.2',
    'A value of a sample is not of its type, or out of its range.',
    'Correct value or declaration.',
  ),
  'VCF-SAMPLE-NUMBER': error(
    'VCFv4.3 1.4.4',
    'A key of a sample has another number of values than declared, by alleles and ploidy.',
    'Correct values or declaration.',
  ),
  'VCF-GENOTYPE': error(
    'VCFv4.3 1.6.2',
    'GT is not allele numbers or dots between / and |, or names an allele that is not there.',
    'Correct the genotype.',
  ),
} as const satisfies FileRules;

export type VcfCode = keyof typeof VCF_RULES;
