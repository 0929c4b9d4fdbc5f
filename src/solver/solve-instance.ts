/**
 * A classic instance from text to solution file: the gymnasium of the searches that plan the laboratory.
 *
 * What an instance is solved by follows from its flat problem, not from its format: unary machines by critical-block tabu
 * search, cumulative resources by the project search, p-batches by the batching search.
 */

import { assert, type Finding } from '../base/index.ts';
import { f64 } from './columns.ts';
import {
  readFjsp,
  readJsp,
  readOsp,
  readRcpsp,
  solutionDocument,
  type SolutionDocument,
  type SolutionFigures,
} from './formats/index.ts';
import type { Budget } from './options.ts';
import { NONE, type Problem } from './problem.ts';
import { searchBatching, type Batch, type BatchingInstance } from './search/batching/index.ts';
import { solveClassic } from './search/index.ts';
import { searchProject, supportsProject } from './search/project/index.ts';
import { singleTasks } from './single-tasks.ts';
import type { Solution } from './solution.ts';

export const INSTANCE_FORMATS = ['jsp', 'fjsp', 'rcpsp', 'osp'] as const;
export type InstanceFormat = (typeof INSTANCE_FORMATS)[number];

export interface SolveInstanceOptions {
  /** Stated in the answer. */
  readonly name: string;
  readonly format: InstanceFormat;
  readonly text: string;
  readonly seed: number;
  readonly budget: Budget;
  /** Milliseconds of any origin; states the seconds taken, and measures a budget in milliseconds. */
  readonly nowMs: () => number;
}

/** The solution file of an oven instance; the others are in `formats/solution.ts`. */
export type BatchDocument = SolutionFigures & { readonly problem: 'osp'; readonly batches: readonly Batch[] };

export type InstanceAnswer =
  | { readonly kind: 'solved'; readonly document: SolutionDocument | BatchDocument }
  /** The text is not an instance of the format. */
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] }
  /** No schedule of all its jobs was found. */
  | { readonly kind: 'unsolved' };

export function solveInstance(options: SolveInstanceOptions): InstanceAnswer {
  return options.format === 'osp' ? solveOven(options) : solveMakespan(options, options.format);
}

const READERS = { jsp: readJsp, fjsp: readFjsp, rcpsp: readRcpsp } as const;

function solveMakespan(options: SolveInstanceOptions, format: SolutionDocument['problem']): InstanceAnswer {
  const reading = READERS[format](options.text);
  if (reading.kind === 'rejected') return reading;
  const { problem } = reading;
  const from = options.nowMs();
  const found = supportsProject(problem) ? solveProject(problem, options) : solveShop(problem, options);
  const { solution, ...rest } = found;
  const figures = figuresOf(options, rest, options.nowMs() - from);
  return { kind: 'solved', document: solutionDocument({ format, problem, solution, figures }) };
}

interface Found {
  readonly objective: number;
  readonly bound: number;
  readonly iterations: number;
}

function solveShop(problem: Problem, { seed, budget, nowMs }: SolveInstanceOptions): Found & { solution: Solution } {
  const limit = 'ms' in budget ? { timeMs: budget.ms, clockMs: nowMs } : { iterations: budget.iterations };
  const result = solveClassic(problem, { seed, budget: limit });
  assert(result.kind === 'solved', 'readers of shops make problems that the shop search supports');
  return result;
}

function solveProject(problem: Problem, { seed, budget, nowMs }: SolveInstanceOptions): Found & { solution: Solution } {
  const { start, ...found } = searchProject(problem, { seed, budget, nowMs });
  return { ...found, solution: solutionOfStarts(problem, start) };
}

function solveOven(options: SolveInstanceOptions): InstanceAnswer {
  const reading = readOsp(options.text);
  if (reading.kind === 'rejected') return reading;
  const instance: BatchingInstance = reading.instance;
  const from = options.nowMs();
  const { seed, budget, nowMs } = options;
  const result = searchBatching(instance, { seed, budget, nowMs });
  if (result.kind !== 'solved') return { kind: 'unsolved' };
  const { batches, objective, bound, iterations } = result;
  const figures = figuresOf(options, { objective, bound, iterations }, options.nowMs() - from);
  return { kind: 'solved', document: { problem: 'osp', ...figures, batches } };
}

const figuresOf = ({ name, seed }: SolveInstanceOptions, found: Found, tookMs: number): SolutionFigures => ({
  instance: name,
  objective: found.objective,
  bound: found.bound,
  seconds: Math.round(tookMs) / 1000,
  iterations: found.iterations,
  workers: 1,
  seed,
});

/** Every operation in its only mode. */
const solutionOfStarts = ({ modes }: Problem, start: Float64Array): Solution =>
  singleTasks(
    Array.from(start, (from, operation) => ({
      mode: operation,
      machine: NONE,
      start: from,
      end: from + f64(modes.duration, operation),
    })),
  );
