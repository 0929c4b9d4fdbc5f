/** The rules of indexes by bins (BAI, TBI, CSI), by themselves and beside the file that they belong to. */

import { error, warning, type FileRules } from '../file-finding.ts';

const AGAIN = 'Index the file again, with samtools index or tabix.';

export const INDEX_RULES = {
  'INDEX-MAGIC': error('SAMv1 5.2, CSIv1', 'An index does not begin as its format does.', AGAIN),
  'INDEX-TRUNCATED': error('SAMv1 5.2, CSIv1', 'An index ends inside of a field.', AGAIN),
  'INDEX-TRAILING': error('SAMv1 5.2, CSIv1', 'Bytes follow the end of an index.', AGAIN),
  'INDEX-COUNT': error(
    'SAMv1 5.2, CSIv1',
    'A number of references, bins, chunks, intervals or bytes is below 0.',
    AGAIN,
  ),
  'INDEX-TABIX': error('Tabix', 'Format, columns, comment sign or names of a tabix index are none.', AGAIN),
  'INDEX-NAMES': error(
    'Tabix',
    'The names of a tabix index are not those of its references, or of the contigs of its file.',
    AGAIN,
  ),
  'INDEX-PRESET': error(
    'Tabix',
    'A tabix index was made for files of another format than the one that it lies beside.',
    AGAIN,
  ),
  'INDEX-CONTAINER': error(
    'Tabix',
    'A file that has an index is not in blocks of BGZF.',
    'Compress it with bgzip, then index it again.',
  ),
  'INDEX-BINNING': error('CSIv1', 'min_shift and depth make no bins that numbers of 32 bits can tell apart.', AGAIN),
  'INDEX-BIN': error(
    'SAMv1 5.2, CSIv1',
    'A bin has a number that is none, comes twice in a reference, or holds counts and not two chunks.',
    AGAIN,
  ),
  'INDEX-CHUNK': error('SAMv1 5.2, CSIv1', 'A chunk ends before it begins.', AGAIN),
  'INDEX-ORDER': warning(
    'SAMv1 5.1.3',
    'Chunks of a bin, or offsets of the linear index, fall.',
    'Readers may be slow, or miss alignments; index the file again.',
  ),
  'INDEX-REFERENCES': error('SAMv1 5.2, CSIv1', 'An index has another number of references than its file.', AGAIN),
  'INDEX-COUNTS': error('SAMv1 5.2', 'An index counts other numbers of records than its file has.', AGAIN),
  'INDEX-UNSORTED': error(
    'SAMv1 5',
    'A file that has an index is not sorted by reference and position.',
    'Sort the file, then index it again.',
  ),
  'INDEX-OUTSIDE': error('SAMv1 5.2', 'An offset of an index lies behind the end of its file.', AGAIN),
  'INDEX-OFFSET': error('SAMv1 5.2', 'An offset of an index is not where a record of its file begins.', AGAIN),
  'INDEX-UNCOVERED': error(
    'SAMv1 5.1.1',
    'A record is in no chunk of a bin that has its place: a search would miss it.',
    AGAIN,
  ),
  'INDEX-LINEAR': error(
    'SAMv1 5.1.3',
    'The linear index passes over a record that reaches into its interval: a search would miss it.',
    AGAIN,
  ),
} as const satisfies FileRules;

export type IndexCode = keyof typeof INDEX_RULES;
