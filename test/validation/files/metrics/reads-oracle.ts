/** The slow way to the metrics of reads: all of them in memory as text, one number after the other by its definition in METRICS.md. */

export interface PlainRead {
  readonly sequence: string;
  readonly qualities: string;
}

const ADAPTERS = {
  pct_adapter_illumina_universal: 'AGATCGGAAGAG',
  pct_adapter_nextera: 'CTGTCTCTTATA',
  pct_adapter_small_rna: 'TGGAATTCTCGG',
};

export function metricsOfReads(reads: readonly PlainRead[], offset: number): Record<string, number | number[]> {
  const cycles = Math.min(1024, Math.max(...reads.map(({ sequence }) => sequence.length)));
  const upper = reads.map(({ sequence }) => sequence.toUpperCase());
  const scores = reads.map(({ qualities }) => [...qualities].map((c) => c.charCodeAt(0) - offset));
  const perCycle = (value: (read: number, cycle: number) => number): number[] =>
    Array.from({ length: cycles }, (_, cycle) => {
      const values = upper.flatMap((sequence, read) => (cycle < sequence.length ? [value(read, cycle)] : []));
      return mean(values);
    });
  const letter = (letters: string) =>
    perCycle((read, cycle) => (letters.includes(upper[read]?.[cycle] ?? '?') ? 100 : 0));
  const gc = upper
    .filter((sequence) => sequence !== '')
    .map((s) => (100 * s.replaceAll(/[^GC]/g, '').length) / s.length);
  const lengths = upper.map(({ length }) => length).toSorted((a, b) => a - b);
  const bases = sum(lengths);
  const having = (test: (sequence: string) => boolean): number => (100 * upper.filter(test).length) / reads.length;
  const firstAdapter = (sequence: string): number =>
    Math.min(
      ...Object.values(ADAPTERS).map((adapter) => {
        const at = sequence.indexOf(adapter);
        return at < 0 ? Number.POSITIVE_INFINITY : at;
      }),
    );
  return {
    mean_quality: mean(scores.flat()),
    length_median: lengths[Math.ceil(lengths.length / 2) - 1] ?? 0,
    length_n50: lengths.findLast((length) => 2 * sum(lengths.filter((other) => other >= length)) >= bases) ?? 0,
    reads_by_length: Array.from({ length: (lengths.at(-1) ?? 0) + 1 }, (_, n) => lengths.filter((l) => l === n).length),
    pct_q20_by_cycle: perCycle((read, cycle) => ((scores[read]?.[cycle] ?? 0) >= 20 ? 100 : 0)),
    pct_q30_by_cycle: perCycle((read, cycle) => ((scores[read]?.[cycle] ?? 0) >= 30 ? 100 : 0)),
    mean_quality_by_cycle: perCycle((read, cycle) => scores[read]?.[cycle] ?? 0),
    pct_a_by_cycle: letter('A'),
    pct_c_by_cycle: letter('C'),
    pct_g_by_cycle: letter('G'),
    pct_t_by_cycle: letter('TU'),
    pct_n_by_cycle: letter('NRYSWKMBDHV.-*'),
    read_gc_mean: mean(gc),
    read_gc_std_deviation: Math.sqrt(mean(gc.map((value) => (value - mean(gc)) ** 2))),
    reads_by_gc: Array.from({ length: 101 }, (_, n) => gc.filter((value) => Math.floor(value + 0.5) === n).length),
    ...duplicatesOf(upper, 100_000),
    pct_adapter: having((s) => firstAdapter(s) < s.length),
    ...Object.fromEntries(Object.entries(ADAPTERS).map(([id, adapter]) => [id, having((s) => s.includes(adapter))])),
    pct_adapter_by_cycle: Array.from({ length: cycles }, (_, cycle) => having((s) => firstAdapter(s) <= cycle)),
    pct_poly_g_tail: having((s) => s.endsWith('GGGGGGGGGG')),
  };
}

/** FastQC's, with a map of texts, and the product over the first reads as it has it. */
export function duplicatesOf(reads: readonly string[], mostTracked: number) {
  const counts = new Map<string, number>();
  let atLimit = 0;
  for (const [i, read] of reads.entries()) {
    const prefix = read.slice(0, 50);
    const isOpen = counts.size < mostTracked;
    if (isOpen) atLimit = i + 1;
    if (counts.has(prefix) || isOpen) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  let [distinct, all] = [0, 0];
  const levels = [...counts.values()];
  for (const level of new Set(levels)) {
    const seen = levels.filter((one) => one === level).length;
    let count = seen;
    if (atLimit < reads.length && reads.length - seen >= atLimit) {
      let missed = 1;
      for (let i = 0; i < atLimit; i++) missed *= Math.max(0, reads.length - i - level) / (reads.length - i);
      count = seen / (1 - missed);
    }
    distinct += count;
    all += count * level;
  }
  return { pct_duplicates_estimate: 100 * (1 - distinct / all), duplication_tracked_sequences: counts.size };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
