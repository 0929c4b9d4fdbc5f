/** The operations of a problem, one for each step of each lot, and the time lags between them. */

import { NEVER } from '../../base/index.ts';
import type { LotSituation, RunningStage } from '../../model/index.ts';
import { i32, Mentions, Numbering } from '../columns.ts';
import { NONE, type Arcs, type Operations } from '../problem.ts';
import { curveNumber } from './ageing.ts';
import type { OperationName } from './formulation.ts';
import type { LotSize, ModeCatalogue } from './mode-catalogue.ts';
import type { ModeSet } from './mode-set.ts';
import type { Job, Work } from './work.ts';
import type { Lag, Progress, Step } from './workflow-shapes.ts';

export interface OperationTables {
  /** Without `firstMode`; `previousStart` and `previousMachine` still to be filled in. */
  readonly operations: Omit<Operations, 'firstMode'>;
  readonly arcs: Arcs;
  readonly names: readonly OperationName[];
  /** The modes of each operation. */
  readonly modes: readonly ModeSet[];
  /** Index sets by class. */
  readonly clashes: Mentions;
}

/** `curves` collects the curves that operations mention. */
export function operationTables(work: Work, catalogue: ModeCatalogue, curves: Mentions): OperationTables {
  const writer = new OperationWriter(work, catalogue, curves);
  work.jobs.forEach((job, number) => writer.add(job, number));
  const { operations, arcs, names, modes, clashes } = writer;
  return { operations, arcs: withSuccessors(arcs, operations.count), names, modes, clashes };
}

class OperationWriter {
  readonly operations: Omit<Operations, 'firstMode'>;
  readonly arcs: Arcs;
  readonly names: OperationName[] = [];
  readonly modes: ModeSet[] = [];
  readonly clashes = new Mentions();
  readonly #curves: Mentions;
  readonly #catalogue: ModeCatalogue;
  readonly #frozenTasks = new Numbering();
  #windows = 0;
  #arcs = 0;

  constructor(work: Work, catalogue: ModeCatalogue, curves: Mentions) {
    this.operations = emptyOperations(work);
    this.arcs = emptyArcs(work);
    this.#catalogue = catalogue;
    this.#curves = curves;
  }

