/** The ways in which a stage of a lot can run: equipment of a class, recipes on positions, side-by-side compute. */

import { NEVER } from '../../../../src/base/index.ts';
import type {
  BenchStage,
  ComputeStage,
  Equipment,
  Order,
  PoolId,
  Position,
  RecipeId,
  RunningStage,
  Scenario,
  SequencingStage,
  Stage,
} from '../../../../src/model/index.ts';
import { bytes, ints, Numbering, numbers, rowStarts } from './columns.ts';
import {
  CLASH_BATCH,
  CLASH_NOTHING,
  CLASH_UNIT,
  NONE,
  THROUGHOUT,
  type Demands,
  type Modes,
} from '../../../../src/solver/problem.ts';
import type { ModeName } from '../../../../src/solver/formulation/formulation.ts';
import { STAFF, type PoolResources } from './resources.ts';

interface ModeRow {
  readonly name: ModeName;
  readonly machine: number;
  readonly duration: number;
  readonly state: number;
  readonly batchKey: number;
  readonly size: number;
  readonly capacity: number;
  readonly unit: number;
  readonly clashScope: number;
  readonly demands: readonly DemandRow[];
}

interface DemandRow {
  readonly resource: number;
  readonly amount: number;
  readonly span: number;
}

/** A mode that is never shared. Written out: spreading defaults into each row took most of the time of a formulation. */
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

/** Collects the modes of operations, in order, and numbers machine states and batch keys on the way. */
export class ModeWriter {
  readonly #scenario: Scenario;
  readonly #machineNumber: ReadonlyMap<string, number>;
  readonly #pools: ReadonlyMap<PoolId, PoolResources>;
  readonly #equipmentOfClass = new Map<string, Equipment[]>();
  readonly #positionsOfRecipe = new Map<RecipeId, Position[]>();
  readonly #batchKeys = new Numbering();
  readonly #rows: ModeRow[] = [];
  /** Per machine: its states by name. */
  readonly states: readonly Numbering[];

