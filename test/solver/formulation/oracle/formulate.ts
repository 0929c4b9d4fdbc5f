/**
 * The slow formulation that the fast one is compared with: rows of objects, nothing kept between calls, every list searched
 * from its beginning.
 */

import { at, NEVER, mustGet } from '../../../../src/base/index.ts';
import {
  id,
  type LotSituation,
  type Order,
  type OrderId,
  type PlannedTask,
  type RunningStage,
  type Scenario,
  type Situation,
  type StageId,
  type TaskPlacement,
} from '../../../../src/model/index.ts';
import { bytes, ints, Numbering, numbers, rowStarts } from './columns.ts';
import { NONE, type Arcs, type Clashes, type Previous, type Problem } from '../../../../src/solver/problem.ts';
import { CurveWriter } from './ageing.ts';
import type {
  Formulation,
  MaintenanceName,
  ModeName,
  OperationName,
} from '../../../../src/solver/formulation/formulation.ts';
import { formulateMachines } from './machines.ts';
import { formulateMaintenance } from './maintenance.ts';
import { ModeWriter } from './modes.ts';
import { formulateResources } from './resources.ts';
import { openGraph } from './stage-graph.ts';

interface OperationRow {
  readonly job: number;
  readonly release: number;
  readonly latestStart: number;
  readonly windows: readonly { readonly start: number; readonly end: number }[];
  readonly clashClass: number;
  readonly frozenTask: number;
  readonly frozenStart: number;
  readonly previousStart: number;
  readonly previousMachine: number;
  readonly takesMaterial: boolean;
  readonly outputCurve: number;
}

interface ArcRow {
  readonly from: number;
  readonly to: number;
  readonly min: number;
  readonly max: number;
}

interface JobRow {
  readonly order: number;
  readonly size: number;
  readonly quality: number;
  readonly phases: readonly { readonly from: number; readonly curve: number }[];
}

/** `situation.lots` name orders of the scenario; orders without a lot are delivered or gone and do not take part. */
export function slowFormulate(scenario: Scenario, situation: Situation): Pick<Formulation, 'problem' | 'names'> {
  const { table: resources, poolResources } = formulateResources(scenario);
  const modes = new ModeWriter(scenario, poolResources);
  const curves = new CurveWriter(scenario);
  const work = new WorkWriter(scenario, situation, modes, curves);
  const orders = ordersWithLots(scenario, situation);
  orders.forEach(({ order, lots }, number) => {
    for (const lot of lots) work.addLot(number, order, lot);
  });
  const { modes: modeTable, demands, names: modeNames, firstMode } = modes.finish(work.firstMode);
  const machines = formulateMachines(scenario, situation, modes.states);
  const maintenance = formulateMaintenance(scenario, situation);
  const { operations, jobs } = work;
  const frozenTask = ints(operations.map((o) => o.frozenTask));
  const windows = operations.flatMap((o) => o.windows);
  const problem: Problem = {
    now: situation.now,
    horizon: scenario.horizon,
    operations: {
      count: operations.length,
      job: ints(operations.map((o) => o.job)),
      firstMode,
      release: numbers(operations.map((o) => o.release)),
      latestStart: numbers(operations.map((o) => o.latestStart)),
      firstWindow: rowStarts(
        operations.flatMap((o, number) => o.windows.map(() => number)),
        operations.length,
      ),
      windowStart: numbers(windows.map((w) => w.start)),
      windowEnd: numbers(windows.map((w) => w.end)),
      clashClass: ints(operations.map((o) => o.clashClass)),
      frozenTask,
      frozenStart: numbers(operations.map((o) => o.frozenStart)),
      previousStart: numbers(operations.map((o) => o.previousStart)),
      previousMachine: ints(operations.map((o) => o.previousMachine)),
      takesMaterial: bytes(operations.map((o) => (o.takesMaterial ? 1 : 0))),
      outputCurve: ints(operations.map((o) => o.outputCurve)),
    },
    modes: modeTable,
    demands,
    arcs: arcTable(work.arcs, operations.length),
    jobs: {
      count: jobs.length,
      order: ints(jobs.map((j) => j.order)),
      firstOperation: rowStarts(
        operations.map((o) => o.job),
        jobs.length,
      ),
      size: numbers(jobs.map((j) => j.size)),
      quality: numbers(jobs.map((j) => j.quality)),
      firstPhase: rowStarts(
        jobs.flatMap((j, number) => j.phases.map(() => number)),
        jobs.length,
      ),
      phaseFrom: numbers(jobs.flatMap((j) => j.phases.map((p) => p.from))),
      phaseCurve: ints(jobs.flatMap((j) => j.phases.map((p) => p.curve))),
    },
    orders: {
      count: orders.length,
      firstJob: rowStarts(
        jobs.map((j) => j.order),
        orders.length,
      ),
      release: numbers(orders.map(({ order }) => order.release)),
      due: numbers(orders.map(({ order }) => order.due)),
      deadline: numbers(orders.map(({ order }) => order.deadline ?? NEVER)),
      weight: numbers(orders.map(({ order }) => order.weight)),
      doneUntil: numbers(work.doneUntil(orders.length)),
    },
    machines,
    resources,
    clashes: work.clashTable(),
    maintenance: maintenance.table,
    curves: curves.finish(),
    previous: previousTable(situation, work, { firstMode, modeNames, maintenance: maintenance.names }),
  };
  return {
    problem,
    names: {
      operations: work.names,
      modes: modeNames,
      jobs: work.lots,
      orders: orders.map(({ order }) => order.id),
      machines: scenario.machines.map((machine) => machine.id),
      maintenance: maintenance.names,
    },
  };
}

