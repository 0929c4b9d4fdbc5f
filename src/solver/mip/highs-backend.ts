/** HiGHS in WebAssembly, in a warm thread of its own: for linear programs, and for mixed ones that are not tiny. */

import type { Highs } from 'highs';
import { ModelBuilder } from './builder.ts';
import type { HighsClaim, HighsTask } from './highs-worker.ts';
import { loadHighs } from './load-highs.ts';
import type { MipAnswer, MipBackend, MipLimits, MipModel } from './model.ts';
import { createThread } from './thread.ts';
import { costOf, dualBound, faultOf, rounded } from './verify.ts';

export interface HighsBackend extends MipBackend {
  /** Resolves when the module is loaded and has solved a few models: its code is compiled as it is used. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** HiGHS looks at its clock between steps of its work, so it is told to end a little earlier than it must. */
const SHARE_OF_TIME = 0.85;
const WARM_UP_MS = 30_000;
const WARM_UPS = 2;

export function createHighsBackend(): HighsBackend {
  const thread = createThread<HighsTask, HighsClaim>('highs-worker');
  // An instance that never solves anything: it keeps the compiled code for the thread that takes a stopped one's place.
  let keeper: Highs | undefined;
  const solve = async (model: MipModel, { timeMs, nodes, start }: MipLimits): Promise<MipAnswer> => {
    const accepted = start === undefined || faultOf(model, start) !== undefined ? undefined : start;
    const progress = new SharedArrayBuffer(8 * (2 + model.columns.count));
    const shared = new Float64Array(progress);
    shared[1] = -Infinity;
    if (accepted !== undefined) {
      shared[0] = 1;
      shared.set(accepted, 2);
    }
    const task: HighsTask = {
      model,
      timeLimit: (SHARE_OF_TIME * timeMs) / 1000,
      progress,
      ...(nodes === undefined ? {} : { nodes }),
      ...(accepted === undefined ? {} : { start: accepted }),
    };
    const claim = await thread.run(task, timeMs);
    return verified(model, claim ?? leftBehind(progress));
  };
  return {
    name: 'highs',
    solve,
    async warm() {
      keeper ??= await loadHighs();
      for (let k = 0; k < WARM_UPS; k++) await solve(warmUpModel(), { timeMs: WARM_UP_MS });
    },
    close() {
      keeper = undefined;
      return thread.close();
    },
  };
}

/** What a killed search had found. Torn values, should there be any, do not pass the verification. */
function leftBehind(progress: SharedArrayBuffer): HighsClaim {
  const [found = 0, bound = -Infinity] = new Float64Array(progress);
  const proved = Number.isFinite(bound) ? { bound } : {};
  if (found === 0) return { status: 'stopped', ...proved, stoppedBy: 'time' };
  return { status: 'feasible', values: new Float64Array(progress).slice(2), ...proved, stoppedBy: 'time' };
}

/** The claim as far as the model itself bears it out. */
function verified(model: MipModel, claim: HighsClaim): MipAnswer {
  if (claim.values === undefined) return claim;
  const { values: claimed, bound, ...rest } = claim;
  const values = rounded(model, claimed);
  const stoppedBy = rest.stoppedBy === undefined ? {} : { stoppedBy: rest.stoppedBy };
  const proved = rest.rowDuals === undefined ? bound : dualBound(model, rest.rowDuals);
  const bounded = proved === undefined || proved === -Infinity ? {} : { bound: proved };
  if (values === undefined || faultOf(model, values) !== undefined) {
    return { status: 'stopped', ...bounded, ...stoppedBy };
  }
  return { ...rest, values, objective: costOf(model, values), ...bounded };
}

/** Assigning 20 things to 5 places of limited room: uses presolve, cuts, heuristics and branching. */
function warmUpModel(): MipModel {
  const builder = new ModelBuilder();
  const places = [0, 1, 2, 3, 4];
  const open = places.map((place) => builder.binary(20 + place));
  const rooms: [number, number][][] = places.map((place) => [[-40, open[place] ?? 0]]);
  for (let thing = 0; thing < 20; thing++) {
    const chosen = places.map((place) => builder.binary((thing * 7 + place * 5) % 11));
    builder.equal(
      chosen.map((column) => [1, column] as const),
      1,
    );
    chosen.forEach((column, place) => rooms[place]?.push([5 + ((thing * 3) % 7), column]));
  }
  for (const room of rooms) builder.row(room, { upper: 0 });
  return builder.build();
}
