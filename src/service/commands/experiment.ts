/** `seqplan experiment FILE`: variants of a laboratory side by side, with what is known of the differences. */

import path from 'node:path';
import { compare, experimentForest, experimentMarkdown } from '../../analytics/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { experiment, loadExperiment, type ExperimentOutcome } from '../experiment/index.ts';
import { json } from '../output-folder.ts';
import { createProgress } from '../terminal.ts';
import { writeText } from '../write-text.ts';

export interface ExperimentCommandOptions {
  readonly json: boolean;
  readonly out?: string;
  readonly workers: number;
}

export async function experimentCommand(
  file: string,
  options: ExperimentCommandOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, clock } = context;
  const progress = createProgress(terminal, clock);
  const checked = await loadExperiment(file);
  const interruption = new AbortController();
  const release = context.onInterrupt?.(() => interruption.abort());
  try {
    const outcome = await experiment(checked, {
      workers: options.workers,
      signal: interruption.signal,
      ...(options.out !== undefined && { out: options.out }),
      onTrial: ({ done, most, trial }) => {
        progress(() => `${done} of at most ${most} simulated courses, last: ${trial.variant}, seed ${trial.seed}`);
      },
      onNotice: (notice) => terminal.note(notice),
    });
    if (outcome.kind === 'interrupted') {
      terminal.note(interruptionText(outcome, options));
      return EXIT.no;
    }
    await conclude(outcome, options, context);
    return EXIT.done;
  } finally {
    release?.();
  }
}

type Done = Extract<ExperimentOutcome, { kind: 'done' }>;

async function conclude(done: Done, options: ExperimentCommandOptions, { terminal }: CommandContext): Promise<void> {
  const { kind: _, ...result } = done;
  const document = { resultVersion: 1, ...result, comparison: compare(result) };
  const table = experimentMarkdown(result);
  if (options.out !== undefined) {
    await writeText(path.join(options.out, 'experiment.json'), json(document));
    await writeText(path.join(options.out, 'experiment.md'), `${table.join('\n')}\n`);
    await writeText(path.join(options.out, 'experiment.svg'), experimentForest(result));
  }
  if (options.json) terminal.print(json(document).trimEnd());
  else {
    terminal.print(table.join('\n'));
    if (options.out !== undefined) terminal.print(`\nfiles in ${options.out}/`);
  }
}

function interruptionText(
  { done, most }: Extract<ExperimentOutcome, { kind: 'interrupted' }>,
  { out }: ExperimentCommandOptions,
): string {
  const kept =
    out === undefined
      ? 'nothing is kept without --out'
      : `they are kept in ${out}/; the same command goes on from there`;
  return `interrupted after ${done} of at most ${most} simulated courses: ${kept}`;
}
