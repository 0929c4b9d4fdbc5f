/** A laboratory at random, without the limits that only a plan can tell: calendars, staff, holds, windows, yields. */

import { DAY, HOUR, MINUTE, duration, seconds } from '../../../src/base/index.ts';
import {
  id,
  type BenchStage,
  type Changeover,
  type ComputeStage,
  type Material,
  type Order,
  type Recipe,
  type SequencingStage,
  type Stage,
  type StageId,
  type Workflow,
} from '../../../src/model/index.ts';
import { order } from '../tiny-lab.ts';
import type { Dice } from './dice.ts';

export interface DraftLab {
  readonly machines: readonly DraftMachine[];
  readonly instruments: readonly { readonly name: string; readonly positions: readonly string[] }[];
  readonly recipes: readonly Recipe[];
  readonly materials: readonly Material[];
  readonly workflows: readonly Workflow[];
  /** Received and stored somehow; times are set when the plan is known. */
  readonly orders: readonly Order[];
  readonly care: readonly DraftCare[];
}

export interface DraftMachine {
  readonly id: string;
  readonly kind: 'equipment' | 'position';
  readonly class: string;
  readonly capacity: number;
  readonly instrument: string;
  readonly recipes: readonly string[];
  readonly changeover: Changeover;
  readonly initialState: string | undefined;
}

/** A flexible maintenance whose intervals are still open. */
export interface DraftCare {
  readonly id: string;
  readonly machines: readonly string[];
  readonly scope: 'machine' | 'instrument';
  readonly duration: number;
  readonly operators: number;
  readonly isByTime: boolean;
  readonly isByRuns: boolean;
}

/** Each batch family lives on one class of equipment. */
const FAMILIES = [
  { family: 'f0', class: 'k0' },
  { family: 'f1', class: 'k1' },
] as const;

const CONDITIONS = ['cold', 'warm'] as const;
const MATERIALS = ['m0', 'm1', 'm2'] as const;

export function draftLab(dice: Dice): DraftLab {
  const recipes = ['r0', 'r1', 'r2'].slice(0, dice.int(1, 3)).map((name) => draftRecipe(dice, name));
  const workflows = ['w0', 'w1', 'w2'].slice(0, dice.int(1, 3)).map((name) => draftWorkflow(dice, { name, recipes }));
  const states = [
    '*',
    ...FAMILIES.map((f) => f.family),
    ...recipes.map((r) => r.id),
    ...workflows.flatMap((w) => w.stages.map((s) => s.id)),
  ];
  const machines = draftMachines(dice, { states, recipes });
  const instruments = [...new Set(machines.map((m) => m.instrument))]
    .filter((name) => name !== '')
    .map((name) => ({ name, positions: machines.filter((m) => m.instrument === name).map((m) => m.id) }));
  return {
    machines,
    instruments,
    recipes,
    materials: draftMaterials(dice),
    workflows,
    orders: Array.from({ length: dice.int(1, 7) }, (_, k) => draftOrder(dice, { name: `o${k}`, workflows })),
    care: draftCare(dice, { machines, instruments }),
  };
}

function draftMachines(
  dice: Dice,
  { states, recipes }: { states: readonly string[]; recipes: readonly Recipe[] },
): readonly DraftMachine[] {
  const changeover = (): Changeover => ({
    default: duration(dice.int(0, 60) * MINUTE),
    rules: Array.from({ length: dice.int(0, 4) }, () => ({
      from: dice.pick(states),
      to: dice.pick(states),
      time: duration(dice.int(0, 90) * MINUTE),
    })),
    operators: dice.int(0, 1),
  });
  const common = () => ({
    changeover: changeover(),
    initialState: dice.chance(0.5) ? dice.pick(states.slice(1)) : undefined,
  });
  const equipment = FAMILIES.flatMap((family) =>
    Array.from({ length: dice.int(1, 2) }, (_, k) => ({
      ...common(),
      id: `${family.class}-${k}`,
      kind: 'equipment' as const,
      class: family.class,
      capacity: dice.int(5, 16),
      instrument: '',
      recipes: [],
    })),
  );
  const positions = ['s0', 's1'].slice(0, dice.int(1, 2)).flatMap((instrument) =>
    ['A', 'B'].slice(0, dice.int(1, 2)).map((side) => ({
      ...common(),
      id: `${instrument}/${side}`,
      kind: 'position' as const,
      class: '',
      capacity: 0,
      instrument,
      // Every position offers the first recipe, and every stage allows it: something always fits.
      recipes: ['r0', ...dice.some(recipes.slice(1).map((recipe) => recipe.id))],
    })),
  );
  return [...equipment, ...positions];
}

