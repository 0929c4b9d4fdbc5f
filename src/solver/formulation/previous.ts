/** The plan in force in columns of the problem: which mode and company it gives open operations, when it maintains. */

import { at } from '../../base/index.ts';
import type { LotId, Plan, Situation, StageId, TaskPlacement } from '../../model/index.ts';
import { i32, ints, numbers } from '../columns.ts';
import { NONE, noPrevious, type Previous } from '../problem.ts';
import type { ModeName } from './formulation.ts';
import { maintenanceKey } from './maintenance.ts';

export interface PreviousInput {
  readonly situation: Situation;
  /** NONE where the stage is done, skipped or gone. */
  readonly operationOf: (lot: LotId, stage: StageId) => number;
  readonly frozenTask: Int32Array;
  readonly firstMode: Int32Array;
  /** Samples that an operation works on. */
  readonly samples: (operation: number) => number;
  readonly modeNames: readonly ModeName[];
  /** By `maintenanceKey`. */
  readonly maintenanceRow: ReadonlyMap<string, number>;
}

export function formulatePrevious(input: PreviousInput): Previous {
  const { situation, frozenTask } = input;
  const empty = noPrevious(frozenTask.length);
  const plan = situation.planInForce;
  if (plan === undefined) return empty;
  const { mode, task } = empty;
  let tasks = 0;
  for (const { members, placement } of plan.tasks) {
    let isOpen = false;
    for (const { lot, stage } of members) {
      const operation = input.operationOf(lot, stage);
      if (operation === NONE || i32(frozenTask, operation) !== NONE) continue;
      isOpen = true;
      task[operation] = tasks;
      mode[operation] = modeAt(input, operation, placement);
    }
    if (isOpen) tasks++;
  }
  return { ...maintenanceInForce(plan, input), mode, task };
}

function modeAt({ firstMode, modeNames, samples }: PreviousInput, operation: number, placement: TaskPlacement): number {
  const last = i32(firstMode, operation + 1);
  for (let mode = i32(firstMode, operation); mode < last; mode++) {
    if (isSame(at(modeNames, mode), placement, samples(operation))) return mode;
  }
  return NONE;
}

function isSame(mode: ModeName, placement: TaskPlacement, samples: number): boolean {
  if (mode.kind === 'pool') {
    // More side by side than there are samples is the same mode.
    const width = (parallel: number): number => Math.min(parallel, samples);
    return (
      placement.kind === 'pool' && placement.pool === mode.pool && width(placement.parallel) === width(mode.parallel)
    );
  }
  if (placement.kind !== mode.kind || placement.machine !== mode.machine) return false;
  return mode.kind === 'machine' || (placement.kind === 'run' && placement.recipe === mode.recipe);
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
