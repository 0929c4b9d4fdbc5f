/** Quality of waiting material along a solution; the definition is docs/PLAN-RULES.md "Objective". */

import { f64, i32, item, u8 } from './columns.ts';
import { NONE, type Problem } from './problem.ts';
import type { Solution } from './solution.ts';

/** When operations run; undefined for those that are not planned. */
export interface Times {
  readonly startOf: (operation: number) => number | undefined;
  readonly endOf: (operation: number) => number | undefined;
}

export const timesOf = ({ taskOf, tasks }: Solution): Times => ({
  startOf: (operation) => tasks.start[i32(taskOf, operation)],
  endOf: (operation) => tasks.end[i32(taskOf, operation)],
});

/** Quality, 0..1, of a planned job at the start of its last operation that takes material. */
export function qualityOf(problem: Problem, job: number, { startOf, endOf }: Times): number {
  const { jobs, operations } = problem;
  const taking: number[] = [];
  let isSorted = true;
  let previous = -Infinity;
  for (let o = i32(jobs.firstOperation, job); o < i32(jobs.firstOperation, job + 1); o++) {
    const start = u8(operations.takesMaterial, o) === 1 ? startOf(o) : undefined;
    if (start === undefined) continue;
    taking.push(o);
    isSorted &&= start >= previous;
    previous = start;
  }
  const start = (operation: number): number => startOf(operation) ?? Number.NaN;
  if (!isSorted) taking.sort((a, b) => start(a) - start(b) || a - b);
  let quality = f64(jobs.quality, job);
  if (taking.length === 0) return quality;
  const first = ageThroughPhases(problem, job, start(item(taking, 0)));
  quality = first.quality;
  let curve = first.curve;
  let workedUntil = start(item(taking, 0));
  for (const operation of taking) {
    quality = aged(problem, curve, quality, start(operation) - workedUntil);
    workedUntil = Math.max(workedUntil, endOf(operation) ?? Number.NaN);
    const output = i32(operations.outputCurve, operation);
    if (output !== NONE) curve = output;
  }
  return quality;
}

/** The job's own history up to `until`, each phase in turn; and the curve that holds at the end. */
function ageThroughPhases(problem: Problem, job: number, until: number): { quality: number; curve: number } {
  const { jobs } = problem;
  let quality = f64(jobs.quality, job);
  let curve = NONE;
  const rowEnd = i32(jobs.firstPhase, job + 1);
  for (let k = i32(jobs.firstPhase, job); k < rowEnd; k++) {
    const from = f64(jobs.phaseFrom, k);
    if (k > i32(jobs.firstPhase, job) && from > until) break;
    const to = k + 1 < rowEnd ? Math.min(until, f64(jobs.phaseFrom, k + 1)) : until;
    curve = i32(jobs.phaseCurve, k);
    quality = aged(problem, curve, quality, to - from);
  }
  return { quality, curve };
}

/** `quality` after `wait` seconds by `curve`: q = exp(-(t / tau)^beta), entered at the age that gives `quality`. */
function aged(problem: Problem, curve: number, quality: number, wait: number): number {
  if (curve === NONE || wait <= 0 || quality <= 0) return quality;
  const tau = f64(problem.curves.tau, curve);
  if (tau === Infinity) return quality;
  const beta = f64(problem.curves.beta, curve);
  const age = tau * (-Math.log(quality)) ** (1 / beta);
  return Math.exp(-(((age + wait) / tau) ** beta));
}
