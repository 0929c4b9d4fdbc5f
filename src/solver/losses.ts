/** Why an order is lost, in sentences: from the binding limit of the search to the words of the laboratory. */

import { NEVER } from '../base/index.ts';
import type { LossCause, LostOrder, Order, Stage } from '../model/index.ts';
import { f64, i32, u8 } from './columns.ts';
import { FAILURE_KINDS } from './construct/failure.ts';
import type { WayBack } from './formulation/formulation.ts';
import type { Solution } from './solution.ts';

export function explainLosses(formulation: WayBack, { lost }: Solution): LostOrder[] {
  return Array.from(lost.order, (order, k) => ({
    order: nameAt(formulation.names.orders, order),
    causes: causesOf(formulation, lost, k),
  }));
}

function causesOf(formulation: WayBack, lost: Solution['lost'], k: number): LossCause[] {
  const time = (instant: number): string => timeText(formulation, instant);
  const operation = nameAt(formulation.names.operations, i32(lost.operation, k));
  const order = nameAt(formulation.names.orders, i32(lost.order, k));
  const { stage } = operation;
  const what = `${stage.id} of lot ${operation.lot}`;
  const limit = time(f64(lost.limit, k));
  const earliest = f64(lost.earliest, k);
  const kind = FAILURE_KINDS[u8(lost.kind, k)];
  const endAlone = f64(lost.endAlone, k);
  const crowded: LossCause[] =
    endAlone < NEVER
      ? [
          {
            kind: 'no-time',
            message: `Alone in the laboratory, order ${order} would be finished at ${time(endAlone)}; other work takes the capacity it needs.`,
          },
        ]
      : [];
  const cause = (kind: LossCause['kind'], message: string): LossCause[] => [
    ...(kind === 'no-resource' ? [] : crowded),
    { kind, stage: stage.id, message },
  ];
  switch (kind) {
    case 'no-mode':
      return cause('no-resource', missingResource(formulation, i32(lost.operation, k)));
    case 'expired':
      return isExpiry(formulation, i32(lost.operation, k), f64(lost.limit, k))
        ? cause(
            'expired',
            `${what} can start at ${time(earliest)} at the earliest, but the material expires at ${limit}.`,
          )
        : cause(
            'hold',
            `${what} can start at ${time(earliest)} at the earliest, but what was done before it keeps only until ${limit}.`,
          );
    case 'hold': {
      const before = nameAt(formulation.names.operations, i32(lost.after, k)).stage;
      return cause(
        'hold',
        `${what} can start at ${time(earliest)} at the earliest, but must start by ${limit}, ${hoursText(before.hold.max ?? 0)} after ${before.id}.`,
      );
    }
    case 'deadline': {
      const deadline = time(f64(formulation.problem.orders.deadline, i32(lost.order, k)));
      return cause(
        'deadline',
        `${what} can end at ${time(earliest)} at the earliest, but must end by ${limit} for order ${order} to meet its deadline at ${deadline}.`,
      );
    }
    case 'too-many-retries':
      return cause('hold', `${what}: no start was found that respects the holds of all stages before it.`);
    default:
      return (
        missingStaff(formulation, stage) ??
        cause(
          'no-time',
          `${what} finds no free time before the calendars end at ${time(formulation.scenario.calendarEnd)}.`,
        )
      );
  }
}

/** Where a stage needs more operators than any shift has, no time would ever do. */
function missingStaff({ scenario }: WayBack, stage: Stage): LossCause[] | undefined {
  const most = Math.max(0, ...scenario.staff.levels);
  if (stage.kind !== 'bench' || stage.attendance.operators <= most) return undefined;
  const message = `${stage.id} needs ${stage.attendance.operators} operators at once, but no shift has more than ${most}.`;
  return [{ kind: 'no-resource', stage: stage.id, message }];
}

function isExpiry({ orders, problem }: WayBack, operation: number, limit: number): boolean {
  const order = i32(problem.jobs.order, i32(problem.operations.job, operation));
  return orders[order]?.expires === limit;
}

function missingResource(formulation: WayBack, operation: number): string {
  const { names, orders, problem, scenario } = formulation;
  const { lot, stage } = nameAt(names.operations, operation);
  const job = i32(problem.operations.job, operation);
  const samples = f64(problem.jobs.size, job);
  const order = orders[i32(problem.jobs.order, job)];
  const what = `${stage.id} of lot ${lot}`;
  return `${what} has nowhere to run: ${needOf(stage, order, samples)}.`;

  function needOf(needed: Stage, of: Order | undefined, count: number): string {
    switch (needed.kind) {
      case 'bench': {
        const places = scenario.machines.filter((m) => m.kind === 'equipment' && m.class === needed.equipment);
        if (places.length === 0) return `there is no equipment of class ${needed.equipment}`;
        const largest = Math.max(...places.map((m) => (m.kind === 'equipment' ? m.capacity : 0)));
        return `its ${count} samples exceed the ${largest} that equipment of class ${needed.equipment} takes at once`;
      }
      case 'sequencing': {
        const offered = needed.recipes.filter((recipe) =>
          scenario.machines.some((m) => m.kind === 'position' && m.recipes.includes(recipe)),
        );
        if (offered.length === 0) return `no position offers ${needed.recipes.join(', ')}`;
        const reads = count * (of?.readsPerSample ?? needed.readsPerSample);
        const most = Math.max(
          ...offered.map((id) => {
            const recipe = scenario.recipes.get(id);
            return recipe === undefined ? 0 : recipe.lanes * recipe.readsPerLane;
          }),
        );
        return `its ${reads} read pairs exceed the ${most} of the largest run offered`;
      }
      case 'compute':
        return `pool ${needed.pool} has less than the ${needed.cores} cores, ${needed.memoryBytes} bytes and ${needed.gpus} GPUs that one sample needs`;
    }
  }
}

/** ISO 8601 in UTC, to the minute: the epoch's own offset may not hold all year. */
const timeText = ({ scenario }: WayBack, instant: number): string =>
  instant >= NEVER ? 'never' : `${new Date(scenario.epoch.ms + instant * 1000).toISOString().slice(0, 16)}Z`;

const hoursText = (length: number): string => `${Math.round(length / 360) / 10} h`;

function nameAt<T>(names: readonly T[], index: number): T {
  return names[index] as T;
}
