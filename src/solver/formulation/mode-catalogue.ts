/**
 * The ways in which a stage of a lot can run: equipment of a class, recipes on positions, side-by-side compute.
 *
 * They depend on the scenario and on the size of the lot alone, so each is made once and shared by all formulations.
 */

import { NEVER } from '../../base/index.ts';
import type {
  BenchStage,
  ComputeStage,
  Equipment,
  MachineId,
  PoolId,
  Position,
  RecipeId,
  RunningStage,
  Scenario,
  SequencingStage,
  Stage,
} from '../../model/index.ts';
import { Numbering } from '../columns.ts';
import { CLASH_BATCH, CLASH_NOTHING, CLASH_UNIT, NONE, THROUGHOUT } from '../problem.ts';
import type { ModeName } from './formulation.ts';
import { modeSetOf, type DemandRow, type ModeRow, type ModeSet } from './mode-set.ts';
import { STAFF, type PoolResources } from './resources.ts';
import type { StageEntry } from './workflow-shapes.ts';

export interface LotSize {
  readonly samples: number;
  /** Per sample; absent: as the stage says. */
  readonly reads: number | undefined;
}

export class ModeCatalogue {
  readonly states = new Numbering();
  readonly #batchKeys = new Numbering();
  readonly #scenario: Scenario;
  readonly #machineNumber: ReadonlyMap<MachineId, number>;
  readonly #pools: ReadonlyMap<PoolId, PoolResources>;
  readonly #equipmentOfClass = new Map<string, Equipment[]>();
  readonly #positionsOfRecipe = new Map<RecipeId, Position[]>();

  constructor(
    scenario: Scenario,
    numbers: {
      readonly machines: ReadonlyMap<MachineId, number>;
      readonly pools: ReadonlyMap<PoolId, PoolResources>;
    },
  ) {
    this.#scenario = scenario;
    this.#machineNumber = numbers.machines;
    this.#pools = numbers.pools;
    for (const machine of scenario.machines) {
      if (machine.kind === 'equipment') append(this.#equipmentOfClass, machine.class, machine);
      else for (const recipe of machine.recipes) append(this.#positionsOfRecipe, recipe, machine);
    }
  }

  /** Every mode of an open stage. */
  openModes({ stage, modes }: StageEntry, { samples, reads }: LotSize): ModeSet {
    const size = stage.kind === 'sequencing' ? samples * (reads ?? stage.readsPerSample) : samples;
    const known = modes.get(size);
    if (known !== undefined) return known;
    const made = modeSetOf(this.#make(stage, size));
    modes.set(size, made);
    return made;
  }

  /** The one mode of a running stage: where it runs, for as long as it runs. */
  frozenMode(stage: Stage, running: RunningStage): ModeSet {
    return modeSetOf([this.#frozenRow(stage, running)]);
  }

  #frozenRow(stage: Stage, { placement, start, end }: RunningStage): ModeRow {
    const duration = Math.max(0, end - start);
    if (placement.kind === 'pool') {
      const demands = this.#poolDemands(placement.pool, placement);
      return unshared({ name: placement, machine: NONE, duration, state: 0, demands });
    }
    const state = this.states.of(placement.kind === 'run' ? placement.recipe : stateOf(stage));
    const demands = stage.kind === 'bench' ? attendanceOf(stage) : [];
    return unshared({ name: placement, machine: this.#machine(placement.machine), duration, state, demands });
  }

  #make(stage: Stage, size: number): readonly ModeRow[] {
    if (stage.kind === 'bench') return this.#bench(stage, size);
    return stage.kind === 'sequencing' ? this.#sequencing(stage, size) : this.#compute(stage, size);
  }

  #bench(stage: BenchStage, samples: number): ModeRow[] {
    const { fixed, perSample } = stage.time;
    const demands = attendanceOf(stage);
    const state = this.states.of(stateOf(stage));
    return (this.#equipmentOfClass.get(stage.equipment) ?? []).flatMap(({ id, capacity }): ModeRow[] => {
      const name: ModeName = { kind: 'machine', machine: id };
      const machine = this.#machine(id);
      if (stage.batch === undefined) {
        const duration = fixed * Math.ceil(samples / capacity) + perSample * samples;
        return [unshared({ name, machine, duration, state, demands })];
      }
      if (samples > capacity) return [];
      const shared = {
        batchKey: this.#batchKeys.of(`family ${stage.batch.family}`),
        size: samples,
        capacity,
        unit: 0,
        clashScope: CLASH_NOTHING,
      };
      return [{ name, machine, duration: fixed + perSample * samples, state, ...shared, demands }];
    });
  }

  #sequencing(stage: SequencingStage, reads: number): ModeRow[] {
    return stage.recipes.flatMap((id): ModeRow[] => {
      const recipe = this.#scenario.recipes.get(id);
      if (recipe === undefined || reads > recipe.lanes * recipe.readsPerLane) return [];
      return (this.#positionsOfRecipe.get(id) ?? []).map((position) => ({
        name: { kind: 'run', machine: position.id, recipe: id },
        machine: this.#machine(position.id),
        duration: recipe.runTime,
        state: this.states.of(id),
        batchKey: this.#batchKeys.of(`recipe ${id}`),
        size: reads,
        capacity: recipe.lanes * recipe.readsPerLane,
        unit: recipe.readsPerLane,
        clashScope: recipe.indexScope === 'lane' ? CLASH_UNIT : CLASH_BATCH,
        demands: [],
      }));
    });
  }

