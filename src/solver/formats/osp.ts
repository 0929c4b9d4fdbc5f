/**
 * Instances of the oven scheduling problem (Lackner, Mrkvicka, Musliu, Walkiewicz, Winter, CP 2021): MiniZinc data.
 *
 * Families are the batch keys and the machine states, shifts the calendars; minimum capacities are zero in all instances and are
 * ignored. Set-up tables have one row more than families: the last is for a machine that was never set up.
 */

import { NEVER, type Finding } from '../../base/index.ts';
import { ints, numbers, rowStarts } from '../columns.ts';
import type { BatchingInstance, BatchingWeights } from '../search/batching/instance.ts';
import { MAX_AMOUNT, MAX_DURATION, MAX_MACHINES } from './caps.ts';
import { DznReader, readingDzn, type Range } from './dzn.ts';
import { problemOf } from './instance.ts';

export type OspReadResult =
  | { readonly kind: 'instance'; readonly instance: BatchingInstance }
  | { readonly kind: 'rejected'; readonly findings: Finding[] };

interface Raw {
  readonly machines: number;
  readonly families: number;
  readonly capacity: readonly number[];
  readonly initial: readonly number[];
  /** Per machine, in time order. */
  readonly shifts: readonly (readonly { readonly start: number; readonly end: number }[])[];
  readonly setupTime: readonly (readonly number[])[];
  readonly setupCost: readonly (readonly number[])[];
  readonly jobs: readonly RawJob[];
  readonly weights: BatchingWeights;
  readonly normalization: number;
}

interface RawJob {
  readonly release: number;
  readonly due: number;
  readonly minTime: number;
  readonly maxTime: number;
  readonly size: number;
  /** 1-based. */
  readonly family: number;
  /** 1-based. */
  readonly machines: readonly number[];
}

const MAX_OSP_JOBS = 2_000;
const MAX_FAMILIES = 200;
const MAX_TIME = 1_000_000_000;
const AMOUNT: Range = { min: 0, max: MAX_AMOUNT };
const TIME: Range = { min: 0, max: MAX_TIME };
const WEIGHT: Range = { min: 0, max: MAX_TIME };

export function readOsp(text: string): OspReadResult {
  const result = readingDzn(text, (reader) => ({ instance: instanceOf(readRaw(reader)) }));
  return 'findings' in result ? { kind: 'rejected', ...result } : { kind: 'instance', ...result };
}

function readRaw(reader: DznReader): Raw {
  const machines = reader.integer('m', { min: 1, max: MAX_MACHINES });
  const families = reader.integer('a', { min: 1, max: MAX_FAMILIES });
  const setups = { rows: families + 1, columns: families };
  return {
    machines,
    families,
    capacity: reader.array('max_cap', machines, AMOUNT),
    initial: reader.array('initState', machines, { min: 0, max: families + 1 }),
    shifts: readShifts(reader, machines),
    setupTime: reader.table('setup_times', setups, { min: 0, max: MAX_DURATION }),
    setupCost: reader.table('setup_costs', setups, AMOUNT),
    jobs: readJobs(reader, { machines, families }),
    weights: {
      runTime: reader.integer('mult_factor_total_runtime', WEIGHT),
      tardyJob: reader.integer('mult_factor_finished_toolate', WEIGHT),
      setupCost: reader.integer('mult_factor_total_setupcosts', WEIGHT),
      setupTime: reader.integer('mult_factor_total_setuptimes', WEIGHT),
    },
    normalization: reader.integer('upper_bound_integer_objective', { min: 1, max: Number.MAX_SAFE_INTEGER }),
  };
}

/** Empty shifts, which pad the table, are left out. */
function readShifts(reader: DznReader, machines: number): { start: number; end: number }[][] {
  const size = { rows: machines, columns: reader.integer('s', { min: 1, max: 10_000 }) };
  const starts = reader.table('m_a_s', size, TIME);
  const ends = reader.table('m_a_e', size, TIME);
  return starts.map((row, machine) => {
    const shifts = row.map((start, k) => ({ start, end: ends[machine]?.[k] ?? 0 }));
    const open = shifts.filter((shift) => shift.end > shift.start).toSorted((a, b) => a.start - b.start);
    if (open.some((shift, k) => k > 0 && shift.start < (open[k - 1]?.end ?? 0)))
      reader.reject('m_a_s', `the shifts of machine ${machine + 1} overlap`);
    return open;
  });
}

