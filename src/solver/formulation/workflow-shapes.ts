/**
 * Workflows as the formulation needs them: what is open when some stages are done and others skipped, worked out once for
 * all lots in that state.
 */

import { NEVER } from '../../base/index.ts';
import type { LotSituation, RunningStage, Stage, StageId, Workflow } from '../../model/index.ts';
import { NONE } from '../problem.ts';
import type { CurveCatalogue } from './ageing.ts';
import type { ModeSet } from './mode-set.ts';

/** A stage, with what every operation made of it shares. */
export interface StageEntry {
  readonly stage: Stage;
  readonly windowStart: Float64Array;
  readonly windowEnd: Float64Array;
  /** Of the curve catalogue, or NONE. */
  readonly outputCurve: number;
  /** Modes by what they depend on: samples, or reads where it sequences. Filled as they are asked for. */
  readonly modes: Map<number, ModeSet>;
}

/** A stage that is open or running. */
export interface Step {
  readonly entry: StageEntry;
  /** Of its stage in the workflow. */
  readonly position: number;
  /** Nothing precedes it. */
  readonly isFirst: boolean;
  /** Open or running predecessors: `from` is the rank of their step; rising. */
  readonly after: readonly Lag[];
  /** Predecessors that are done: `from` is the position of their stage. */
  readonly afterDone: readonly Lag[];
}

export interface Lag {
  readonly from: number;
  readonly min: number;
  readonly max: number;
}

export interface Shape {
  /** In topological order. */
  readonly steps: readonly Step[];
  /** Rank of the step of each stage of the workflow; NONE where it is done or skipped. */
  readonly rankOf: readonly number[];
  readonly arcs: number;
  readonly windows: number;
}

/** How far one lot has come. */
export interface Progress {
  readonly shape: Shape;
  /** Ends by position in the workflow; absent where nothing is done. */
  readonly doneEnds?: Float64Array;
  readonly doneUntil: number;
  /** By position in the workflow; absent where nothing is running. */
  readonly running?: readonly (RunningStage | undefined)[];
}

const DONE = 1;
const SKIPPED = 2;

export class WorkflowShapes {
  readonly #entries: readonly StageEntry[];
  readonly #positionOf: ReadonlyMap<StageId, number>;
  readonly #shapes = new Map<string, Shape>();

  constructor({ stages }: Workflow, curves: CurveCatalogue) {
    this.#entries = stages.map((stage) => entryOf(stage, curves));
    this.#positionOf = new Map(stages.map(({ id }, position) => [id, position]));
  }

  /** Position of a stage in the workflow; NONE where it is not of it. */
  positionOf(stage: StageId): number {
    return this.#positionOf.get(stage) ?? NONE;
  }

  progressOf({ done, skipped, running }: LotSituation): Progress {
    const states = new Uint8Array(this.#entries.length);
    for (const stage of skipped) this.#mark(states, stage, SKIPPED);
    if (done.length === 0 && running.length === 0) return { shape: this.#shapeOf(states), doneUntil: -NEVER };
    const doneEnds = new Float64Array(this.#entries.length);
    let doneUntil: number = -NEVER;
    for (const { stage, end } of done) {
      const position = this.#mark(states, stage, DONE);
      if (position !== NONE) doneEnds[position] = end;
      doneUntil = Math.max(doneUntil, end);
    }
    const runningAt: (RunningStage | undefined)[] = this.#entries.map(() => undefined);
    for (const stage of running) {
      const position = this.positionOf(stage.stage);
      if (position !== NONE) runningAt[position] = stage;
    }
    return { shape: this.#shapeOf(states), doneEnds, doneUntil, running: runningAt };
  }

  #mark(states: Uint8Array, stage: StageId, state: number): number {
    const position = this.positionOf(stage);
    if (position !== NONE) states[position] = (states[position] ?? 0) | state;
    return position;
  }

  #shapeOf(states: Uint8Array): Shape {
    const key = String.fromCharCode(...states);
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const shape = this.#makeShape(states);
    this.#shapes.set(key, shape);
    return shape;
  }

  #makeShape(states: Uint8Array): Shape {
    const rankOf: number[] = [];
    let open = 0;
    for (const state of states) rankOf.push(state === 0 ? open++ : NONE);
    const steps = this.#entries.flatMap((entry, position): Step[] => {
      if (states[position] !== 0) return [];
      const before = [...this.#before(entry.stage, states)].toSorted((a, b) => a - b);
      const lags = before.map((from) => ({ isDone: isDone(states, from), lag: this.#lagAfter(from) }));
      return [
        {
          entry,
          position,
          isFirst: before.length === 0,
          after: lags.filter((l) => !l.isDone).map(({ lag }) => ({ ...lag, from: rankOf[lag.from] ?? NONE })),
          afterDone: lags.filter((l) => l.isDone).map(({ lag }) => lag),
        },
      ];
    });
    const sum = (count: (step: Step) => number): number => steps.reduce((total, step) => total + count(step), 0);
    return {
      steps,
      rankOf,
      arcs: sum((step) => step.after.length),
      windows: sum((step) => step.entry.windowStart.length),
    };
  }

  #lagAfter(position: number): Lag {
    const hold = this.#entries[position]?.stage.hold;
    return { from: position, min: hold?.min ?? 0, max: hold?.max ?? NEVER };
  }

  /** Positions of the stages before `stage`, with skipped ones replaced by theirs. */
  #before(stage: Stage, states: Uint8Array, found: Set<number> = new Set()): ReadonlySet<number> {
    for (const id of stage.after) {
      const position = this.positionOf(id);
      const entry = this.#entries[position];
      if (entry === undefined) continue;
      if (((states[position] ?? 0) & SKIPPED) !== 0) this.#before(entry.stage, states, found);
      else found.add(position);
    }
    return found;
  }
}

const isDone = (states: Uint8Array, position: number): boolean => ((states[position] ?? 0) & DONE) !== 0;

function entryOf(stage: Stage, curves: CurveCatalogue): StageEntry {
  const windows = stage.kind === 'bench' ? (stage.startWindows ?? []) : [];
  return {
    stage,
    windowStart: Float64Array.from(windows, ({ start }) => start),
    windowEnd: Float64Array.from(windows, ({ end }) => end),
    outputCurve: stage.output === undefined ? NONE : curves.of(stage.output.material, stage.output.condition),
    modes: new Map(),
  };
}
