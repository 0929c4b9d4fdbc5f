/**
 * A classic instance from text to solution file: the gymnasium of the searches that plan the laboratory.
 *
 * What an instance is solved by follows from its flat problem, not from its format: unary machines by critical-block tabu
 * search, cumulative resources by the project search, p-batches by the batching search.
 */

import { assert, type Finding } from '../base/index.ts';
import { f64 } from './columns.ts';
import { solutionDocument, type SolutionDocument, type SolutionFigures } from './formats/index.ts';
import type { Budget } from './options.ts';
import { NONE, type Problem } from './problem.ts';
import { readInstance, type ClassicInstance, type InstanceFormat } from './read-instance.ts';
import { searchBatching, type Batch, type BatchingInstance } from './search/batching/index.ts';
import { solveClassic, type Exchange } from './search/index.ts';
import { searchProject, supportsProject } from './search/project/index.ts';
import { singleTasks } from './single-tasks.ts';
import type { Solution } from './solution.ts';

export interface SolveInstanceOptions extends SearchOptions {
  readonly format: InstanceFormat;
  readonly text: string;
}

export interface SearchOptions {
  /** Stated in the answer. */
  readonly name: string;
  readonly seed: number;
  readonly budget: Budget;
  /** Milliseconds of any origin; states the seconds taken, and measures a budget in milliseconds. */
  readonly nowMs: () => number;
  /** To searches of the same instance on other threads. */
  readonly exchange?: Exchange;
}

/** The solution file of an oven instance; the others are in `formats/solution.ts`. */
export type BatchDocument = SolutionFigures & { readonly problem: 'osp'; readonly batches: readonly Batch[] };

export type InstanceAnswer =
  /** The text is not an instance of the format. */
  { readonly kind: 'rejected'; readonly findings: readonly Finding[] } | SearchedAnswer;

export type SearchedAnswer =
  | { readonly kind: 'solved'; readonly document: SolutionDocument | BatchDocument }
  /** No schedule of all its jobs was found. */
  | { readonly kind: 'unsolved' };

/** In the calling thread. */
export function solveInstance(options: SolveInstanceOptions): InstanceAnswer {
  const reading = readInstance(options.format, options.text);
  return reading.kind === 'rejected' ? reading : searchInstance(reading.instance, options);
}

export function searchInstance(instance: ClassicInstance, options: SearchOptions): SearchedAnswer {
  const from = options.nowMs();
  const figuresOf = ({ objective, bound, iterations }: Found): SolutionFigures => ({
    instance: options.name,
    objective,
    bound,
    seconds: Math.round(options.nowMs() - from) / 1000,
    iterations,
    workers: 1,
    seed: options.seed,
  });
  if (instance.format === 'osp') {
    const found = searchOven(instance.batching, options);
    if (found === undefined) return { kind: 'unsolved' };
    return { kind: 'solved', document: { problem: 'osp', ...figuresOf(found), batches: found.batches } };
  }
  const { format, problem } = instance;
  const found = supportsProject(problem) ? findProject(problem, options) : findShop(problem, options);
  const document = solutionDocument({ format, problem, solution: found.solution, figures: figuresOf(found) });
  return { kind: 'solved', document };
}

interface Found {
  readonly objective: number;
  readonly bound: number;
  readonly iterations: number;
}

function findShop(problem: Problem, options: SearchOptions): Found & { solution: Solution } {
  const { seed, budget, nowMs, exchange } = options;
  const limit = 'ms' in budget ? { timeMs: budget.ms, clockMs: nowMs } : { iterations: budget.iterations };
  const result = solveClassic(problem, { seed, budget: limit, ...(exchange === undefined ? {} : { exchange }) });
  assert(result.kind === 'solved', 'readers of shops make problems that the shop search supports');
  return result;
}

function findProject(problem: Problem, options: SearchOptions): Found & { solution: Solution } {
  const { seed, budget, nowMs, exchange } = options;
  const { start, ...found } = searchProject(problem, { seed, budget, nowMs, ...endingWith(exchange) });
  if (found.objective <= found.bound) exchange?.end();
  return { ...found, solution: solutionOfStarts(problem, start) };
}

function searchOven(
  instance: BatchingInstance,
  options: SearchOptions,
): (Found & { batches: readonly Batch[] }) | undefined {
  const { seed, budget, nowMs, exchange } = options;
  const result = searchBatching(instance, { seed, budget, nowMs, ...endingWith(exchange) });
  if (result.kind !== 'solved') return undefined;
  if (result.objective <= result.bound) exchange?.end();
  return result;
}

const endingWith = (exchange: Exchange | undefined): { shouldStop?: () => boolean } =>
  exchange === undefined ? {} : { shouldStop: () => exchange.isOver() };

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
