/** What the laboratory offers runs: the kinds of runs there are, and how much machine time each day has for them. */

import { DAY, hours } from '../../../base/index.ts';
import { f64, i32, u8 } from '../../columns.ts';
import { NONE, type Problem } from '../../problem.ts';
import type { RunDemand } from './demand.ts';

export interface RunKind {
  readonly key: number;
  readonly capacity: number;
  readonly unit: number;
  readonly duration: number;
  readonly clashScope: number;
  /** Mean machine time from the start of one such run to the earliest start of the next: with set-up and waiting for staff. */
  readonly occupied: number;
  /** 1 where its time on the machine is not idle time of the objective. */
  readonly isScarce: number;
}

export interface RunSupply {
  /** Sorted by key. */
  readonly kinds: readonly RunKind[];
  /** Seconds of machine time in each day from now on. */
  readonly dayCapacity: readonly number[];
  /** The first instant from `time` on at which somebody can set a machine up for a run. */
  readonly staffedFrom: (time: number) => number;
}

/** How many days are looked at beyond the last readiness. */
const DAYS_AFTER = 14;
/** Starts at which the machine time of a run is sampled: every hour of two weeks. */
const SAMPLES = 14 * 24;

export function runSupply(problem: Problem, demands: readonly RunDemand[]): RunSupply {
  const modes = anchorModes(problem, demands);
  const machines = [...new Set(modes.map((mode) => i32(problem.modes.machine, mode)))].toSorted((a, b) => a - b);
  const staffedFrom = staffing(problem, machines);
  const byKey = new Map<number, number>();
  for (const mode of modes) {
    const key = i32(problem.modes.batchKey, mode);
    if (!byKey.has(key)) byKey.set(key, mode);
  }
  const kinds = [...byKey].toSorted(([a], [b]) => a - b).map(([, mode]) => kindOf(problem, mode, staffedFrom));
  const last = Math.max(problem.now, ...demands.map(({ ready }) => ready));
  const days = Math.ceil((last - problem.now) / DAY) + DAYS_AFTER;
  const dayCapacity = Array.from({ length: days }, (_, day) => {
    const from = problem.now + day * DAY;
    return capacityOf(problem, machines, from) - frozenTime(problem, machines, from);
  });
  return { kinds, dayCapacity, staffedFrom };
}

function anchorModes({ operations, modes }: Problem, demands: readonly RunDemand[]): number[] {
  return demands.flatMap(({ anchors }) =>
    anchors.flatMap((anchor) => {
      const rows: number[] = [];
      for (let m = i32(operations.firstMode, anchor); m < i32(operations.firstMode, anchor + 1); m++) {
        if (f64(modes.unit, m) > 0 && i32(modes.batchKey, m) !== NONE) rows.push(m);
      }
      return rows;
    }),
  );
}

function kindOf({ modes, machines, now }: Problem, mode: number, staffedFrom: RunSupply['staffedFrom']): RunKind {
  const machine = i32(modes.machine, mode);
  const duration = f64(modes.duration, mode);
  const to = i32(modes.state, mode);
  const setup =
    machine === NONE
      ? 0
      : f64(machines.setupTime, i32(machines.firstSetup, machine) + to * i32(machines.states, machine) + to);
  let occupied = 0;
  let samples = 0;
  for (let k = 0; k < SAMPLES; k++) {
    const start = now + (k * DAY) / 24;
    if (staffedFrom(start) > start) continue;
    occupied += staffedFrom(start + setup + duration) - start;
    samples++;
  }
  return {
    key: i32(modes.batchKey, mode),
    capacity: f64(modes.capacity, mode),
    unit: f64(modes.unit, mode),
    duration: setup + duration,
    clashScope: u8(modes.clashScope, mode),
    occupied: samples === 0 ? setup + duration : occupied / samples,
    isScarce: machine === NONE ? 0 : u8(machines.isScarce, machine),
  };
}

/** When the set-ups of these machines have somebody to do them; at once where set-ups take nobody. */
function staffing({ machines, resources }: Problem, rows: readonly number[]): RunSupply['staffedFrom'] {
  const needy = rows.filter((m) => m !== NONE && i32(machines.setupResource, m) !== NONE);
  const machine = needy[0];
  if (machine === undefined || needy.length < rows.length) return (time) => time;
  const resource = i32(machines.setupResource, machine);
  const amount = f64(machines.setupAmount, machine);
  const [first, end] = [i32(resources.firstStep, resource), i32(resources.firstStep, resource + 1)];
  return (time) => {
    for (let step = first; step < end; step++) {
      const until = step + 1 < end ? f64(resources.stepTime, step + 1) : Infinity;
      if (until > time && f64(resources.stepLevel, step) >= amount)
        return Math.max(time, f64(resources.stepTime, step));
    }
    return time;
  };
}

/** Seconds of the machines' calendars in the day that begins at `from`. */
function capacityOf({ machines }: Problem, rows: readonly number[], from: number): number {
  let capacity = 0;
  for (const m of rows) {
    if (m === NONE) continue;
    for (let k = i32(machines.firstInterval, m); k < i32(machines.firstInterval, m + 1); k++) {
      const [start, end] = [f64(machines.intervalStart, k), f64(machines.intervalEnd, k)];
      capacity += Math.max(0, Math.min(end, from + DAY) - Math.max(start, from));
    }
  }
  return capacity;
}

/** Seconds of that day in which running tasks hold the machines. */
function frozenTime({ operations, modes }: Problem, rows: readonly number[], from: number): number {
  const counted = new Set<number>();
  let time = 0;
  for (let o = 0; o < operations.count; o++) {
    const task = i32(operations.frozenTask, o);
    const mode = i32(operations.firstMode, o);
    if (task === NONE || counted.has(task) || !rows.includes(i32(modes.machine, mode))) continue;
    counted.add(task);
    const start = f64(operations.frozenStart, o);
    time += Math.max(0, Math.min(start + f64(modes.duration, mode), from + DAY) - Math.max(start, from));
  }
  return time;
}

/** Empty units of a run of this kind without members, and its hours, as the objective counts them. */
export const unitsOf = ({ capacity, unit }: RunKind): number => capacity / unit;
export const hoursOf = ({ duration }: RunKind): number => hours(duration);
