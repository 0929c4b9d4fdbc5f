/**
 * Which instances of a family a benchmark solves: every n-th, so that a run takes minutes, or as many as `SEQPLAN_BENCH_EVERY`
 * asks for; and a word on each solved one, so that a long run can be followed.
 */

export interface Stride {
  /** Every n-th instance. */
  readonly every: number;
  /** The budget that each of them is given. */
  readonly seconds: number;
}

/** Takes the middle one of each stride; the environment variable overrides the family's own. */
export function sampled<T>(all: readonly T[], { every, seconds }: Stride): T[] {
  const stride = stridesAsked()?.(seconds) ?? every;
  return all.filter((_, k) => k % stride === Math.floor(stride / 2));
}

/** What was asked for, or `''`: part of the workload that a table states. */
export const strideAsked = (): string => process.env['SEQPLAN_BENCH_EVERY'] ?? '';

/** `1`: all instances; `1,3`: all with short budgets, every third with budgets of 10 s and more. */
function stridesAsked(): ((seconds: number) => number) | undefined {
  const text = strideAsked();
  if (text === '') return undefined;
  const [short = 0, long = short] = text.split(',').map(Number);
  if (![short, long].every((stride) => Number.isInteger(stride) && stride >= 1)) {
    throw new Error(`SEQPLAN_BENCH_EVERY: ${text} is neither a whole number >= 1 nor two with a comma`);
  }
  return (seconds) => (seconds < 10 ? short : long);
}

export function tell(...words: readonly (string | number)[]): void {
  process.stderr.write(`${words.join(' ')}\n`);
}
