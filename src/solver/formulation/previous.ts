/** The plan in force in columns of the problem: where and when it has each operation, and when it maintains. */

import { at } from '../../base/index.ts';
import type { LotId, MachineId, Plan, PlannedTask, Situation, StageId, TaskPlacement } from '../../model/index.ts';
import { i32, ints, numbers } from '../columns.ts';
import { NONE, noPrevious, type Operations, type Previous } from '../problem.ts';
import type { ModeName } from './formulation.ts';
import { maintenanceKey } from './maintenance.ts';
import type { ModeSet } from './mode-set.ts';
import { jobsByLot, type Job, type Work } from './work.ts';

export interface PreviousInput {
  readonly situation: Situation;
  readonly work: Work;
  /** `previousStart` and `previousMachine` are filled in. */
  readonly operations: Operations;
  /** The modes of each operation. */
  readonly setsOf: readonly ModeSet[];
  readonly machineNumber: ReadonlyMap<MachineId, number>;
  /** By `maintenanceKey`. */
  readonly maintenanceRow: ReadonlyMap<string, number>;
}

export function formulatePrevious(input: PreviousInput): Previous {
  const plan = input.situation.planInForce;
  if (plan === undefined) return noPrevious(input.operations.count);
  const writer = new TaskWriter(input);
  for (const task of plan.tasks) writer.add(task);
  return { ...maintenanceInForce(plan, input), mode: writer.mode, task: writer.task };
}

/** Numbers the tasks in force that have open members, in the order of the plan. */
class TaskWriter {
  readonly mode: Int32Array;
  readonly task: Int32Array;
  readonly #input: PreviousInput;
  readonly #jobs: ReadonlyMap<LotId, Job>;
  #tasks = 0;

  constructor(input: PreviousInput) {
    ({ mode: this.mode, task: this.task } = noPrevious(input.operations.count));
    this.#input = input;
    this.#jobs = jobsByLot(input.work);
  }

  add({ members, placement, start }: PlannedTask): void {
    const { operations, machineNumber } = this.#input;
    const machine = placement.kind === 'pool' ? NONE : (machineNumber.get(placement.machine) ?? NONE);
    let isOpen = false;
    for (const { lot, stage } of members) {
      const job = this.#jobs.get(lot);
      const operation = job === undefined ? NONE : operationOf(job, stage);
      if (job === undefined || operation === NONE) continue;
      operations.previousStart[operation] = start;
      operations.previousMachine[operation] = machine;
      if (i32(operations.frozenTask, operation) !== NONE) continue;
      isOpen = true;
      this.task[operation] = this.#tasks;
      this.mode[operation] = modeAt(this.#input, operation, { placement, machine, samples: job.lot.samples.length });
    }
    if (isOpen) this.#tasks++;
  }
}

/** NONE where the stage is done or skipped. */
function operationOf({ shapes, progress, firstOperation }: Job, stage: StageId): number {
  const rank = progress.shape.rankOf[shapes.positionOf(stage)] ?? NONE;
  return rank === NONE ? NONE : firstOperation + rank;
}

interface Place {
  readonly placement: TaskPlacement;
  readonly machine: number;
  readonly samples: number;
}

/** The operation's mode in that place; NONE where it is not offered any more. */
function modeAt({ operations, setsOf }: PreviousInput, operation: number, place: Place): number {
  const { count, machine, names } = at(setsOf, operation);
  for (let k = 0; k < count; k++) {
    if (i32(machine, k) === place.machine && isSame(at(names, k), place))
      return i32(operations.firstMode, operation) + k;
  }
  return NONE;
}

/** Whether a mode on the machine of `place`, or without one as there, is the mode of `place`. */
function isSame(mode: ModeName, { placement, samples }: Place): boolean {
  if (placement.kind !== mode.kind) return false;
  if (placement.kind === 'run') return mode.kind === 'run' && mode.recipe === placement.recipe;
  if (placement.kind === 'machine' || mode.kind !== 'pool') return true;
  // More side by side than there are samples is the same mode.
  const width = (parallel: number): number => Math.min(parallel, samples);
  return placement.pool === mode.pool && width(placement.parallel) === width(mode.parallel);
}

function maintenanceInForce(
  plan: Plan,
  { situation, maintenanceRow }: PreviousInput,
): Pick<Previous, 'count' | 'maintenanceRow' | 'maintenanceStart'> {
  const occurrences = plan.maintenance
    .filter(({ start }) => start >= situation.now)
    .map(({ maintenance, machines, start }) => {
      const row = maintenanceRow.get(maintenanceKey(at(machines, 0), maintenance)) ?? NONE;
      return { row, start };
    })
    .filter(({ row }) => row !== NONE)
    .toSorted((a, b) => a.row - b.row || a.start - b.start);
  return {
    count: occurrences.length,
    maintenanceRow: ints(occurrences.map(({ row }) => row)),
    maintenanceStart: numbers(occurrences.map(({ start }) => start)),
  };
}
