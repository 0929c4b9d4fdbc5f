/** Rule 21: a maintenance lasts as long as it takes, on the machines that it needs. */

import { compareText, type Finding } from '../../base/index.ts';
import type { FlexibleMaintenance, Machine, PlannedMaintenance } from '../../model/index.ts';
import { breach, long } from './breach.ts';
import { standingStill } from './maintenance.ts';
import type { PlanView } from './plan-view.ts';

export function* checkMaintenanceScope(view: PlanView): Iterable<Finding> {
  for (const occurrence of view.plan.maintenance) {
    const offer = offerOf(view, occurrence);
    if (offer === undefined) continue;
    for (const problem of problems(view, { occurrence, ...offer })) {
      yield breach({
        code: 'MAINTENANCE-SCOPE',
        path: `/maintenance/${occurrence.id}`,
        message: `maintenance ${occurrence.id} (${occurrence.maintenance}) ${problem}`,
        hint: 'Duration and scope are those of the scenario.',
      });
    }
  }
}

interface Offer {
  readonly machine: Machine;
  readonly flexible: FlexibleMaintenance;
}

/** The first named machine that has this maintenance. */
function offerOf(view: PlanView, { maintenance, machines }: PlannedMaintenance): Offer | undefined {
  for (const id of machines) {
    const machine = view.machines.get(id);
    const flexible = machine?.flexibleMaintenance.find((offered) => offered.id === maintenance);
    if (machine !== undefined && flexible !== undefined) return { machine, flexible };
  }
  return undefined;
}

function* problems(
  view: PlanView,
  { occurrence, machine, flexible }: Offer & { occurrence: PlannedMaintenance },
): Iterable<string> {
  const { start, end } = occurrence;
  if (end - start !== flexible.duration) yield `lasts ${long(end - start)}; it takes ${long(flexible.duration)}`;
  if (!Number.isSafeInteger(start)) yield `starts at ${start}, which is not a whole second`;
  const needed = standingStill(view, { machine, flexible }).toSorted(compareText).join(', ');
  const stated = occurrence.machines
    .filter((id) => view.machines.has(id))
    .toSorted(compareText)
    .join(', ');
  if (stated !== needed) yield `stops ${stated}; it needs ${needed} (scope: ${flexible.scope})`;
}
