/**
 * The quality that a job keeps at best, as a function of how early its last operation on material starts.
 *
 * Ageing is monotone in every wait, so waits at their lower bounds give a bound. Where all curves have one exponent, age
 * in units of tau adds up: a wait of w seconds under tau adds w / tau (`-ln q = age^beta`). Then time that must pass
 * somewhere between the first start and the last (the last start less work, at most so long, less the least waits)
 * costs at least what it costs in the waits that age slowest, each filled up to its maximum lag. Where exponents differ,
 * a table does the same (`waiting-table.ts`).
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32, item, u8 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import { aged } from './aged.ts';
import type { Heads } from './heads.ts';
import { lossTable, type Stay } from './waiting-table.ts';

export interface Waiting {
  /** The last operation that takes material; NONE: none does. */
  readonly last: number;
  /** The least share of quality lost if `last` starts at `start` or later; not falling in `start`. */
  lossAt(start: number): number;
}

/** A wait that can be longer than it must be. */
interface Room {
  /** Age per second. */
  readonly rate: number;
  readonly seconds: number;
}

export interface WaitingOptions {
  /** Also where exponents differ, time that must pass counts: a table per job, of some milliseconds. */
  readonly isThorough: boolean;
}

export function waitingOf(problem: Problem, heads: Heads, job: number, options: WaitingOptions): Waiting {
  const taking = takingOperations(problem, job);
  const last = taking.at(-1);
  const quality = f64(problem.jobs.quality, job);
  if (last === undefined) return { last: NONE, lossAt: () => 1 - quality };
  const waits = chainOf(problem, heads, taking);
  const first = taking.reduce((earliest, o) => Math.min(earliest, f64(heads.start, o)), NEVER as number);
  if (waits === undefined || first >= NEVER) {
    const loss = 1 - agedInPhases(problem, job, first);
    return { last, lossAt: () => loss };
  }
  const beta = commonBeta(problem, job, taking);
  const chain = { job, taking, waits };
  return beta === undefined
    ? mixedWaiting(problem, heads, chain, options)
    : chainWaiting(problem, heads, { ...chain, beta });
}

/** A wait before an operation on material, after the one before it. */
interface Wait {
  readonly least: number;
  readonly most: number;
}

interface Chain {
  readonly job: number;
  readonly taking: readonly number[];
  /** Before each of `taking` but the first. */
  readonly waits: readonly Wait[];
}

/** Curves with several exponents. */
function mixedWaiting(
  problem: Problem,
  heads: Heads,
  { job, taking, waits }: Chain,
  { isThorough }: WaitingOptions,
): Waiting {
  const { operations } = problem;
  const first = item(taking, 0);
  const firstStart = f64(heads.start, first);
  const isFrozen = i32(operations.frozenTask, first) !== NONE;
  let curve = lastCurve(problem, job, firstStart);
  const stays: Stay[] = [{ curve, least: 0, room: isFrozen ? 0 : f64(operations.latestStart, first) - firstStart }];
  let earliestLast = firstStart;
  taking.forEach((operation, k) => {
    const wait = waits[k - 1];
    if (wait !== undefined) {
      stays.push({ curve, least: wait.least, room: Math.max(0, wait.most - wait.least) });
      earliestLast += wait.least;
    }
    if (k < taking.length - 1) earliestLast += longestWork(problem, heads, operation);
    const output = i32(operations.outputCurve, operation);
    if (output !== NONE) curve = output;
  });
  const last = item(taking, taking.length - 1);
  const quality = agedInPhases(problem, job, firstStart);
  if (isThorough) return { last, lossAt: lossTable(problem, { quality, stays, earliestLast }) };
  const loss = 1 - stays.reduce((left, stay) => aged(problem, stay.curve, left, stay.least), quality);
  return { last, lossAt: () => loss };
}

/** The curve by which material waits from `instant` on, NONE where a later phase may follow: then ageing is not counted. */
function lastCurve({ jobs }: Problem, job: number, instant: number): number {
  const last = i32(jobs.firstPhase, job + 1) - 1;
  if (last < i32(jobs.firstPhase, job)) return NONE;
  const isOnly = last === i32(jobs.firstPhase, job) || f64(jobs.phaseFrom, last) <= instant;
  return isOnly ? i32(jobs.phaseCurve, last) : NONE;
}

function chainWaiting(
  problem: Problem,
  heads: Heads,
  { job, taking, waits, beta }: Chain & { readonly beta: number },
): Waiting {
  const { jobs, operations } = problem;
  const first = item(taking, 0);
  const firstStart = f64(heads.start, first);
  const phases = agesInPhases(problem, job, firstStart);
  let age = (-Math.log(f64(jobs.quality, job))) ** (1 / beta) + phases.age;
  let { rate } = phases;
  const isFrozen = i32(operations.frozenTask, first) !== NONE;
  const rooms: Room[] = [{ rate, seconds: isFrozen ? 0 : f64(operations.latestStart, first) - firstStart }];
  let passed = 0;
  taking.forEach((operation, k) => {
    const wait = waits[k - 1];
    if (wait !== undefined) {
      age += wait.least * rate;
      passed += wait.least;
      rooms.push({ rate, seconds: Math.max(0, wait.most - wait.least) });
    }
    if (k < taking.length - 1) passed += longestWork(problem, heads, operation);
    const output = i32(operations.outputCurve, operation);
    if (output !== NONE) rate = rateOf(problem, output);
  });
  rooms.sort((a, b) => a.rate - b.rate || b.seconds - a.seconds);
  const earliestLast = firstStart + passed;
  return {
    last: item(taking, taking.length - 1),
    lossAt: (start) => 1 - Math.exp(-((age + spread(rooms, start - earliestLast)) ** beta)),
  };
}

