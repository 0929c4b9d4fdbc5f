/** The lots on a flow cell that is running must fit it: the one rule that needs the built scenario. */

import type { Draft } from '../draft.ts';
import { runDemands } from '../initial-situation.ts';
import { fillLanes } from '../lane-fill.ts';
import { formatReads } from '../quantity.ts';
import type { Report } from '../report.ts';
import type { Scenario } from '../scenario.ts';

export function checkRunsUnderWay(scenario: Scenario, draft: Draft, report: Report): void {
  for (const order of scenario.orders) {
    for (const [k, entry] of order.progress.entries()) {
      const recipe = entry.end > 0 && entry.recipe !== undefined ? scenario.recipes.get(entry.recipe) : undefined;
      if (recipe === undefined) continue;
      const demands = runDemands(scenario, entry);
      if (fillLanes(recipe, demands, scenario.indexSets) !== undefined) continue;
      const reads = demands.reduce((sum, demand) => sum + demand.reads, 0);
      const lots = demands.map((demand) => demand.lot).join(', ');
      const message = `${lots} want ${formatReads(reads)} reads of the run on ${entry.on}, which has ${recipe.lanes} lanes of ${formatReads(recipe.readsPerLane)}, with clashing indexes kept apart`;
      const path = draft.orders.find((candidate) => candidate.value.id === order.id)?.path ?? '/orders';
      report.add(
        'PROGRESS',
        `${path}/progress/${k}`,
        message,
        'Correct the reads, the recipe or which orders share the run.',
      );
    }
  }
}