function readJobs(reader: DznReader, limits: { machines: number; families: number }): RawJob[] {
  const count = reader.integer('n', { min: 1, max: MAX_OSP_JOBS });
  const release = reader.array('earliest_start', count, TIME);
  const due = reader.array('latest_end', count, TIME);
  const minTime = reader.array('min_time', count, { min: 1, max: MAX_DURATION });
  const maxTime = reader.array('max_time', count, { min: 1, max: MAX_TIME });
  const size = reader.array('size', count, AMOUNT);
  const family = reader.array('attribute', count, { min: 1, max: limits.families });
  const machines = reader.sets('eligible_machine', count, { min: 1, max: limits.machines });
  return release.map((start, job) => {
    const [least = 0, most = 0] = [minTime[job], maxTime[job]];
    if (least > most) reader.reject('max_time', `job ${job + 1} lasts at least ${least} and at most ${most}`);
    return {
      release: start,
      due: due[job] ?? 0,
      minTime: least,
      maxTime: most,
      size: size[job] ?? 0,
      family: family[job] ?? 1,
      machines: machines[job] ?? [],
    };
  });
}

function instanceOf(raw: Raw): BatchingInstance {
  const { jobs, weights, normalization, machines } = raw;
  const base = problemOf({
    machineCount: machines,
    jobs: jobs.map((job) => [job.machines.map((machine) => ({ machine: machine - 1, duration: job.minTime }))]),
  });
  const modes = jobs.flatMap((job) => job.machines.map((machine) => ({ ...job, machine: machine - 1 })));
  const shifts = raw.shifts.flatMap((row, machine) => row.map((shift) => ({ ...shift, machine })));
  const problem = {
    ...base,
    horizon: Math.max(1, ...shifts.map((shift) => shift.end)),
    operations: { ...base.operations, release: numbers(jobs.map((job) => job.release)) },
    modes: {
      ...base.modes,
      state: ints(modes.map((mode) => mode.family - 1)),
      batchKey: ints(modes.map((mode) => mode.family - 1)),
      size: numbers(modes.map((mode) => mode.size)),
      capacity: numbers(modes.map((mode) => raw.capacity[mode.machine] ?? 0)),
    },
    jobs: { ...base.jobs, order: Int32Array.from(jobs.keys()) },
    orders: orderTable(jobs),
    machines: {
      ...base.machines,
      firstInterval: rowStarts(
        shifts.map((shift) => shift.machine),
        machines,
      ),
      intervalStart: numbers(shifts.map((shift) => shift.start)),
      intervalEnd: numbers(shifts.map((shift) => shift.end)),
      states: new Int32Array(machines).fill(raw.families),
      // 0 stands for "never set up": in the file's cyclic reading that is the last row.
      initialState: ints(raw.initial.map((state) => (state === 0 ? raw.families : state - 1))),
      setupTime: numbers(raw.setupTime.flat()),
    },
  };
  return {
    problem,
    maxDuration: numbers(jobs.map((job) => job.maxTime)),
    setupCost: numbers(raw.setupCost.flat()),
    weights,
    normalization,
  };
}

/** One order per job: each is tardy or not for itself. */
function orderTable(jobs: readonly RawJob[]): BatchingInstance['problem']['orders'] {
  const each = (value: number): Float64Array => new Float64Array(jobs.length).fill(value);
  return {
    count: jobs.length,
    firstJob: Int32Array.from({ length: jobs.length + 1 }, (_, order) => order),
    release: numbers(jobs.map((job) => job.release)),
    due: numbers(jobs.map((job) => job.due)),
    deadline: each(NEVER),
    weight: each(1),
    doneUntil: each(-NEVER),
  };
}
