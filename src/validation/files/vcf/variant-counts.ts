/** What records come to: variants by kind, transitions and transversions, genotypes; and GA4GH's numbers of those that passed. */

import { countUp } from '../metrics/count-up.ts';
import type { Metrics, MetricsLevel } from '../content-judge.ts';
import { createGenotypeCounts } from './genotype-counts.ts';
import { INDEL, KIND, kindOf, substitution, type Span } from './variant-kinds.ts';

const [TAB, COMMA] = [0x09, 0x2c];
const FIXED = 9;
const KINDS = 64;

export interface VariantCounts {
  /** `starts`: where the columns begin; `alternatives`: negative where ALT could not be read. */
  add(bytes: Uint8Array, starts: Int32Array, alternatives: number, samples: { readonly hasGenotypes: boolean }): void;
  /** Records without alternative, of one CHROM and FILTER, tabs behind them, whose genotypes are 0/0, or missing as often as said. */
  addReferences(
    records: number,
    missing: number,
    like: { readonly chrom: Uint8Array; readonly filter: Uint8Array; readonly hasGenotypes: boolean },
  ): void;
  /** Whether genotypes are counted by sample too. */
  readonly isBySample: boolean;
  metrics(): Metrics;
}

/** `columns`: of the header line. */
export function createVariantCounts(columns: number, level: MetricsLevel): VariantCounts {
  const samples = Math.max(0, columns - FIXED);
  const genotypes = createGenotypeCounts(samples, level === 'all');
  // Records, and their heterozygous and homozygous genotypes, by the kinds that they have; PASS on autosomes is a kind for itself.
  const byKinds = new Float64Array(2 * KINDS);
  const het = new Float64Array(2 * KINDS);
  const homVar = new Float64Array(2 * KINDS);
  // Of the others, and of these.
  const transitions = new Float64Array(2);
  const transversions = new Float64Array(2);
  let [records, variants, pass, multiallelic] = [0, 0, 0, 0];
  const [ref, alt]: readonly [Span, Span] = [
    { start: 0, end: 0 },
    { start: 0, end: 0 },
  ];

  const allele = (bytes: Uint8Array, start: number, end: number, isPassed: 0 | 1): number => {
    alt.start = start;
    alt.end = end;
    const kind = kindOf(bytes, ref, alt);
    if (kind === KIND.snv) change(substitution(bytes, ref.start, start), isPassed);
    return kind;
  };

  const change = (by: number, isPassed: 0 | 1): void => {
    if (by > 0) countUp(transitions, isPassed);
    else if (by < 0) countUp(transversions, isPassed);
  };

  /** Of all alternatives of the record. */
  const kindsOf = (bytes: Uint8Array, starts: Int32Array, alternatives: number, isPassed: 0 | 1): number => {
    const [refStart, altStart, altEnd] = [starts[3] ?? 0, starts[4] ?? 0, (starts[5] ?? 0) - 1];
    // A letter for another, as most are.
    if (altEnd - altStart === 1 && altStart - refStart === 2) {
      const by = substitution(bytes, refStart, altStart);
      change(by, isPassed);
      if (by !== 0) return KIND.snv;
    }
    ref.start = refStart;
    ref.end = altStart - 1;
    if (alternatives === 1) return allele(bytes, altStart, altEnd, isPassed);
    let kinds = 0;
    let from = altStart;
    for (let at = altStart; at <= altEnd; at++) {
      if (at < altEnd && bytes[at] !== COMMA) continue;
      kinds |= allele(bytes, from, at, isPassed);
      from = at + 1;
    }
    return kinds;
  };

  return {
    isBySample: level === 'all',
    addReferences(count, missing, { chrom, filter, hasGenotypes }) {
      records += count;
      const isPassed = isPass(filter, 0);
      if (isPassed) pass += count;
      countUp(byKinds, isPassed && isOnAutosome(chrom, 0) ? KINDS : 0, count);
      if (hasGenotypes) genotypes.addReferences(count, missing);
    },
    add(bytes, starts, alternatives, { hasGenotypes }) {
      records++;
      let isPassed: 0 | 1 = 0;
      if (isPass(bytes, starts[6] ?? 0)) {
        pass++;
        if (isOnAutosome(bytes, starts[0] ?? 0)) isPassed = 1;
      }
      let cell = isPassed * KINDS;
      if (alternatives > 0) {
        variants++;
        if (alternatives > 1) multiallelic++;
        cell |= kindsOf(bytes, starts, alternatives, isPassed);
      }
      countUp(byKinds, cell);
      if (!hasGenotypes) return;
      genotypes.add(bytes, starts);
      countUp(het, cell, genotypes.last.het);
      countUp(homVar, cell, genotypes.last.homVar);
    },
    metrics() {
      const all = (kinds: number): number => having(byKinds, kinds);
      const passed = byKinds.subarray(KINDS);
      const [ts, tv] = [transitions, transversions].map(([others = 0, these = 0]) => others + these);
      return {
        records,
        variants,
        pass,
        snvs: all(KIND.snv),
        mnvs: all(KIND.mnv),
        indels: all(INDEL),
        insertions: all(KIND.insertion),
        deletions: all(KIND.deletion),
        svs: all(KIND.structural),
        other_variants: all(KIND.other),
        multiallelic,
        transitions: ts ?? 0,
        transversions: tv ?? 0,
        ...ratio('ratio_ti_tv', ts, tv),
        samples,
        ...genotypes.metrics(),
        ...(passed.some((count) => count > 0) && {
          count_snvs: having(passed, KIND.snv),
          count_insertions: having(passed, KIND.insertion),
          count_deletions: having(passed, KIND.deletion),
          ...ratio('ratio_insertion_deletion', having(passed, KIND.insertion), having(passed, KIND.deletion)),
          ...ratio('ratio_transitions_transversions_snv', transitions[1], transversions[1]),
          ...hetToHom('ratio_heterozygous_homzygous_snv', KIND.snv),
          ...hetToHom('ratio_heterozygous_homzygous_indel', INDEL),
        }),
      };
    },
  };

  function hetToHom(id: string, kinds: number): Metrics {
    return ratio(id, having(het.subarray(KINDS), kinds), having(homVar.subarray(KINDS), kinds));
  }
}

const ratio = (id: string, above = 0, below = 0): Metrics => (below > 0 ? { [id]: above / below } : {});

/** Sum of those with one of these kinds or more. */
const having = (counts: Float64Array, kinds: number): number =>
  counts.reduce((sum, count, bits) => ((bits & kinds) === 0 ? sum : sum + count), 0);

const isPass = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x50 &&
  bytes[at + 1] === 0x41 &&
  bytes[at + 2] === 0x53 &&
  bytes[at + 3] === 0x53 &&
  bytes[at + 4] === TAB;

/** 1 to 22, with or without chr. */
function isOnAutosome(bytes: Uint8Array, start: number): boolean {
  const isChr = bytes[start] === 0x63 && bytes[start + 1] === 0x68 && bytes[start + 2] === 0x72;
  const at = isChr ? start + 3 : start;
  const [tens, ones] = [(bytes[at] ?? 0) - 0x30, (bytes[at + 1] ?? 0) - 0x30];
  if (tens < 1 || tens > 9) return false;
  if (bytes[at + 1] === TAB) return true;
  return tens * 10 + ones <= 22 && ones >= 0 && ones <= 9 && bytes[at + 2] === TAB;
}
