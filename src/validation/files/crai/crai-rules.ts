/** The rules of the index of CRAM: CRAMv3 section 12. */

import { error, warning, type FileRules } from '../file-finding.ts';

const CRAI = 'CRAMv3 12';
const AGAIN = 'Make the index again: samtools index.';

export const CRAI_RULES = {
  'CRAI-EMPTY': warning(CRAI, 'The index names no slice.', 'Check that the file that it is of has none.'),
  'CRAI-COLUMNS': error(CRAI, 'A line is not six whole numbers between tabs.', AGAIN),
  'CRAI-VALUE': error(
    CRAI,
    'A line has a reference below -1, an offset or a size that cannot be, or a place that is negative.',
    AGAIN,
  ),
  'CRAI-LAST-LINE': warning(CRAI, 'The last line has no line feed: the index may be cut.', AGAIN),
  'CRAI-LINE-TOO-LONG': error(CRAI, 'A line is longer than 32 MiB.', 'Find out what wrote it.'),
} as const satisfies FileRules;

export type CraiCode = keyof typeof CRAI_RULES;
