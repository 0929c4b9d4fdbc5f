/** A benchmark laboratory from a seed, with everything the planner knows in it, and where it stands at instant 0. */

import { createRandom } from '../../src/base/index.ts';
import {
  initialSituation,
  readScenario,
  type Scenario,
  type ScenarioDocument,
  type Situation,
} from '../../src/model/index.ts';
import { facilityFor } from './facility.ts';
import { TRAITS, type LabKind } from './kind.ts';
import { draftOrders, orderDocument } from './orders.ts';
import { INDEX_SETS, MATERIALS, RECIPES, timeText } from './supplies.ts';
import { WORKFLOWS } from './workflows.ts';

export interface LabOptions {
  readonly seed: number;
  /** Orders, each a pipeline of nine or ten stages. The facility grows with them. */
  readonly pipelines: number;
  readonly kind: LabKind;
  /** The facility is that of so many orders; absent: of all that there are. */
  readonly sizedFor?: number;
}

export interface Lab {
  readonly scenario: Scenario;
  readonly situation: Situation;
}

/** The scenario is read from its document, so every rule of the model has judged it. */
export function makeLab(options: LabOptions): Lab {
  const result = readScenario(labDocument(options));
  if (result.kind === 'rejected') throw new Error(JSON.stringify(result.findings.slice(0, 5)));
  return { scenario: result.scenario, situation: initialSituation(result.scenario) };
}

/** The same laboratory as people write it: for files. */
export function labDocument({ seed, pipelines, kind, sizedFor = pipelines }: LabOptions): ScenarioDocument {
  const random = createRandom(seed).split(kind);
  const traits = TRAITS[kind];
  const orders = draftOrders(random, pipelines, traits);
  const { arrivalDays, horizonWeeks, shifts, instruments, equipment, computePools } = facilityFor(
    orders,
    traits,
    sizedFor,
  );
  return {
    schemaVersion: 1,
    name: `${kind}-${pipelines}-${seed}`,
    site: { timeZone: 'UTC', shifts },
    horizon: { start: timeText(0), length: `${horizonWeeks} wk` },
    recipes: RECIPES,
    instruments: [...instruments],
    equipment: [...equipment],
    computePools,
    materials: MATERIALS,
    indexSets: INDEX_SETS,
    workflows: [...WORKFLOWS],
    orders: orders.map((draft) => orderDocument(random, draft, { traits, arrivalDays })),
  };
}