  constructor(scenario: Scenario, pools: ReadonlyMap<PoolId, PoolResources>) {
    this.#scenario = scenario;
    this.#pools = pools;
    this.#machineNumber = new Map(scenario.machines.map((machine, number) => [machine.id, number]));
    this.states = scenario.machines.map(() => new Numbering());
    for (const machine of scenario.machines) {
      if (machine.kind === 'equipment') append(this.#equipmentOfClass, machine.class, machine);
      else for (const recipe of machine.recipes) append(this.#positionsOfRecipe, recipe, machine);
    }
  }

  get count(): number {
    return this.#rows.length;
  }

  /** Adds every mode of an open stage of a lot of `samples` samples. */
  addOpen(stage: Stage, order: Order, samples: number): void {
    if (stage.kind === 'bench') this.#addBench(stage, samples);
    else if (stage.kind === 'sequencing') this.#addSequencing(stage, order, samples);
    else this.#addCompute(stage, samples);
  }

  /** Adds the one mode of a running stage: where it runs, for as long as it runs. */
  addFrozen(stage: Stage, running: RunningStage): void {
    const { placement } = running;
    const duration = Math.max(0, running.end - running.start);
    if (placement.kind === 'pool') {
      const demands = this.#poolDemands(placement.pool, placement);
      this.#rows.push(unshared({ name: placement, machine: NONE, duration, state: 0, demands }));
      return;
    }
    const machine = this.#machine(placement.machine);
    const state = this.#state(machine, placement.kind === 'run' ? placement.recipe : stateOf(stage));
    const demands = stage.kind === 'bench' ? attendanceOf(stage) : [];
    this.#rows.push(unshared({ name: placement, machine, duration, state, demands }));
  }

  finish(operationsFirstMode: readonly number[]): {
    readonly modes: Modes;
    readonly demands: Demands;
    readonly names: readonly ModeName[];
    readonly firstMode: Int32Array;
  } {
    const rows = this.#rows;
    const demands = rows.flatMap((row) => row.demands);
    const demandRows = rows.flatMap((row, mode) => row.demands.map(() => mode));
    return {
      modes: {
        count: rows.length,
        machine: ints(rows.map((r) => r.machine)),
        duration: numbers(rows.map((r) => r.duration)),
        state: ints(rows.map((r) => r.state)),
        batchKey: ints(rows.map((r) => r.batchKey)),
        size: numbers(rows.map((r) => r.size)),
        capacity: numbers(rows.map((r) => r.capacity)),
        unit: numbers(rows.map((r) => r.unit)),
        clashScope: bytes(rows.map((r) => r.clashScope)),
        firstDemand: rowStarts(demandRows, rows.length),
      },
      demands: {
        count: demands.length,
        resource: ints(demands.map((d) => d.resource)),
        amount: numbers(demands.map((d) => d.amount)),
        span: numbers(demands.map((d) => d.span)),
      },
      names: rows.map((r) => r.name),
      firstMode: ints([...operationsFirstMode, rows.length]),
    };
  }

  #addBench(stage: BenchStage, samples: number): void {
    const { fixed, perSample } = stage.time;
    const demands = attendanceOf(stage);
    for (const { id, capacity } of this.#equipmentOfClass.get(stage.equipment) ?? []) {
      const machine = this.#machine(id);
      const name: ModeName = { kind: 'machine', machine: id };
      if (stage.batch !== undefined && samples > capacity) continue;
      const state = this.#state(machine, stateOf(stage));
      if (stage.batch === undefined) {
        const duration = fixed * Math.ceil(samples / capacity) + perSample * samples;
        this.#rows.push(unshared({ name, machine, duration, state, demands }));
      } else {
        this.#rows.push({
          name,
          machine,
          duration: fixed + perSample * samples,
          state,
          batchKey: this.#batchKeys.of(`family ${stage.batch.family}`),
          size: samples,
          capacity,
          unit: 0,
          clashScope: CLASH_NOTHING,
          demands,
        });
      }
    }
  }

  #addSequencing(stage: SequencingStage, order: Order, samples: number): void {
    const reads = samples * (order.readsPerSample ?? stage.readsPerSample);
    for (const id of stage.recipes) {
      const recipe = this.#scenario.recipes.get(id);
      if (recipe === undefined || reads > recipe.lanes * recipe.readsPerLane) continue;
      for (const position of this.#positionsOfRecipe.get(id) ?? []) {
        const machine = this.#machine(position.id);
        this.#rows.push({
          name: { kind: 'run', machine: position.id, recipe: id },
          machine,
          duration: recipe.runTime,
          state: this.#state(machine, id),
          batchKey: this.#batchKeys.of(`recipe ${id}`),
          size: reads,
          capacity: recipe.lanes * recipe.readsPerLane,
          unit: recipe.readsPerLane,
          clashScope: recipe.indexScope === 'lane' ? CLASH_UNIT : CLASH_BATCH,
          demands: [],
        });
      }
    }
  }

  #addCompute(stage: ComputeStage, samples: number): void {
    const pool = this.#scenario.pools.find((p) => p.id === stage.pool);
    if (pool === undefined) return;
    const mostCores = Math.max(...pool.cores.levels);
    const seen = new Set<number>();
    for (const parallel of stage.parallel) {
      const width = Math.min(parallel, samples);
      // All values beyond the number of samples are the same mode.
      if (seen.has(width)) continue;
      seen.add(width);
      const take = {
        cores: stage.cores * width,
        memoryBytes: stage.memoryBytes * width,
        gpus: stage.gpus * width,
      };
      if (take.cores > mostCores || take.memoryBytes > pool.memoryBytes || take.gpus > pool.gpus) continue;
      const name: ModeName = {
        kind: 'pool',
        pool: pool.id,
        parallel,
        cores: take.cores,
        memoryBytes: take.memoryBytes,
        gpus: take.gpus,
      };
      const duration = Math.ceil(samples / parallel) * (stage.time.fixed + stage.time.perSample);
      const demands = this.#poolDemands(pool.id, take);
      this.#rows.push(unshared({ name, machine: NONE, duration, state: 0, demands }));
    }
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

  #machine(id: string): number {
    return this.#machineNumber.get(id) ?? NONE;
  }

  #state(machine: number, name: string): number {
    return this.states[machine]?.of(name) ?? 0;
  }
}

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
