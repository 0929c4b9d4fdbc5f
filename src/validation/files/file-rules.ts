/** Rules of files of any format. */

import type { FileRules } from './file-finding.ts';

export const FILE_RULES = {
  'FILE-UNREADABLE': {
    severity: 'error',
    meaning: 'A file cannot be read; nothing is known of its content.',
    remedy: 'Check the path, the permissions and the disk.',
    source: 'the system',
  },
  'FILE-TIMEOUT': {
    severity: 'error',
    meaning: 'A file was not read to its end in the time that was given.',
    remedy: 'Give more time, or judge it with --depth sampled.',
    source: 'usage',
  },
  'FILE-FORMAT': {
    severity: 'error',
    meaning: 'Neither name nor first bytes say what the file is.',
    remedy: 'Say it with --format.',
    source: 'usage',
  },
  'FILE-SEQUENTIAL': {
    severity: 'warning',
    meaning:
      'The server sends the file from its beginning only: what stands at its end is not looked at unless all is read.',
    remedy: 'Read all of it with --depth full, or from a server that sends parts.',
    source: 'RFC 9110 14',
  },
  'FILE-BEGINNING-ONLY': {
    severity: 'warning',
    meaning:
      'Only the beginning of the file was judged: gzip cannot be entered in the middle, nor can content whose records nothing marks.',
    remedy: 'Judge it in full, or pack it with bgzip.',
    source: 'usage',
  },
  'COMPANION-UNREADABLE': {
    severity: 'error',
    meaning: 'An index or a dictionary that belongs to the file cannot be read, or is too large to be one.',
    remedy: 'Make it again, with samtools or bcftools.',
    source: 'the system',
  },
  'COMPANION-OLDER': {
    severity: 'warning',
    meaning: 'An index or a dictionary was last changed before the file that it belongs to.',
    remedy: 'Make it again where the file was changed since; copies made without their times are harmless.',
    source: 'usage',
  },
} as const satisfies FileRules;