/** The least age that `seconds` of further waiting bring. More than all rooms hold is impossible, so it costs nothing extra. */
function spread(rooms: readonly Room[], seconds: number): number {
  let left = seconds;
  let age = 0;
  for (const room of rooms) {
    if (left <= 0) break;
    const here = Math.min(left, room.seconds);
    age += here * room.rate;
    left -= here;
  }
  return age;
}

function takingOperations({ jobs, operations }: Problem, job: number): number[] {
  const taking: number[] = [];
  for (let o = i32(jobs.firstOperation, job); o < i32(jobs.firstOperation, job + 1); o++) {
    if (u8(operations.takesMaterial, o) === 1) taking.push(o);
  }
  return taking;
}

/** The exponent of all curves by which the job's material can age; undefined where they differ. */
function commonBeta({ jobs, operations, curves }: Problem, job: number, taking: readonly number[]): number | undefined {
  let beta: number | undefined;
  const agrees = (curve: number): boolean => {
    if (curve === NONE || f64(curves.tau, curve) === Infinity) return true;
    beta ??= f64(curves.beta, curve);
    return beta === f64(curves.beta, curve);
  };
  for (let k = i32(jobs.firstPhase, job); k < i32(jobs.firstPhase, job + 1); k++) {
    if (!agrees(i32(jobs.phaseCurve, k))) return undefined;
  }
  const isCommon = taking.every((operation) => agrees(i32(operations.outputCurve, operation)));
  return isCommon ? (beta ?? 1) : undefined;
}

/** The waits between operations that follow each other for certain; undefined where two of them could run side by side. */
function chainOf(problem: Problem, heads: Heads, taking: readonly number[]): Wait[] | undefined {
  const { operations } = problem;
  const waits: Wait[] = [];
  let workedUntil: number = -NEVER;
  for (let k = 1; k < taking.length; k++) {
    const [before, after] = [item(taking, k - 1), item(taking, k)];
    const lag = longestPath(problem, before, after);
    const isEndKnown = i32(operations.frozenTask, before) !== NONE;
    const isStartFixed = i32(operations.frozenTask, after) !== NONE;
    // What runs already keeps no lags to what is before it.
    if (lag === undefined || (isStartFixed && !isEndKnown)) return undefined;
    workedUntil = Math.max(workedUntil, f64(heads.end, before));
    const known = isEndKnown ? f64(heads.start, after) - workedUntil : 0;
    const isStartKnown = isEndKnown && isStartFixed;
    const least = isStartKnown ? Math.max(0, known) : Math.max(lag, known);
    waits.push({ least, most: isStartKnown ? least : maximumLag(problem, before, after) });
  }
  return waits;
}

/** The least time from the end of `before` to the start of `after`; undefined: not connected. */
function longestPath({ operations, modes, arcs }: Problem, before: number, after: number): number | undefined {
  const at: (number | undefined)[] = [];
  for (let o = before + 1; o <= after; o++) {
    let start: number | undefined;
    for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
      const from = i32(arcs.from, a);
      if (from < before) continue;
      const reached = from === before ? 0 : at[from - before];
      if (reached !== undefined) start = Math.max(start ?? 0, reached + f64(arcs.min, a));
    }
    if (o === after) return start;
    let shortest = Infinity;
    for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
      shortest = Math.min(shortest, f64(modes.duration, mode));
    }
    if (start !== undefined) at[o - before] = start + (shortest === Infinity ? 0 : shortest);
  }
  return undefined;
}

function maximumLag({ arcs }: Problem, before: number, after: number): number {
  for (let a = i32(arcs.firstIn, after); a < i32(arcs.firstIn, after + 1); a++) {
    if (i32(arcs.from, a) === before) return f64(arcs.max, a);
  }
  return NEVER;
}

function longestWork({ operations }: Problem, heads: Heads, o: number): number {
  if (i32(operations.frozenTask, o) !== NONE) return f64(heads.end, o) - f64(heads.start, o);
  let longest = 0;
  for (let mode = i32(operations.firstMode, o); mode < i32(operations.firstMode, o + 1); mode++) {
    longest = Math.max(longest, f64(heads.longestTask, mode));
  }
  return longest;
}

/** Age gathered in the phases until `until`, and the slowest rate of the phase then or of one after it. */
function agesInPhases(problem: Problem, job: number, until: number): { age: number; rate: number } {
  const { firstPhase, phaseFrom, phaseCurve } = problem.jobs;
  const first = i32(firstPhase, job);
  const end = i32(firstPhase, job + 1);
  let age = 0;
  let rate = first === end ? 0 : Infinity;
  for (let k = first; k < end; k++) {
    const next = k + 1 < end ? f64(phaseFrom, k + 1) : Infinity;
    const own = rateOf(problem, i32(phaseCurve, k));
    age += Math.max(0, Math.min(until, next) - f64(phaseFrom, k)) * own;
    if (next >= until) rate = Math.min(rate, own);
  }
  return { age, rate };
}

/** Quality at `until` by the phases alone, each curve with its own exponent. */
function agedInPhases(problem: Problem, job: number, until: number): number {
  const { jobs } = problem;
  const first = i32(jobs.firstPhase, job);
  const end = i32(jobs.firstPhase, job + 1);
  let quality = f64(jobs.quality, job);
  for (let k = first; k < end; k++) {
    const to = k + 1 < end ? Math.min(until, f64(jobs.phaseFrom, k + 1)) : until;
    quality = aged(problem, i32(jobs.phaseCurve, k), quality, to - f64(jobs.phaseFrom, k));
  }
  return quality;
}

/** Age per second of waiting; 0: does not age. */
const rateOf = ({ curves }: Problem, curve: number): number => (curve === NONE ? 0 : 1 / f64(curves.tau, curve));