function ordersWithLots(scenario: Scenario, situation: Situation) {
  const byId = new Map(scenario.orders.map((order) => [order.id, order]));
  const lotsOf = new Map<OrderId, LotSituation[]>();
  for (const lot of situation.lots) lotsOf.set(lot.order, [...(lotsOf.get(lot.order) ?? []), lot]);
  return [...lotsOf]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, lots]) => ({ order: mustGet(byId, id), lots: lots.toSorted((a, b) => (a.lot < b.lot ? -1 : 1)) }));
}

/** Collects operations, arcs and jobs, lot by lot. */
class WorkWriter {
  readonly operations: OperationRow[] = [];
  readonly names: OperationName[] = [];
  readonly firstMode: number[] = [];
  readonly arcs: ArcRow[] = [];
  readonly jobs: JobRow[] = [];
  readonly lots: LotSituation['lot'][] = [];
  readonly #scenario: Scenario;
  readonly #modes: ModeWriter;
  readonly #curves: CurveWriter;
  readonly #machineNumber: ReadonlyMap<string, number>;
  readonly #clashClasses = new Numbering();
  readonly #frozenTasks = new Numbering();
  readonly #previous: ReadonlyMap<string, { readonly start: number; readonly machine: string }>;
  readonly #done: { readonly order: number; readonly end: number }[] = [];

  constructor(scenario: Scenario, situation: Situation, modes: ModeWriter, curves: CurveWriter) {
    this.#scenario = scenario;
    this.#modes = modes;
    this.#curves = curves;
    this.#machineNumber = new Map(scenario.machines.map((machine, number) => [machine.id, number]));
    this.#previous = previousStarts(situation);
  }

