/** What records come to: variants by kind, transitions to transversions, heterozygous to homozygous. */

import type { Metrics } from '../content-judge.ts';

const [COLON, TAB] = [0x3a, 0x09];

/** A and G, and C and T, are transitions; upper case. */
const isTransition = (a: number, b: number): boolean =>
  (a === 0x41 && b === 0x47) || (a === 0x47 && b === 0x41) || (a === 0x43 && b === 0x54) || (a === 0x54 && b === 0x43);

export interface VariantCounts {
  /** `starts`: where the columns begin; `alternatives`: negative where ALT could not be read. */
  add(bytes: Uint8Array, starts: Int32Array, alternatives: number, samples: { readonly hasGenotypes: boolean }): void;
  metrics(): Metrics;
}

export function createVariantCounts(): VariantCounts {
  let [records, variants, snvs, transitions, transversions] = [0, 0, 0, 0, 0];
  let [het, hom, called, genotypes] = [0, 0, 0, 0];
  return {
    add(bytes, starts, alternatives, { hasGenotypes }) {
      records++;
      if (alternatives > 0) variants++;
      const isSingle = (starts[4] ?? 0) - (starts[3] ?? 0) === 2 && (starts[5] ?? 0) - (starts[4] ?? 0) === 2;
      if (alternatives === 1 && isSingle) {
        const [ref, alt] = [(bytes[starts[3] ?? 0] ?? 0) & 0xdf, (bytes[starts[4] ?? 0] ?? 0) & 0xdf];
        if (alt >= 0x41 && alt <= 0x5a) {
          snvs++;
          if (isTransition(ref, alt)) transitions++;
          else transversions++;
        }
      }
      if (!hasGenotypes) return;
      // Up to the last column, which ends the record.
      for (let column = 9; column < starts.length - 1; column++) genotype(bytes, starts[column] ?? 0);
    },
    metrics: () => ({
      records,
      variants,
      snvs,
      ...(transversions > 0 && { ratio_ti_tv: transitions / transversions }),
      ...(hom > 0 && { ratio_het_hom_var: het / hom }),
      ...(genotypes > 0 && { pct_genotypes_called: (100 * called) / genotypes }),
    }),
  };

  /** Diploid with alleles of one digit: what the ratios are about. */
  function genotype(bytes: Uint8Array, start: number): void {
    genotypes++;
    const [a = 0, b = 0, after = TAB] = [bytes[start], bytes[start + 2], bytes[start + 3]];
    if (a !== 0x2e) called++;
    if (after !== COLON && after !== TAB) return;
    if (a < 0x30 || a > 0x39 || b < 0x30 || b > 0x39) return;
    if (a !== b) het++;
    else if (a !== 0x30) hom++;
  }
}
