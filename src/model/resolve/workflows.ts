/** Workflows: stages in topological order, with yields as reads, expiry folded into holds, and windows as intervals. */

import { duration, mustGet, type Duration } from '../../base/index.ts';
import type { ParsedRecipe, ParsedStage } from '../document.ts';
import type { DraftWorkflow } from '../draft.ts';
import type { ErrorPolicyStep, FailureClass } from '../failure.ts';
import { buildGate } from './gates.ts';
import { candidatesByPlace, routeName, routesOf, stagesOnRoute } from '../alternatives.ts';
import { id, type MaterialId, type StageId, type WorkflowId } from '../ids.ts';
import { defaultGatesOf } from '../default-gates-of.ts';
import { expandWeekly } from '../calendar.ts';
import { readsForYield } from '../read-yield.ts';
import type { Material } from '../scenario.ts';
import { orderStages } from '../stage-order.ts';
import type {
  BenchStage,
  ComputeStage,
  Hold,
  QualityGate,
  SequencingStage,
  Stage,
  ToolInvocation,
  ToolOutput,
  Workflow,
} from '../workflow.ts';
import { expectedOf } from './expected.ts';
import type { TimeContext } from './time-context.ts';

type Parsed<K extends ParsedStage['kind']> = Extract<ParsedStage, { kind: K }>;

export interface StageContext {
  readonly time: TimeContext;
  readonly recipes: ReadonlyMap<string, ParsedRecipe>;
  readonly materials: ReadonlyMap<MaterialId, Material>;
}

/** The ordinary route, under the workflow's own name, and every other one. */
export function buildRoutes(workflow: DraftWorkflow, context: StageContext): readonly Workflow[] {
  const stages = workflow.stages.map((stage) => stage.value);
  const places = candidatesByPlace(stages);
  return routesOf(stages).map((choice): Workflow => {
    const { ordered } = orderStages(stagesOnRoute(stages, choice));
    const detours = [...places].flatMap(([original, candidates]) =>
      candidates
        .filter((stage) => choice.get(original) !== stage)
        .map((stage): [StageId, WorkflowId] => {
          const other = new Map([...choice, [original, stage]]);
          return [id(stage), id(routeName(workflow.id, other))];
        }),
    );
    return {
      id: id(routeName(workflow.id, choice)),
      name: workflow.name,
      stages: ordered.map((stage) => buildStage(stage, context)),
      ...(detours.length === 0 ? {} : { detours: new Map(detours) }),
    };
  });
}

function buildStage(stage: ParsedStage, context: StageContext): Stage {
  switch (stage.kind) {
    case 'bench':
      return buildBench(stage, context);
    case 'sequencing':
      return buildSequencing(stage, context);
    case 'compute':
      return buildCompute(stage, context);
  }
}

function buildBench(stage: Parsed<'bench'>, context: StageContext): BenchStage {
  const { clock, calendarEnd } = context.time;
  return {
    ...stageFields(stage, context),
    kind: 'bench',
    equipment: stage.equipment,
    time: stage.time,
    attendance: {
      operators: stage.operators,
      ...(stage.handsOn === undefined ? {} : { handsOn: stage.handsOn }),
    },
    ...(stage.reagents === undefined ? {} : { reagents: stage.reagents }),
    ...(stage.batch === undefined ? {} : { batch: stage.batch }),
    ...(stage.zone === undefined ? {} : { zone: stage.zone }),
    ...(stage.startWindows === undefined ? {} : { startWindows: expandWeekly(clock, stage.startWindows, calendarEnd) }),
  };
}

function buildSequencing(stage: Parsed<'sequencing'>, context: StageContext): SequencingStage {
  const recipes = stage.recipes.map((recipe) => mustGet(context.recipes, recipe));
  return {
    ...stageFields(stage, context),
    kind: 'sequencing',
    recipes: stage.recipes.map((recipe) => id(recipe)),
    ...(stage.reagents === undefined ? {} : { reagents: stage.reagents }),
    readsPerSample: stage.reads ?? Math.max(...recipes.map((recipe) => readsForYield(stage.yield ?? 0, recipe))),
  };
}

