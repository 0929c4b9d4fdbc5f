/**
 * What a mixed-integer program is here, and what every backend that solves one takes and gives.
 *
 * Always a minimisation: cost x, subject to row.lower <= A x <= row.upper and column.lower <= x <= column.upper, some x
 * whole. Scale models so that coefficients and values stay between about 1e-3 and 1e5: tolerances are close to 1e-6.
 */

export interface MipModel {
  readonly columns: MipColumns;
  readonly rows: MipRows;
}

export interface MipColumns {
  readonly count: number;
  /** [count] finite. */
  readonly cost: Float64Array;
  /** [count] -Infinity where there is none. */
  readonly lower: Float64Array;
  /** [count] Infinity where there is none. */
  readonly upper: Float64Array;
  /** [count] 1: whole numbers only. */
  readonly isInteger: Uint8Array;
}

export interface MipRows {
  readonly count: number;
  /** [count + 1] compressed rows of `column` and `coefficient`. */
  readonly first: Int32Array;
  /** No column twice in a row. */
  readonly column: Int32Array;
  /** Finite, not 0. */
  readonly coefficient: Float64Array;
  /** [count] -Infinity where there is none. */
  readonly lower: Float64Array;
  /** [count] Infinity where there is none. */
  readonly upper: Float64Array;
}

export interface MipLimits {
  /** Milliseconds from the call until an answer of some kind, > 0. Answers that it stopped are not reproducible. */
  readonly timeMs: number;
  /** Nodes of the search tree; the reproducible limit. A backend that cannot count them ignores it. */
  readonly nodes?: number;
  /** [columns] values to begin with; a backend may ignore them, and does where they do not fit the model. */
  readonly start?: Float64Array;
}

/**
 * `optimal`: `values` are within the model, and the backend has proved that nothing is better. `feasible`: `values` are
 * within the model. `infeasible`: the backend has proved that there are no such values. `stopped`: nothing is known.
 */
export interface MipAnswer {
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'stopped';
  /** [columns] whole where they must be; checked against the model by `faultOf`, whatever the backend claimed. */
  readonly values?: Float64Array;
  /** Cost of `values`. */
  readonly objective?: number;
  /** No values within the model cost less. Of a linear program: recomputed from `rowDuals`; else the backend's claim. */
  readonly bound?: number;
  /** [rows] of a linear program: the rise of the optimum with the row's binding limit. */
  readonly rowDuals?: Float64Array;
  /** Which limit ended the search early. */
  readonly stoppedBy?: 'time' | 'nodes';
}

export interface MipBackend {
  readonly name: string;
  /** Rejects where the model has no lower bound on its cost, or after `close`. */
  solve(model: MipModel, limits: MipLimits): Promise<MipAnswer>;
}

/** Size of a model as the choice of a backend sees it. */
export const nonzerosOf = ({ rows }: MipModel): number => rows.column.length;

export const isLinear = ({ columns }: MipModel): boolean => !columns.isInteger.includes(1);
