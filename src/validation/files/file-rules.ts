/** Rules of files of any format. */

import type { FileRules } from './file-finding.ts';

export const FILE_RULES = {
  'FILE-UNREADABLE': {
    severity: 'error',
    meaning: 'A file cannot be read; nothing is known of its content.',
    remedy: 'Check the path, the permissions and the disk.',
    source: 'the system',
  },
  'FILE-FORMAT': {
    severity: 'error',
    meaning: 'Neither name nor first bytes say what the file is.',
    remedy: 'Say it with --format.',
    source: 'usage',
  },
} as const satisfies FileRules;
