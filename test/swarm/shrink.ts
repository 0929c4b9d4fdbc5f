/** Makes a laboratory that goes wrong smaller, as long as it goes wrong in the same way. */

import type { ScenarioDocument } from '../../src/model/index.ts';
import type { SwarmCase } from './case.ts';

/** At most `tries` runs. The last case for which `isStillWrong` held. */
export async function shrink(
  swarmCase: SwarmCase,
  isStillWrong: (smaller: SwarmCase) => Promise<boolean>,
  tries = 60,
): Promise<SwarmCase> {
  let present = swarmCase;
  let left = tries;
  for (let isProgress = true; isProgress && left > 0;) {
    isProgress = false;
    for (const document of smallerOnes(present.document)) {
      if (left-- <= 0) break;
      const smaller = { ...present, document };
      if (!(await isStillWrong(smaller).catch(() => false))) continue;
      present = smaller;
      isProgress = true;
      break;
    }
  }
  return present;
}

/** Each with one thing less: an order, samples, an incident, failures of a stage. */
function* smallerOnes(document: ScenarioDocument): Generator<ScenarioDocument> {
  const { orders = [], simulation, workflows = [] } = document;
  if (orders.length > 1) for (const order of orders) yield { ...document, orders: orders.filter((o) => o !== order) };
  const incidents = simulation?.incidents ?? [];
  for (const incident of incidents) {
    const rest = incidents.filter((i) => i !== incident);
    yield { ...document, simulation: { ...simulation, incidents: rest } };
  }
  for (const order of orders) {
    if (typeof order.samples !== 'number' || order.samples === 1) continue;
    yield { ...document, orders: orders.map((o) => (o === order ? { ...o, samples: 1 } : o)) };
  }
  for (const workflow of workflows) {
    for (const stage of workflow.stages) {
      if (Object.keys(stage.failureRates ?? {}).length === 0) continue;
      const stages = workflow.stages.map((s) => (s === stage ? { ...s, failureRates: {} } : s));
      yield { ...document, workflows: workflows.map((w) => (w === workflow ? { ...w, stages } : w)) };
    }
  }
}
