/** What every benchmark case is: a pinned workload with a smoke size, and a result with a hash of what was computed. */

export interface BenchCase {
  readonly name: string;
  /** One sentence: what is measured, against what. */
  readonly about: string;
  /** `smoke`: the size that runs in the tests, so that the case cannot rot; no figure of it counts. */
  run(options: { readonly smoke: boolean }): Promise<BenchResult>;
}

export interface BenchResult {
  /** Everything that pins the work: sizes, seeds, budgets. */
  readonly workload: Readonly<Record<string, string | number | boolean>>;
  /** SHA-256 over what was computed: a faster case that computes something else is noticed. */
  readonly resultHash: string;
  readonly rows: readonly BenchRow[];
}

/** One line of the table; columns are the same in all rows of a case. */
export type BenchRow = Readonly<Record<string, string | number>>;

/** Minimum, median, 90th and 99th percentile, maximum of some measurements; nearest rank. */
export function spread(values: readonly number[]): { min: number; p50: number; p90: number; p99: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { min: rank(0), p50: rank(0.5), p90: rank(0.9), p99: rank(0.99), max: rank(1) };
}
