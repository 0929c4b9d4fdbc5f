/** `seqplan export-problem SCENARIO`: the flat problem that the planner solves, for other solvers. */

import { initialSituation } from '../../model/index.ts';
import { documentText, formulate, writeProblem } from '../../solver/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { loadScenario } from '../scenario-source.ts';
import { writeText } from '../write-text.ts';

export interface ExportProblemOptions {
  /** Absent: standard output. */
  readonly out?: string;
}

/** Writes the problem of docs/FORMATS.md "problem.json", as it stands at instant 0. */
export async function exportProblemCommand(
  file: string,
  { out }: ExportProblemOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const { scenario } = await loadScenario(file);
  const { problem } = formulate(scenario, initialSituation(scenario));
  const text = documentText(writeProblem(problem, { name: scenario.name, levels: scenario.objective.levels }));
  if (out === undefined) terminal.print(text.trimEnd());
  else await writeText(out, text);
  return EXIT.done;
}
