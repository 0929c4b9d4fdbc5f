/** Which stages of a lot are open, and what precedes them when skipped stages are passed through. */

import { NEVER } from '../../../../src/base/index.ts';
import type { LotSituation, RunningStage, Stage, StageId, Workflow } from '../../../../src/model/index.ts';

export interface OpenGraph {
  /** Open and running stages in topological order. */
  readonly stages: readonly { readonly stage: Stage; readonly running: RunningStage | undefined }[];
  /** Predecessors that are open or running. */
  readonly precedences: ReadonlyMap<StageId, readonly Stage[]>;
  /** By stages already done: earliest and latest start. */
  readonly bounds: ReadonlyMap<StageId, { readonly release: number; readonly latest: number }>;
  /** Stages that nothing precedes. */
  readonly first: ReadonlySet<StageId>;
  readonly doneUntil: number;
}

export function openGraph(workflow: Workflow, lot: LotSituation): OpenGraph {
  const stageById = new Map(workflow.stages.map((stage) => [stage.id, stage]));
  const done = new Map(lot.done.map(({ stage, end }) => [stage, end]));
  const running = new Map(lot.running.map((stage) => [stage.stage, stage]));
  const skipped = new Set(lot.skipped);
  const stages = workflow.stages
    .filter(({ id }) => !done.has(id) && !skipped.has(id))
    .map((stage) => ({ stage, running: running.get(stage.id) }));

  const precedences = new Map<StageId, readonly Stage[]>();
  const bounds = new Map<StageId, { release: number; latest: number }>();
  const first = new Set<StageId>();
  for (const { stage } of stages) {
    const before = [...resolve(stage, stageById, skipped)];
    if (before.length === 0) first.add(stage.id);
    precedences.set(
      stage.id,
      before.filter(({ id }) => !done.has(id)),
    );
    let release: number = -NEVER;
    let latest: number = NEVER;
    for (const { id, hold } of before) {
      const end = done.get(id);
      if (end === undefined) continue;
      release = Math.max(release, end + hold.min);
      if (hold.max !== undefined) latest = Math.min(latest, end + hold.max);
    }
    bounds.set(stage.id, { release, latest });
  }
  return { stages, precedences, bounds, first, doneUntil: Math.max(-NEVER, ...done.values()) };
}

/** The stages before `stage`, with skipped ones replaced by theirs. */
function resolve(
  stage: Stage,
  stageById: ReadonlyMap<StageId, Stage>,
  skipped: ReadonlySet<StageId>,
  found: Set<Stage> = new Set(),
): ReadonlySet<Stage> {
  for (const id of stage.after) {
    const before = stageById.get(id);
    if (before === undefined) continue;
    if (skipped.has(id)) resolve(before, stageById, skipped, found);
    else found.add(before);
  }
  return found;
}
