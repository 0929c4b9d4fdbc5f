/**
 * The rules of BED: GA4GH BEDv1 (hts-specs), with the track and browser lines of UCSC. How many columns are BED's own is not told in a
 * file (BEDn+m): a column that mostly has what BED has there is taken for BED's, and is then held to its rule.
 */

import { error, warning, type FileRules } from '../file-finding.ts';

export const BED_RULES = {
  'BED-EMPTY': warning('BEDv1 1', 'There are no intervals.', 'Check that there should be none.'),
  'BED-LINE-TOO-LONG': error('BEDv1 1.4', 'A line is longer than 32 MiB.', 'Find out what wrote it.'),
  'BED-COLUMNS': error('BEDv1 1.5', 'A line has fewer than three columns.', 'Write chromosome, start and end.'),
  'BED-COLUMN-COUNT': error(
    'BEDv1 1.5',
    'A line has another number of columns than those before it.',
    'Write the same columns in every line.',
  ),
  'BED-CHARACTER': error(
    'BEDv1 1.3',
    'A line has control characters.',
    'Write the file anew; look at what changed it.',
  ),
  'BED-ASCII': warning('BEDv1 1.3', 'A line has characters that are no ASCII.', 'Write ASCII only.'),
  'BED-CHROM': warning(
    'BEDv1 1.5',
    'The name of a chromosome is not 1 to 255 letters, digits and underlines, as the specification wants; many references have others.',
    'Nothing needs to be done where the reference has the name.',
  ),
  'BED-POSITION': error(
    'BEDv1 1.6',
    'chromStart or chromEnd is no whole number from 0 on.',
    'Correct the number; put # before a line of column names.',
  ),
  'BED-END': error('BEDv1 1.6', 'chromEnd is less than chromStart.', 'Correct the numbers; starts count from 0.'),
  'BED-NAME': warning('BEDv1 1.7', 'A name is longer than 255 characters.', 'Shorten the name.'),
  'BED-FIELD-EMPTY': warning('BEDv1 1.5', 'A column of BED is empty.', 'Write a dot, or 0 for a score.'),
  'BED-SCORE': error('BEDv1 1.7', 'A score is no number, and others are.', 'Write a whole number of 0 to 1000.'),
  'BED-SCORE-RANGE': warning(
    'BEDv1 1.7',
    'A score is a number, but not a whole one of 0 to 1000; or a dot.',
    'Nothing needs to be done where no browser is to show it.',
  ),
  'BED-STRAND': error('BEDv1 1.7', 'A strand is not +, - or a dot, and others are.', 'Write +, - or a dot.'),
  'BED-THICK': error(
    'BEDv1 1.8',
    'thickStart and thickEnd are not whole numbers in order within the interval, and others are.',
    'Write chromStart and chromEnd where nothing is thick.',
  ),
  'BED-THICK-NONE': warning(
    'BEDv1 1.8',
    'thickStart and thickEnd are 0, outside of the interval.',
    'Write chromStart and chromEnd where nothing is thick.',
  ),
  'BED-COLOR': error(
    'BEDv1 1.8',
    'itemRgb is not 0 or three numbers of 0 to 255 between commas.',
    'Write 0, or red,green,blue.',
  ),
  'BED-BLOCKS': error(
    'BEDv1 1.9',
    'Blocks are not as many as blockCount, ascending without overlap, the first at 0 and the last to chromEnd.',
    'Correct blockCount, blockSizes and blockStarts.',
  ),
  'BED-CUSTOM': warning(
    'BEDv1 1.10',
    'A column where BED may have one of its own has something else: it and what follows is taken for custom.',
    'Nothing needs to be done where that is so.',
  ),
  'BED-CRLF': warning(
    'BEDv1 1.3',
    'Lines end in carriage returns, which the specification allows and many tools do not.',
    'Write line feeds only.',
  ),
  'BED-LAST-LINE': warning(
    'BEDv1 1.3',
    'The last line has no line feed: the file may be cut.',
    'Compare its size with the one that was written.',
  ),
} as const satisfies FileRules;

export type BedCode = keyof typeof BED_RULES;
