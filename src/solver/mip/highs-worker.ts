/**
 * The side of HiGHS that runs in its own thread: loads the WebAssembly module once and solves one model after another.
 *
 * Each better solution is written into shared memory as it is found, so that a search that has to be killed leaves its
 * best one behind.
 */

import type { Highs } from 'highs';
import { loadHighs } from './load-highs.ts';
import type { MipAnswer, MipModel } from './model.ts';

export interface HighsTask {
  readonly model: MipModel;
  /** Seconds that HiGHS gives itself: it looks at its clock only now and then. */
  readonly timeLimit: number;
  readonly nodes?: number;
  readonly start?: Float64Array;
  /** [2 + columns] how many solutions were found so far, the bound proved so far, the best solution's values. */
  readonly progress: SharedArrayBuffer;
}

/** Claims: nothing here is verified yet. */
export type HighsClaim = Omit<MipAnswer, 'objective'>;

let loaded: Promise<Highs> | undefined;

export async function solveTask(task: HighsTask): Promise<HighsClaim> {
  loaded ??= loadHighs();
  const highs = await loaded;
  try {
    return solveWith(highs, task);
  } catch (error) {
    // The instance may have run out of memory: the next task gets a new one.
    loaded = undefined;
    throw error;
  }
}

function solveWith(highs: Highs, task: HighsTask): HighsClaim {
  const { columns, rows } = task.model;
  const isMixed = columns.isInteger.includes(1);
  const data = {
    numCols: columns.count,
    numRows: rows.count,
    colCost: columns.cost,
    colLower: columns.lower,
    colUpper: columns.upper,
    rowLower: rows.lower,
    rowUpper: rows.upper,
    matrix: {
      format: 'csr' as const,
      numRows: rows.count,
      numCols: columns.count,
      starts: rows.first,
      indices: rows.column,
      values: rows.coefficient,
    },
    ...(isMixed ? { integrality: Int32Array.from(columns.isInteger) } : {}),
  };
  return highs.withModel(data, (model): HighsClaim => {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      time_limit: task.timeLimit,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-6,
      ...(task.nodes === undefined ? {} : { mip_max_nodes: task.nodes }),
    });
    if (task.start !== undefined) model.setSolution({ colValue: task.start });
    const progress = new Float64Array(task.progress);
    const { callbackType, modelStatus } = highs.constants;
    const run = () =>
      model.run({
        [callbackType.mipImprovingSolution](event): undefined {
          const { mip_solution: values, mip_dual_bound: bound } = event.data;
          progress[1] = bound ?? -Infinity;
          if (values === undefined) return;
          progress.set(values, 2);
          progress[0] = (progress[0] ?? 0) + 1;
        },
        [callbackType.mipLogging](event): undefined {
          progress[1] = event.data.mip_dual_bound ?? -Infinity;
        },
      });
    run();
    if (model.getModelStatus() === modelStatus.unboundedOrInfeasible) {
      model.options.set({ presolve: 'off' });
      run();
    }
    return claimOf(highs, model, { isMixed, found: (progress[0] ?? 0) > 0 });
  });
}

function claimOf(
  highs: Highs,
  model: ReturnType<Highs['createModel']>,
  { isMixed, found }: { readonly isMixed: boolean; readonly found: boolean },
): HighsClaim {
  const { modelStatus } = highs.constants;
  const status = model.getModelStatus();
  if (status === modelStatus.unbounded) throw new Error('the model has no lower bound on its cost');
  if (status === modelStatus.infeasible) return { status: 'infeasible' };
  const isOptimal = status === modelStatus.optimal || status === modelStatus.empty;
  const bound = isMixed ? Number(model.info.get('mip_dual_bound')) : -Infinity;
  const proved = Number.isFinite(bound) ? { bound } : {};
  const stoppedBy = status === modelStatus.timeLimit ? ('time' as const) : ('nodes' as const);
  const stopped = isOptimal ? {} : { stoppedBy };
  // Without an incumbent the vector of values is all zero or partial.
  const hasValues = isOptimal || found || Number(model.info.get('primal_solution_status')) === FEASIBLE;
  if (!hasValues) return { status: 'stopped', ...proved, ...stopped };
  const { colValue, rowDual } = model.getSolution();
  const duals = isMixed ? {} : { rowDuals: rowDual };
  return { status: isOptimal ? 'optimal' : 'feasible', values: colValue, ...proved, ...stopped, ...duals };
}

/** HiGHS: kSolutionStatusFeasible. */
const FEASIBLE = 2;