function draftCare(
  dice: Dice,
  { machines, instruments }: Pick<DraftLab, 'machines' | 'instruments'>,
): readonly DraftCare[] {
  const care = (name: string, on: readonly string[], scope: DraftCare['scope']): DraftCare => {
    const isByRuns = dice.chance(0.5);
    return {
      id: name,
      machines: on,
      scope,
      duration: dice.int(1, 4 * HOUR),
      operators: dice.int(0, 2),
      isByRuns,
      isByTime: !isByRuns || dice.chance(0.5),
    };
  };
  return [
    ...dice.some(machines).map((machine) => care('wash', [machine.id], 'machine')),
    ...dice.some(instruments).map(({ positions }) => care('service', positions, 'instrument')),
  ];
}

const draftRecipe = (dice: Dice, name: string): Recipe => ({
  id: id(name),
  flowCell: `cell-${name}`,
  lanes: dice.int(1, 4),
  readsPerLane: 0,
  cycles: { read1: 100, read2: 100, index1: 8, index2: 8 },
  runTime: duration(dice.int(4, 40) * HOUR + dice.int(0, 59)),
  indexScope: dice.chance(0.5) ? 'lane' : 'run',
});

/** One beta for all, as the closed form of quality needs. */
function draftMaterials(dice: Dice): readonly Material[] {
  const beta = dice.int(8, 20) / 10;
  return MATERIALS.map((name) => ({
    id: id(name),
    conditions: new Map(
      CONDITIONS.map((condition) => [
        id<never>(condition),
        { tau: dice.chance(0.2) ? Infinity : dice.int(5, 60) * DAY, beta },
      ]),
    ),
  }));
}

function draftWorkflow(dice: Dice, { name, recipes }: { name: string; recipes: readonly Recipe[] }): Workflow {
  const stages: Stage[] = [];
  const isChain = dice.chance(0.6);
  for (let k = 0; k < dice.int(2, 5); k++) {
    const before = stages.map((stage) => stage.id);
    const after = isChain ? before.slice(-1) : dice.some(before);
    stages.push(draftStage(dice, { name: `${name}-s${k}`, after, recipes }));
  }
  return { id: id(name), name, stages };
}

function draftStage(
  dice: Dice,
  { name, after, recipes }: { name: string; after: readonly StageId[]; recipes: readonly Recipe[] },
): Stage {
  const base = {
    id: id<StageId>(name),
    name,
    after,
    hold: { min: duration(0) },
    ...(dice.chance(0.6)
      ? { output: { material: id<never>(dice.pick(MATERIALS)), condition: id<never>(dice.pick(CONDITIONS)) } }
      : {}),
    isOptional: true,
    gates: [],
    onError: [],
    failureRates: new Map<never, never>(),
    durationCv: 0,
  };
  const time = { fixed: duration(dice.int(1, 5 * HOUR)), perSample: duration(dice.int(0, 600)) };
  const kind = dice.pick(['bench', 'bench', 'sequencing', 'compute'] as const);
  if (kind === 'bench') {
    const { family, class: equipment } = dice.pick(FAMILIES);
    const attendance = {
      operators: dice.int(0, 2),
      ...(dice.chance(0.5) ? { handsOn: duration(dice.int(0, time.fixed)) } : {}),
    };
    const bench: BenchStage = { ...base, kind, equipment, time, attendance };
    return dice.chance(0.6) ? { ...bench, batch: { family } } : bench;
  }
  if (kind === 'sequencing') {
    const allowed = [id<never>('r0'), ...dice.some(recipes.slice(1).map((recipe) => recipe.id))];
    return { ...base, kind, recipes: allowed, readsPerSample: dice.int(1, 1000) } satisfies SequencingStage;
  }
  const { output: _, ...data } = base;
  return {
    ...data,
    kind,
    pool: id(dice.pick(['p0', 'p1'])),
    time,
    cores: dice.int(1, 16),
    memoryBytes: dice.int(1, 64) * 1e9,
    gpus: dice.int(0, 1),
    parallel: dice.pick([[1], [1, 2], [2, 8]]),
  } satisfies ComputeStage;
}

function draftOrder(dice: Dice, { name, workflows }: { name: string; workflows: readonly Workflow[] }): Order {
  const { indexSet, ...rest } = order(name);
  return {
    ...rest,
    workflow: dice.pick(workflows).id,
    material: id(dice.pick(MATERIALS)),
    samples: Array.from({ length: dice.int(1, 5) }, (_, k) => ({ id: id<never>(`${name}/s${k}`), name: `s${k}` })),
    collected: seconds(0),
    storage: [{ condition: id(dice.pick(CONDITIONS)), from: seconds(0) }],
    weight: dice.pick([0.3, 1, 10, 100]),
    ...(dice.chance(0.3) ? { readsPerSample: dice.int(1, 1000) } : {}),
    ...(dice.chance(0.8) && indexSet !== undefined ? { indexSet } : {}),
  };
}
