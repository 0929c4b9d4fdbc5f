/** What may be found of files that outside tools say their metrics in. */

import { error, warning, type FileRules } from '../files/index.ts';

export const QUALITY_RULES = {
  'QC-UNREADABLE': error('the system', 'A file of metrics cannot be read.', 'Check the path and the permissions.'),
  'QC-SIZE': error(
    'usage',
    'A file of metrics is larger than 64 MiB.',
    'Give the summary that the tool writes, not its data.',
  ),
  'QC-FORMAT': error(
    'usage',
    'The content is of no tool whose metrics are read.',
    'See docs/GATES.md for those that are.',
  ),
  'QC-JSON': error('RFC 8259', 'JSON that cannot be parsed, or is nested beyond reason.', 'Write the file again.'),
  'QC-NUMBER': error('usage', 'A value is no number.', 'Write the file again with the tool.'),
  'QC-DECIMAL-COMMA': error(
    'usage',
    'A number is written with a decimal comma: 1,234 may be one or a thousand.',
    'Run the tool with LC_ALL=C, or Java with -Duser.language=en.',
  ),
  'QC-RANGE': error('usage', 'A value that its metric cannot have.', 'Write the file again with the tool.'),
  'QC-TABLE': error('usage', 'A table without its header, or a row that is cut off.', 'Write the file again.'),
  'QC-REJECTED': error(
    'usage',
    'Metrics of a file of sequencing that was rejected.',
    'Repair the file, and judge it again.',
  ),
  'QC-NOT-READ': warning(
    'usage',
    'A table that nothing is taken from: of a kind without metrics of ours, or without a row.',
    'Nothing, where other files tell the metrics.',
  ),
  'QC-SETS': warning(
    'bcftools stats',
    'Statistics of two files compared: only those of one are read.',
    'Run the tool on one file.',
  ),
} as const satisfies FileRules;

export type QualityRuleCode = keyof typeof QUALITY_RULES;
