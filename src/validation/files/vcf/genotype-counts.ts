/** Genotypes by what they are: missing, homozygous, heterozygous; of all samples together, and of each where it is asked for. */

import { countUp } from '../metrics/count-up.ts';
import type { Metrics } from '../content-judge.ts';

const [SLASH, COLON, PIPE] = [0x2f, 0x3a, 0x7c];
const FIRST = 9;
/** With more samples the report has no lists of them. */
const MOST_LISTED = 10_000;
/** What a genotype is; haploid ones are homozygous. */
const [MISSING, HOM_REF, HET, HOM_VAR] = [0, 1, 2, 3];

export interface GenotypeCounts {
  /** Those of a record: columns from FIRST on begin at `starts`, whose last number is no column. */
  add(bytes: Uint8Array, starts: Int32Array): void;
  /** Those of records where all are 0/0; or missing, so many, where they are not counted by sample. */
  addReferences(records: number, missing: number): void;
  /** Of the record added last. */
  readonly last: { het: number; homVar: number };
  metrics(): Metrics;
}

export function createGenotypeCounts(samples: number, isAll: boolean): GenotypeCounts {
  let [missing, het, homVar, genotypes, singletons] = [0, 0, 0, 0, 0];
  const last = { het: 0, homVar: 0 };
  // By sample: MISSING, HOM_REF, HET, HOM_VAR; and those where it alone has an alternative.
  const bySample = new Float64Array(isAll ? 4 * samples : 0);
  const alone = new Float64Array(isAll ? samples : 0);

  return {
    last,
    add(bytes, starts) {
      const end = starts.length - 1;
      let [missed, different, same] = [0, 0, 0];
      for (let column = FIRST; column < end; column++) {
        const kind = genotypeAt(bytes, starts[column] ?? 0, (starts[column + 1] ?? 0) - 1);
        if (kind === HET) different++;
        else if (kind === HOM_VAR) same++;
        else if (kind === MISSING) missed++;
      }
      missing += missed;
      het += different;
      homVar += same;
      genotypes += end - FIRST;
      last.het = different;
      last.homVar = same;
      if (isAll) addEach(bytes, starts, different + same === 1);
    },
    addReferences(records, missed) {
      genotypes += records * samples;
      missing += missed;
      for (let cell = HOM_REF; cell < bySample.length; cell += 4) countUp(bySample, cell, records);
    },
    metrics() {
      if (genotypes === 0) return {};
      const each = (kind: number): readonly number[] =>
        Array.from({ length: samples }, (_, sample) => bySample[4 * sample + kind] ?? 0);
      const called = (sample: number): number => {
        const [unknown = 0, ...known] = bySample.subarray(4 * sample, 4 * sample + 4);
        const sum = known.reduce((all, count) => all + count, 0);
        return (100 * sum) / (sum + unknown);
      };
      return {
        ...(homVar > 0 && { ratio_het_hom_var: het / homVar }),
        pct_genotypes_called: (100 * (genotypes - missing)) / genotypes,
        ...(isAll && { singleton_records: singletons }),
        ...(isAll &&
          samples <= MOST_LISTED && {
            pct_called_by_sample: Array.from({ length: samples }, (_, sample) => called(sample)),
            hom_ref_by_sample: each(HOM_REF),
            het_by_sample: each(HET),
            hom_var_by_sample: each(HOM_VAR),
            missing_by_sample: each(MISSING),
            singletons_by_sample: [...alone],
          }),
      };
    },
  };

  function addEach(bytes: Uint8Array, starts: Int32Array, isSingleton: boolean): void {
    if (isSingleton) singletons++;
    for (let sample = 0; sample < samples; sample++) {
      const kind = genotypeAt(bytes, starts[FIRST + sample] ?? 0, (starts[FIRST + sample + 1] ?? 0) - 1);
      const cell = 4 * sample + kind;
      countUp(bySample, cell);
      if (isSingleton && kind >= HET) countUp(alone, sample);
    }
  }
}

/** The genotype of the sample that lies at `[start, end)`: mostly two alleles of one digit each. */
function genotypeAt(bytes: Uint8Array, start: number, end: number): number {
  const a = bytes[start] ?? 0;
  const phasing = bytes[start + 1];
  const b = bytes[start + 2] ?? 0;
  const isUsual =
    (phasing === SLASH || phasing === PIPE) &&
    a >= 0x30 &&
    b >= 0x30 &&
    (start + 3 === end || bytes[start + 3] === COLON);
  if (!isUsual) return anyGenotypeAt(bytes, start, end);
  if (a !== b) return HET;
  return a === 0x30 ? HOM_REF : HOM_VAR;
}

/** Of any ploidy, with alleles of any number; version 4.4 lets it begin with how the first is phased. */
function anyGenotypeAt(bytes: Uint8Array, start: number, end: number): number {
  let [allele, first] = [-1, -1];
  let isHet = false;
  for (let at = start; at <= end; at++) {
    const byte = at < end ? (bytes[at] ?? 0) : COLON;
    if (byte >= 0x30 && byte <= 0x39) {
      allele = Math.max(0, allele) * 10 + byte - 0x30;
      continue;
    }
    if (allele >= 0) {
      if (first < 0) first = allele;
      else if (allele !== first) isHet = true;
    }
    allele = -1;
    if (byte === COLON) break;
    if (byte !== SLASH && byte !== PIPE) return MISSING;
  }
  if (first < 0) return MISSING;
  if (isHet) return HET;
  return first === 0 ? HOM_REF : HOM_VAR;
}
