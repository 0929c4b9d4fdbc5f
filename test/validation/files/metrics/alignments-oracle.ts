/** The slow way to the metrics of alignments: each base of each reference has a set of the reads that cover it. */

export interface PlainAlignment {
  readonly name: string;
  readonly flag: number;
  /** -1: none. */
  readonly reference: number;
  /** From 0. */
  readonly position: number;
  readonly mapq: number;
  /** Counts and letters; empty: none. */
  readonly cigar: readonly (readonly [number, string])[];
  readonly nextReference: number;
  readonly nextPosition: number;
  readonly insert: number;
  readonly sequence: string;
  /** Scores; undefined: none. */
  readonly qualities: readonly number[] | undefined;
  readonly nm: number | undefined;
}

export interface PlainReference {
  readonly name: string;
  readonly length: number;
}

export function samOf(references: readonly PlainReference[], alignments: readonly PlainAlignment[]): string {
  const header = references.map(({ name, length }) => `@SQ\tSN:${name}\tLN:${length}\n`).join('');
  const nameOf = (index: number): string => references[index]?.name ?? '*';
  const lines = alignments.map((one) =>
    [
      one.name,
      one.flag,
      nameOf(one.reference),
      one.position + 1,
      one.mapq,
      one.cigar.length === 0 ? '*' : one.cigar.map(([count, letter]) => `${count}${letter}`).join(''),
      one.nextReference >= 0 && one.nextReference === one.reference ? '=' : nameOf(one.nextReference),
      one.nextPosition + 1,
      one.insert,
      one.sequence === '' ? '*' : one.sequence,
      one.qualities === undefined ? '*' : String.fromCharCode(...one.qualities.map((score) => score + 33)),
      ...(one.nm === undefined ? [] : [`NM:i:${one.nm}`]),
    ].join('\t'),
  );
  return header + lines.map((line) => `${line}\n`).join('');
}

/** Depth of every base, by GA4GH: reads without 0xF04 and of mapping quality 20; bases of quality 20; a pair counts once. */
export function depths(references: readonly PlainReference[], alignments: readonly PlainAlignment[]): number[][] {
  const reads = references.map(({ length }) => Array.from({ length }, () => new Set<string>()));
  for (const [i, one] of alignments.entries()) {
    if ((one.flag & 0xf04) !== 0 || one.mapq < 20 || one.reference < 0) continue;
    // Single reads, and mates on other references, share their name with nobody here.
    const isPair = (one.flag & 9) === 1 && one.nextReference === one.reference;
    const name = isPair ? one.name : `${one.name} ${i}`;
    let [place, base] = [one.position, 0];
    for (const [count, letter] of one.cigar) {
      for (let k = 0; k < count; k++) {
        if ('M=X'.includes(letter) && (one.qualities?.[base] ?? 99) >= 20) reads[one.reference]?.[place]?.add(name);
        if ('MDN=X'.includes(letter)) place++;
        if ('MIS=X'.includes(letter)) base++;
      }
    }
  }
  return reads.map((places) => places.map(({ size }) => size));
}

/** `depth`: of all bases that count. */
export function coverageOf(depth: readonly number[], name: string, breadth: (least: number) => string) {
  const median = medianOf(depth);
  return {
    [`mean_${name}`]: mean(depth),
    [`median_${name}`]: median,
    [`mad_${name}`]: medianOf(depth.map((value) => Math.abs(value - median))),
    ...Object.fromEntries(
      [1, 5, 10, 15, 20, 30, 50, 100].map((least) => [
        breadth(least),
        (100 * depth.filter((value) => value >= least).length) / depth.length,
      ]),
    ),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? 0;

/** What flags, lengths and NM alone say. */
export function countsOf(alignments: readonly PlainAlignment[]) {
  const has = (flag: number, bits: number): boolean => (flag & bits) !== 0;
  const primary = alignments.filter(({ flag }) => !has(flag, 0x900));
  const mapped = primary.filter(({ flag }) => !has(flag, 4));
  const number = (test: (flag: number) => boolean): number => primary.filter(({ flag }) => test(flag)).length;
  const scores = primary.flatMap(({ qualities }) => qualities ?? []);
  const bases = primary.reduce((sum, { sequence }) => sum + sequence.length, 0);
  const told = alignments.filter(({ flag, sequence }) => !has(flag, 0x104) && sequence !== '');
  const aligned = told
    .flatMap(({ cigar }) => cigar)
    .reduce((sum, [count, letter]) => sum + ('MI=X'.includes(letter) ? count : 0), 0);
  const mismatches = told.reduce((sum, { nm }) => sum + (nm ?? 0), 0);
  const known = mapped.map(({ mapq }) => mapq).filter((mapq) => mapq !== 255);
  return {
    records: alignments.length,
    primary: primary.length,
    secondary: alignments.filter(({ flag }) => has(flag, 0x100)).length,
    supplementary: alignments.filter(({ flag }) => has(flag, 0x800) && !has(flag, 0x100)).length,
    qc_failed: alignments.filter(({ flag }) => has(flag, 0x200)).length,
    mapped: mapped.length,
    duplicates: number((flag) => has(flag, 0x400)),
    proper_pairs: number((flag) => (flag & 7) === 3),
    bases,
    bases_mapped: mapped.reduce((sum, { sequence }) => sum + sequence.length, 0),
    bases_mapped_cigar: aligned,
    ...(told.some(({ nm }) => nm !== undefined) && { mismatches, error_rate: mismatches / Math.max(1, aligned) }),
    ...(scores.length > 0 && {
      q20_bases: scores.filter((score) => score >= 20).length,
      q30_bases: scores.filter((score) => score >= 30).length,
      mean_quality: mean(scores),
      yield_bp_q30: primary
        .filter(({ flag }) => !has(flag, 0x200))
        .flatMap(({ qualities }) => qualities ?? [])
        .filter((score) => score >= 30).length,
    }),
    ...(known.length > 0 && {
      mean_mapping_quality: mean(known),
      pct_mapping_quality_0: (100 * known.filter((mapq) => mapq === 0).length) / known.length,
      pct_mapping_quality_20: (100 * known.filter((mapq) => mapq >= 20).length) / known.length,
    }),
  };
}