  #compute(stage: ComputeStage, samples: number): ModeRow[] {
    const pool = this.#scenario.pools.find((p) => p.id === stage.pool);
    if (pool === undefined) return [];
    const mostCores = Math.max(...pool.cores.levels);
    const seen = new Set<number>();
    return stage.parallel.flatMap((parallel): ModeRow[] => {
      const width = Math.min(parallel, samples);
      // All values beyond the number of samples are the same mode.
      if (seen.has(width)) return [];
      seen.add(width);
      const take = { cores: stage.cores * width, memoryBytes: stage.memoryBytes * width, gpus: stage.gpus * width };
      if (take.cores > mostCores || take.memoryBytes > pool.memoryBytes || take.gpus > pool.gpus) return [];
      const duration = Math.ceil(samples / parallel) * (stage.time.fixed + stage.time.perSample);
      const demands = this.#poolDemands(pool.id, take);
      const name: ModeName = { kind: 'pool', pool: pool.id, parallel, ...take };
      return [unshared({ name, machine: NONE, duration, state: 0, demands })];
    });
  }

  #poolDemands(pool: PoolId, take: { cores: number; memoryBytes: number; gpus: number }): readonly DemandRow[] {
    const resources = this.#pools.get(pool);
    if (resources === undefined) return [];
    return [
      { resource: resources.cores, amount: take.cores, span: THROUGHOUT },
      { resource: resources.memory, amount: take.memoryBytes, span: THROUGHOUT },
      { resource: resources.gpus, amount: take.gpus, span: THROUGHOUT },
    ].filter((demand) => demand.amount > 0);
  }

  #machine(id: MachineId): number {
    return this.#machineNumber.get(id) ?? NONE;
  }
}

const unshared = (row: Pick<ModeRow, 'name' | 'machine' | 'duration' | 'state' | 'demands'>): ModeRow => ({
  name: row.name,
  machine: row.machine,
  duration: row.duration,
  state: row.state,
  batchKey: NONE,
  size: 0,
  capacity: 0,
  unit: 0,
  clashScope: CLASH_NOTHING,
  demands: row.demands,
});

/** docs/PLAN-RULES.md "state of a task" for bench work; a run's state is its recipe. */
const stateOf = (stage: Stage): string => (stage.kind === 'bench' && stage.batch ? stage.batch.family : stage.id);

function attendanceOf(stage: BenchStage): readonly DemandRow[] {
  const { operators, handsOn } = stage.attendance;
  if (operators === 0 || (handsOn !== undefined && handsOn <= 0)) return [];
  return [{ resource: STAFF, amount: operators, span: handsOn === undefined ? THROUGHOUT : Math.min(handsOn, NEVER) }];
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
