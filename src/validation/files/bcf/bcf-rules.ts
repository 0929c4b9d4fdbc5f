/** The rules of BCF 2.1 and 2.2: VCFv4.3 section 6. The text of the header is judged by those of VCF. */

import { error, warning, type FileRules } from '../file-finding.ts';

const AGAIN = 'Write the file again from VCF, with bcftools view.';

export const BCF_RULES = {
  'BCF-MAGIC': error('VCFv4.3 6.2', 'The content does not begin with BCF, 2, and 1 or 2.', AGAIN),
  'BCF-VERSION-OLD': warning('VCFv4.3 6.2', 'The version is 2.1, of before the specification.', AGAIN),
  'BCF-CONTAINER': warning('VCFv4.3 6', 'The content is not in blocks of BGZF.', 'Compress it with bgzip.'),
  'BCF-HEADER': error(
    'VCFv4.3 6.2',
    'The header text does not end with its only NUL, or is longer than 64 MiB.',
    AGAIN,
  ),
  'BCF-DICTIONARY': error(
    'VCFv4.3 6.2.1',
    'IDX of a header line is no number, stands for two names, or names one thing twice.',
    'Write the header anew, with bcftools reheader.',
  ),
  'BCF-TRUNCATED': error('VCFv4.3 6.3', 'The file ends inside the header or a record.', AGAIN),
  'BCF-LENGTH': error(
    'VCFv4.3 6.3.1',
    'l_shared or l_indiv of a record is not where its fields end, or too large for any.',
    AGAIN,
  ),
  'BCF-CHROM': error('VCFv4.3 6.3.1', 'CHROM is no contig of the header.', AGAIN),
  'BCF-POS': error('VCFv4.3 6.3.1', 'POS is below -1, which stands for the telomere, or rlen below 0.', AGAIN),
  'BCF-CONTIGUOUS': error('VCFv4.3 1.6.1', 'Records of a contig are not together.', 'Sort the file.'),
  'BCF-UNSORTED': error('VCFv4.3 1.6.1', 'Positions of a contig fall.', 'Sort the file.'),
  'BCF-SAMPLES': error('VCFv4.3 6.3.1', 'A record has another number of samples than the header.', AGAIN),
  'BCF-TYPE': error(
    'VCFv4.3 6.3.3',
    'A typed value has a type or length that is none, or not the one that belongs there.',
    AGAIN,
  ),
  'BCF-ALLELES': error('VCFv4.3 6.3.1', 'A record has no REF, or an allele that is none.', AGAIN),
  'BCF-KEY': error('VCFv4.3 6.2.1', 'A key of FILTER, INFO or FORMAT is not in the header as such.', AGAIN),
  'BCF-NUMBER': error(
    'VCFv4.3 1.4.2',
    'A key of INFO or FORMAT has another number of values than it is declared with.',
    'Correct values or declaration.',
  ),
  'BCF-GENOTYPE': error('VCFv4.3 6.3.3', 'GT names an allele that is not there.', 'Correct the genotype.'),
} as const satisfies FileRules;

export type BcfCode = keyof typeof BCF_RULES;