  add(job: Job, number: number): void {
    const { lot, entry, progress } = job;
    // Curves are numbered lot by lot: first how its material waits, then what its stages put out.
    for (const { curve } of job.waiting.phases) curveNumber(this.#curves, curve);
    const size = { samples: lot.samples.length, reads: entry.order.readsPerSample };
    for (const step of progress.shape.steps) this.#addOperation(job, number, { step, size });
  }

  #addOperation(
    { lot, entry, progress, firstOperation }: Job,
    job: number,
    { step, size }: { readonly step: Step; readonly size: LotSize },
  ): void {
    const { operations } = this;
    const { order } = entry;
    const { stage, outputCurve } = step.entry;
    const running = progress.running?.[step.position];
    const o = this.names.push(nameOf(lot, step, running)) - 1;
    operations.job[o] = job;
    operations.release[o] = Math.max(order.release, lot.notBefore, earliestStart(step, progress));
    operations.latestStart[o] = Math.min(latestStart(step, progress), step.isFirst ? (order.expires ?? NEVER) : NEVER);
    operations.clashClass[o] = entry.clashes === NONE ? NONE : this.clashes.of(entry.clashes);
    operations.takesMaterial[o] = stage.kind === 'compute' ? 0 : 1;
    operations.outputCurve[o] = curveNumber(this.#curves, outputCurve);
    if (running === undefined) {
      this.modes.push(this.#catalogue.openModes(step.entry, size));
    } else {
      this.modes.push(this.#catalogue.frozenMode(stage, running));
      operations.frozenTask[o] = this.#frozenTasks.of(frozenKey(lot, running));
      operations.frozenStart[o] = running.start;
    }
    this.#addWindows(step, o);
    this.#addArcs(step, o, firstOperation);
  }

  #addWindows({ entry }: Step, operation: number): void {
    const { windowStart, windowEnd, firstWindow } = this.operations;
    if (entry.windowStart.length > 0) {
      windowStart.set(entry.windowStart, this.#windows);
      windowEnd.set(entry.windowEnd, this.#windows);
      this.#windows += entry.windowStart.length;
    }
    firstWindow[operation + 1] = this.#windows;
  }

  #addArcs({ after }: Step, operation: number, firstOperation: number): void {
    const { arcs } = this;
    for (const lag of after) {
      const a = this.#arcs++;
      arcs.from[a] = firstOperation + lag.from;
      arcs.to[a] = operation;
      arcs.min[a] = lag.min;
      arcs.max[a] = lag.max;
    }
    arcs.firstIn[operation + 1] = this.#arcs;
  }
}

function nameOf({ lot }: LotSituation, { entry }: Step, running: RunningStage | undefined): OperationName {
  if (running?.placement.kind !== 'run') return { lot, stage: entry.stage };
  return { lot, stage: entry.stage, frozenRun: running.placement };
}

/** Bounds by what is done: each lag from its end. */
function earliestStart({ afterDone }: Step, { doneEnds }: Progress): number {
  let earliest: number = -NEVER;
  for (const { from, min } of afterDone) earliest = Math.max(earliest, endOf(doneEnds, from) + min);
  return earliest;
}

function latestStart({ afterDone }: Step, { doneEnds }: Progress): number {
  let latest: number = NEVER;
  for (const lag of afterDone) if (hasLimit(lag)) latest = Math.min(latest, endOf(doneEnds, lag.from) + lag.max);
  return latest;
}

const endOf = (doneEnds: Float64Array | undefined, position: number): number => doneEnds?.[position] ?? -NEVER;

const hasLimit = ({ max }: Lag): boolean => max < NEVER;

/** Lots that run on one machine since one instant share a task; on a pool each lot has its own. */
const frozenKey = (lot: LotSituation, { stage, start, placement }: RunningStage): string =>
  placement.kind === 'pool' ? `lot ${lot.lot} ${stage}` : `machine ${placement.machine} ${start}`;

const emptyOperations = ({ operations: count, windows }: Work): Omit<Operations, 'firstMode'> => ({
  count,
  job: new Int32Array(count),
  release: new Float64Array(count),
  latestStart: new Float64Array(count),
  firstWindow: new Int32Array(count + 1),
  windowStart: new Float64Array(windows),
  windowEnd: new Float64Array(windows),
  clashClass: new Int32Array(count),
  frozenTask: new Int32Array(count).fill(NONE),
  frozenStart: new Float64Array(count),
  previousStart: new Float64Array(count).fill(NEVER),
  previousMachine: new Int32Array(count).fill(NONE),
  takesMaterial: new Uint8Array(count),
  outputCurve: new Int32Array(count),
});

const emptyArcs = ({ operations, arcs: count }: Work): Arcs => ({
  count,
  firstIn: new Int32Array(operations + 1),
  from: new Int32Array(count),
  to: new Int32Array(count),
  min: new Float64Array(count),
  max: new Float64Array(count),
  firstOut: new Int32Array(operations + 1),
  out: new Int32Array(count),
});

/** Fills the rows by predecessor: arcs in order, counted into their rows. */
function withSuccessors(arcs: Arcs, operations: number): Arcs {
  const { from, firstOut, out, count } = arcs;
  for (let a = 0; a < count; a++) firstOut[i32(from, a) + 1] = i32(firstOut, i32(from, a) + 1) + 1;
  for (let o = 0; o < operations; o++) firstOut[o + 1] = i32(firstOut, o + 1) + i32(firstOut, o);
  const next = firstOut.slice();
  for (let a = 0; a < count; a++) {
    const row = i32(from, a);
    out[i32(next, row)] = a;
    next[row] = i32(next, row) + 1;
  }
  return arcs;
}