const buildCompute = (stage: Parsed<'compute'>, context: StageContext): ComputeStage => ({
  ...stageFields(stage, context),
  kind: 'compute',
  pool: id(stage.pool),
  time: stage.time,
  cores: stage.cores,
  memoryBytes: stage.memory,
  gpus: stage.gpus,
  parallel: [...new Set(stage.parallel)].toSorted((a, b) => a - b),
  ...(stage.tool === undefined ? {} : { tool: buildTool(stage.tool) }),
});

function stageFields(stage: ParsedStage, context: StageContext) {
  const { output } = stage;
  return {
    id: id<never>(stage.id),
    name: stage.name ?? stage.id,
    after: stage.after.map((name) => id<never>(name)),
    hold: buildHold(stage, context.materials),
    ...(output === undefined
      ? {}
      : { output: { material: id<never>(output.material), condition: id<never>(output.condition) } }),
    ...(stage.insteadOf === undefined ? {} : { insteadOf: id<never>(stage.insteadOf) }),
    isOptional: stage.optional,
    gates: buildGates(stage),
    onError: stage.onError.map(buildPolicyStep),
    failureRates: new Map(Object.entries(stage.failureRates) as [FailureClass, number][]),
    durationCv: stage.durationCv,
  };
}

/** The longest wait is the shorter of `hold.max` and the hard expiry of what leaves the stage. */
function buildHold(stage: ParsedStage, materials: ReadonlyMap<MaterialId, Material>): Hold {
  const { output, hold } = stage;
  const expiry =
    output === undefined
      ? undefined
      : mustGet(materials, id<MaterialId>(output.material)).conditions.get(id(output.condition))?.expiry;
  const max = Math.min(hold?.max ?? Infinity, expiry ?? Infinity);
  return { min: hold?.min ?? NONE, ...(max === Infinity ? {} : { max: duration(max) }) };
}

const NONE: Duration = duration(0);

/** A metric that is listed has no default gate. */
function buildGates(stage: ParsedStage): readonly QualityGate[] {
  const listed = stage.gates.map(buildGate);
  const known = new Set(listed.map(({ metric }) => metric));
  return [...listed, ...defaultGatesOf(stage).filter(({ metric }) => !known.has(metric))];
}

function buildPolicyStep(step: ParsedStage['onError'][number]): ErrorPolicyStep {
  const when = step.when === undefined ? {} : { when: typeof step.when === 'string' ? [step.when] : step.when };
  switch (step.do) {
    case 'retry': {
      const backoff = step.backoff ?? { base: NONE, factor: 1 };
      return { ...when, action: { do: 'retry', max: step.max, backoff, memoryFactor: step.memory ?? 1 } };
    }
    case 'fallback':
      return { ...when, action: { do: 'fallback', to: id(step.to) } };
    case 'degrade':
      return { ...when, action: { do: 'degrade', skip: id(step.skip) } };
    default:
      return { ...when, action: { do: step.do } };
  }
}

type ParsedTool = NonNullable<Parsed<'compute'>['tool']>;

const buildOutput = ({ file, format, size }: ParsedTool['outputs'][string]): ToolOutput => ({
  file,
  format,
  ...(size === undefined ? {} : { size }),
});

/** `file:PATH` becomes the plain path; `order:` and `STAGE:` stay, as `ToolInvocation.inputs` defines them. */
function buildTool(tool: ParsedTool): ToolInvocation {
  const inputs = Object.entries(tool.inputs).map(([name, { from }]) => [name, from.replace(/^file:/, '')] as const);
  const expected = expectedOf(Object.entries(tool.inputs));
  return {
    name: tool.name,
    package: tool.package,
    versionArgs: tool.versionArgs,
    ...(tool.versions === undefined ? {} : { versions: tool.versions }),
    argv: tool.argv,
    ...(tool.stdout === undefined ? {} : { stdout: tool.stdout }),
    inputs: new Map(inputs),
    ...(expected.size === 0 ? {} : { expected }),
    outputs: new Map(Object.entries(tool.outputs).map(([name, output]) => [name, buildOutput(output)])),
    parameters: new Map(Object.entries(tool.parameters)),
    ...(tool.reuse ? {} : { reuse: false }),
  };
}
