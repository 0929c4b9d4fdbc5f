/** Rule 11: each task runs on something that can do it, in a way that its stage allows. */

import { unreachable, type Finding } from '../../base/index.ts';
import type { BenchStage, ComputeStage, SequencingStage } from '../../model/index.ts';
import { breach } from './breach.ts';
import type { LotView, PlanView, TaskView } from './plan-view.ts';

export function* checkModes(view: PlanView): Iterable<Finding> {
  for (const taskView of view.tasks) {
    const { task, path, members } = taskView;
    if (task.isFrozen) continue;
    const problems = new Set(offers(taskView));
    for (const { lot, stage } of members) {
      for (const problem of problemsOf(taskView, { lot, stage })) problems.add(`stage ${stage.id} ${problem}`);
    }
    for (const problem of problems) {
      const message = `task ${task.id}: ${problem}`;
      yield breach({ code: 'MODE', path, message, hint: 'Choose a resource and a mode that the stage allows.' });
    }
  }
}

/** What the place itself does not offer, whoever the members are. */
function* offers({ task, machine, recipe, members }: TaskView): Iterable<string> {
  const { placement } = task;
  if (placement.kind === 'run' && machine !== undefined) {
    if (machine.kind !== 'position') yield `${machine.id} is not a sequencer position`;
    else if (recipe !== undefined && !machine.recipes.includes(recipe.id)) {
      yield `${machine.id} offers ${machine.recipes.join(', ')}, not recipe ${recipe.id}`;
    }
  }
  if (placement.kind === 'pool' && members.length > 1) yield `a compute task works on one lot, not ${members.length}`;
}

function problemsOf(
  taskView: TaskView,
  { lot, stage }: { lot: LotView; stage: BenchStage | SequencingStage | ComputeStage },
): Iterable<string> {
  switch (stage.kind) {
    case 'bench':
      return benchProblems(taskView, stage);
    case 'sequencing':
      return sequencingProblems(taskView, stage);
    case 'compute':
      return computeProblems(taskView, { lot, stage });
    default:
      return unreachable(stage);
  }
}

function* benchProblems({ task, machine }: TaskView, stage: BenchStage): Iterable<string> {
  if (task.placement.kind !== 'machine') yield `is bench work, not a ${task.placement.kind}`;
  else if (machine?.kind === 'position') yield `needs a ${stage.equipment}; ${machine.id} is a sequencer position`;
  else if (machine !== undefined && machine.class !== stage.equipment) {
    yield `needs a ${stage.equipment}; ${machine.id} is a ${machine.class}`;
  }
}

function* sequencingProblems({ task, recipe }: TaskView, stage: SequencingStage): Iterable<string> {
  const { placement } = task;
  if (placement.kind !== 'run') yield `is sequencing, not work on a ${placement.kind}`;
  else if (recipe !== undefined && !stage.recipes.includes(recipe.id)) {
    yield `allows recipes ${stage.recipes.join(', ')}, not ${recipe.id}`;
  }
}

function* computeProblems(
  { task, pool }: TaskView,
  { lot, stage }: { lot: LotView; stage: ComputeStage },
): Iterable<string> {
  const { placement } = task;
  if (placement.kind !== 'pool') {
    yield `is compute, not work on a ${placement.kind}`;
    return;
  }
  if (pool !== undefined && pool.id !== stage.pool) yield `runs in pool ${stage.pool}, not ${pool.id}`;
  if (!stage.parallel.includes(placement.parallel)) {
    yield `allows ${stage.parallel.join(', ')} samples side by side, not ${placement.parallel}`;
  }
  const width = Math.min(placement.parallel, lot.n);
  const demands = [
    { name: 'cores', stated: placement.cores, needed: stage.cores * width },
    { name: 'bytes of memory', stated: placement.memoryBytes, needed: stage.memoryBytes * width },
    { name: 'GPUs', stated: placement.gpus, needed: stage.gpus * width },
  ];
  for (const { name, stated, needed } of demands) {
    if (stated !== needed) yield `needs ${needed} ${name} for ${width} samples side by side, not ${stated}`;
  }
}
