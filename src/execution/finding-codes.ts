/** What keeps a scenario from being carried out for real: stable codes, all found before anything starts. */

import type { Finding } from '../base/index.ts';

export const EXECUTION_FINDINGS = {
  'TOOL-ABSENT': 'A stage needs a command that is not on the PATH.',
  'TOOL-ARGV': 'The first argument of a tool is not the command that it names.',
  'STAGE-NOT-EXECUTABLE': 'A stage that is still to be done is not computed by a tool.',
  'INPUT-ABSENT': 'An input file is not there.',
  'INPUT-UNKNOWN': 'An input names an order input, a stage or an output that does not exist, or comes later.',
  'PLACEHOLDER-UNKNOWN': 'An argument or a path holds a placeholder without a value.',
  'NAME-UNSAFE': 'A file name could leave its folder, hide, or be taken for an option.',
  'NAME-CLASH': 'Two files of one attempt have the same name, or two values the same placeholder.',
  'GATE-NOT-MEASURED': "A quality gate asks for a metric that no check of the stage's outputs measures.",
} as const;

export type ExecutionFindingCode = keyof typeof EXECUTION_FINDINGS;

/** A finding before it has its place. */
export interface Problem {
  readonly code: ExecutionFindingCode;
  readonly message: string;
  readonly hint: string;
}

export const asFinding = (path: string, problem: Problem): Finding => ({ severity: 'error', path, ...problem });
