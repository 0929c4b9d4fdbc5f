/** The rules of sequence dictionaries beside those of SAM headers, which they are. */

import { error, warning, type FileRules } from '../file-finding.ts';

export const DICT_RULES = {
  'DICT-EMPTY': error('SAMv1 1.3, Picard', 'There is no @SQ line.', 'Make it again: samtools dict.'),
  'DICT-LINE': error(
    'SAMv1 1.3, Picard',
    'A line is no header line: a dictionary has nothing but a header.',
    'Make it again: samtools dict.',
  ),
  'DICT-HD': warning('Picard', 'The first line is not @HD.', 'Make it again: samtools dict.'),
  'DICT-CRLF': warning('SAMv1 1', 'Lines end in carriage return and line feed.', 'Write line feeds only.'),
  'DICT-LAST-LINE': warning(
    'SAMv1 1',
    'The last line has no line feed: the dictionary may be cut.',
    'Make it again: samtools dict.',
  ),
  'DICT-LINE-TOO-LONG': error('SAMv1 1.3', 'A line is longer than 32 MiB.', 'Find out what wrote it.'),
} as const satisfies FileRules;

export type DictCode = keyof typeof DICT_RULES;
