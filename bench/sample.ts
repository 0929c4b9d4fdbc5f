/**
 * Which instances of a family a benchmark solves: every n-th, so that a run takes minutes, or all of them
 * where `SEQPLAN_BENCH_EVERY=1` asks for the full table; and a word on each solved one, so that a long run can be followed.
 */

/** `every`: the family's own stride, which the environment variable overrides. Takes the middle one of each stride. */
export function sampled<T>(all: readonly T[], every: number): T[] {
  const stride = strideOr(every);
  return all.filter((_, k) => k % stride === Math.floor(stride / 2));
}

/** The stride asked for, or 0: part of the workload that a table states. */
export const stridePinned = (): number => strideOr(0);

function strideOr(every: number): number {
  const text = process.env['SEQPLAN_BENCH_EVERY'];
  if (text === undefined) return every;
  const stride = Number(text);
  if (!Number.isInteger(stride) || stride < 1)
    throw new Error(`SEQPLAN_BENCH_EVERY: ${text} is not a whole number >= 1`);
  return stride;
}

export function tell(...words: readonly (string | number)[]): void {
  process.stderr.write(`${words.join(' ')}\n`);
}