  addLot(orderNumber: number, order: Order, lot: LotSituation): void {
    const workflow = mustGet(this.#scenario.workflows, order.workflow);
    const graph = openGraph(workflow, lot);
    const job = this.jobs.length;
    const waiting = this.#curves.waitingOf(lot, order);
    this.jobs.push({ order: orderNumber, size: lot.samples.length, quality: waiting.quality, phases: waiting.phases });
    this.lots.push(lot.lot);
    this.#done.push({ order: orderNumber, end: graph.doneUntil });

    const numberOf = new Map<StageId, number>();
    for (const { stage, running } of graph.stages) {
      const number = this.operations.length;
      numberOf.set(stage.id, number);
      this.firstMode.push(this.#modes.count);
      if (running === undefined) this.#modes.addOpen(stage, order, lot.samples.length);
      else this.#modes.addFrozen(stage, running);
      const bounds = mustGet(graph.bounds, stage.id);
      const expires = graph.first.has(stage.id) ? (order.expires ?? NEVER) : NEVER;
      const previous = this.#previous.get(`${lot.lot}:${stage.id}`);
      this.operations.push({
        job,
        release: Math.max(order.release, lot.notBefore, bounds.release),
        latestStart: Math.min(bounds.latest, expires),
        windows: stage.kind === 'bench' ? (stage.startWindows ?? []) : [],
        clashClass: order.indexSet === undefined ? NONE : this.#clashClasses.of(order.indexSet),
        frozenTask: running === undefined ? NONE : this.#frozenTasks.of(frozenKey(lot, running)),
        frozenStart: running?.start ?? 0,
        previousStart: previous?.start ?? NEVER,
        previousMachine: this.#machineNumber.get(previous?.machine ?? '') ?? NONE,
        takesMaterial: stage.kind !== 'compute',
        outputCurve: stage.output === undefined ? NONE : this.#curves.of(stage.output.material, stage.output.condition),
      });
      this.names.push({
        lot: lot.lot,
        stage,
        ...(running?.placement.kind === 'run' ? { frozenRun: running.placement } : {}),
      });
      for (const before of mustGet(graph.precedences, stage.id)) {
        const from = mustGet(numberOf, before.id);
        this.arcs.push({ from, to: number, min: before.hold.min, max: before.hold.max ?? NEVER });
      }
    }
  }

  /** Per order: the latest end of what is done. */
  doneUntil(orders: number): number[] {
    const ends = Array.from({ length: orders }, (): number => -NEVER);
    for (const { order, end } of this.#done) ends[order] = Math.max(ends[order] ?? -NEVER, end);
    return ends;
  }

  clashTable(): Clashes {
    const names = this.#clashClasses.names();
    const known = new Map(names.map((name, number) => [name, number]));
    const rows = names.map((name) => {
      const set = this.#scenario.indexSets.get(id(name));
      const others = [...(set?.clashes ?? [])].map((other) => known.get(other) ?? NONE);
      return others.filter((other) => other !== NONE).toSorted((a, b) => a - b);
    });
    return {
      count: names.length,
      first: rowStarts(
        rows.flatMap((row, number) => row.map(() => number)),
        names.length,
      ),
      other: ints(rows.flat()),
    };
  }
}

/** Lots that run on one machine since one instant share a task; on a pool each lot has its own. */
const frozenKey = (lot: LotSituation, running: RunningStage): string =>
  running.placement.kind === 'pool'
    ? `lot ${lot.lot} ${running.stage}`
    : `machine ${running.placement.machine} ${running.start}`;

function previousStarts(situation: Situation): ReadonlyMap<string, { start: number; machine: string }> {
  const starts = new Map<string, { start: number; machine: string }>();
  for (const task of situation.planInForce?.tasks ?? []) {
    const machine = task.placement.kind === 'pool' ? '' : task.placement.machine;
    for (const { lot, stage } of task.members) starts.set(`${lot}:${stage}`, { start: task.start, machine });
  }
  return starts;
}

function arcTable(arcs: readonly ArcRow[], operations: number): Arcs {
  const sorted = arcs.toSorted((a, b) => a.to - b.to || a.from - b.from);
  const out = sorted.map((_, number) => number).toSorted((a, b) => (sorted[a]?.from ?? 0) - (sorted[b]?.from ?? 0));
  return {
    count: sorted.length,
    firstIn: rowStarts(
      sorted.map((a) => a.to),
      operations,
    ),
    from: ints(sorted.map((a) => a.from)),
    to: ints(sorted.map((a) => a.to)),
    min: numbers(sorted.map((a) => a.min)),
    max: numbers(sorted.map((a) => a.max)),
    firstOut: rowStarts(
      out.map((number) => sorted[number]?.from ?? 0),
      operations,
    ),
    out: ints(out),
  };
}

function previousTable(
  { now, planInForce }: Situation,
  work: WorkWriter,
  known: {
    readonly firstMode: Int32Array;
    readonly modeNames: readonly ModeName[];
    readonly maintenance: readonly MaintenanceName[];
  },
): Previous {
  const openOf = (task: PlannedTask): number[] =>
    [...work.operations.keys()].filter((o) => {
      const name = at(work.names, o);
      const isMember = task.members.some(({ lot, stage }) => lot === name.lot && stage === name.stage.id);
      return isMember && at(work.operations, o).frozenTask === NONE;
    });
  const tasks = (planInForce?.tasks ?? []).filter((task) => openOf(task).length > 0);
  const mode = work.operations.map((): number => NONE);
  const task = work.operations.map((): number => NONE);
  tasks.forEach((planned, number) => {
    for (const o of openOf(planned)) {
      task[o] = number;
      const samples = at(work.jobs, at(work.operations, o).job).size;
      const names = known.modeNames.slice(known.firstMode[o], known.firstMode[o + 1]);
      const index = names.findIndex((name) => placeOf(name, samples) === placeOf(planned.placement, samples));
      if (index !== -1) mode[o] = (known.firstMode[o] ?? 0) + index;
    }
  });
  const occurrences = (planInForce?.maintenance ?? [])
    .map(({ id: occurrence, start }) => ({
      row: known.maintenance.findIndex(({ prefix }) => ownerOf(prefix) === ownerOf(occurrence)),
      start,
    }))
    .filter(({ row, start }) => row !== -1 && start >= now)
    .toSorted((a, b) => a.row - b.row || a.start - b.start);
  return {
    count: occurrences.length,
    mode: ints(mode),
    task: ints(task),
    maintenanceRow: ints(occurrences.map(({ row }) => row)),
    maintenanceStart: numbers(occurrences.map(({ start }) => start)),
  };
}

/** Ids of occurrences are `owner:rule#count`. */
const ownerOf = (occurrence: string): string => occurrence.slice(0, occurrence.indexOf('#'));

const placeOf = (place: TaskPlacement | ModeName, samples: number): string =>
  place.kind === 'pool'
    ? `pool ${place.pool} ${Math.min(place.parallel, samples)}`
    : `${place.kind} ${place.machine} ${place.kind === 'run' ? place.recipe : ''}`;
