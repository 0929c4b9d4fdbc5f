/** Every code that is found of a sound scenario before anything starts: stable, and listed in docs/FINDINGS.md. */

import type { Severity } from '../../base/index.ts';

export interface PreflightRule {
  readonly severity: Severity;
  readonly meaning: string;
  /** What to do about it, in general; each finding carries its own hint. */
  readonly remedy: string;
}

const error = (meaning: string, remedy: string): PreflightRule => ({ severity: 'error', meaning, remedy });
const warning = (meaning: string, remedy: string): PreflightRule => ({ severity: 'warning', meaning, remedy });

/** Of the scenario itself. Orders that are lost whatever the plan do not keep the others from being planned: warnings. */
export const TIMELINESS_RULES = {
  'EXPIRES-BEFORE-START': warning(
    'Material expires before the first stage can start: calendars, start windows and staff allow it only later.',
    'Have it received earlier, store it otherwise, or open the laboratory.',
  ),
  'ORDER-IMPOSSIBLE': warning(
    'Nothing that the laboratory could do finishes the order: holds, expiry and the end of the calendars forbid it.',
    '`seqplan explain` says what binds it.',
  ),
  'DEADLINE-IMPOSSIBLE': warning(
    'The order ends after its deadline even if it is alone in the laboratory: every plan loses it.',
    'Move the deadline, or see with `seqplan explain` what binds it.',
  ),
  'DUE-IMPOSSIBLE': warning(
    'The order ends after its due date even if it is alone in the laboratory: every plan is late.',
    'Agree on a later date, or see with `seqplan explain` what binds it.',
  ),
} as const satisfies Readonly<Record<string, PreflightRule>>;

/** Of this machine and the files on it. */
export const WORLD_RULES = {
  'TOOL-VERSION': error('A tool has a version that its stage does not allow.', 'Install another, or allow it.'),
  'TOOL-VERSION-UNKNOWN': warning(
    'A tool does not tell its version, so that nobody knows whether it is allowed.',
    'Correct `versionArgs`.',
  ),
  'INPUT-DIGEST': error(
    'A file is not the one that the scenario states: it has another digest.',
    'Get the file again, or correct the digest.',
  ),
  'INPUT-FORMAT': error('A file is of another format than its tool reads.', 'Convert it, or correct `format`.'),
  'INPUT-REMOTE': error(
    'An input lies elsewhere; tools read files of this machine.',
    'Fetch it, and name the file beside the scenario.',
  ),
  'INPUT-SOURCE': error('An input that lies elsewhere cannot be read.', 'Check address and permissions.'),
  'INPUT-UNSEEN': warning(
    'An input lies elsewhere and was not looked at: scenarios do not make seqplan fetch.',
    'Give --remote to have it looked at.',
  ),
  'INPUT-UNREAD': warning(
    'An input of an order is not there; no tool reads it.',
    'Correct the path, or remove the entry.',
  ),
  'SHEET-LACKS-SAMPLE': warning(
    'A sample sheet has no row for a sample of an order that names it.',
    'Add the row: without it nothing is demultiplexed for the sample.',
  ),
  'SHEET-OTHER-SAMPLE': warning(
    'A sample sheet has rows for samples that no order that names it has.',
    'Correct Sample_ID, or name the sheet in the other orders too.',
  ),
  'STORAGE-ROOM': error(
    'What is expected of the outputs does not fit the disk of the output folder.',
    'Make room, or choose another folder.',
  ),
} as const satisfies Readonly<Record<string, PreflightRule>>;

export type TimelinessCode = keyof typeof TIMELINESS_RULES;
export type WorldCode = keyof typeof WORLD_RULES;

/** In the order of docs/FINDINGS.md. */
export const PREFLIGHT_RULES: Readonly<Record<TimelinessCode | WorldCode, PreflightRule>> = {
  ...TIMELINESS_RULES,
  ...WORLD_RULES,
};
