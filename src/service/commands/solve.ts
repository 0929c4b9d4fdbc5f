/** `seqplan solve FILE --format jsp|fjsp|rcpsp|osp`: a classic instance, solved by the laboratory's own searches. */

import path from 'node:path';
import { solveInstance, solvePortfolio, type InstanceFormat } from '../../solver/index.ts';
import type { CommandContext } from '../command-context.ts';
import { ServiceError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { json } from '../output-folder.ts';
import type { Budget } from '../planning.ts';
import { readInput } from '../read-input.ts';
import { writeText } from '../write-text.ts';

export interface SolveOptions {
  readonly format: InstanceFormat;
  readonly budget: Budget;
  readonly seed: number;
  /** Threads; 1: in this one, reproducible with a budget in steps. */
  readonly workers: number;
  /** File for the full schedule. */
  readonly out?: string;
}

/** Prints `{ instance, objective, bound, gap, seconds, iterations }`; gap is (objective - bound) / bound. */
export async function solveCommand(file: string, options: SolveOptions, context: CommandContext): Promise<ExitCode> {
  const { terminal, clock } = context;
  const name = path.parse(file).name;
  const text = await readInput(file);
  const { workers, ...rest } = options;
  const request = { ...rest, name, text, nowMs: () => clock.nowMs() };
  const answer = workers === 1 ? solveInstance(request) : await solvePortfolio({ ...request, workers });
  if (answer.kind === 'rejected') {
    throw new ServiceError('REJECTED', `${file} is not an instance of ${options.format}`, answer);
  }
  if (answer.kind === 'unsolved') {
    terminal.note(`seqplan: no schedule of all jobs of ${name} was found`);
    return EXIT.no;
  }
  const { instance, objective, bound, seconds, iterations } = answer.document;
  const gap = bound > 0 ? (objective - bound) / bound : 0;
  if (options.out !== undefined) await writeText(options.out, json(answer.document));
  terminal.print(JSON.stringify({ instance, objective, bound, gap, seconds, iterations }));
  return EXIT.done;
}
