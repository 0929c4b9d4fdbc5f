/** What records come to: variants by kind, transitions to transversions, heterozygous to homozygous. */

import type { Metrics } from '../content-judge.ts';

const [DOT, SLASH, COLON, PIPE] = [0x2e, 0x2f, 0x3a, 0x7c];

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
      if (hasGenotypes) addGenotypes(bytes, starts);
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

  /** Of ratios count the diploid ones with alleles of one digit. */
  function addGenotypes(bytes: Uint8Array, starts: Int32Array): void {
    // Up to the last column, which ends the record.
    const end = starts.length - 1;
    let [missing, different, same] = [0, 0, 0];
    for (let column = 9; column < end; column++) {
      const start = starts[column] ?? 0;
      const a = bytes[start] ?? 0;
      if (a === DOT) missing++;
      const phasing = bytes[start + 1];
      if (phasing !== SLASH && phasing !== PIPE) continue;
      const b = bytes[start + 2] ?? 0;
      if (a < 0x30 || a > 0x39 || b < 0x30 || b > 0x39) continue;
      // The sample ends there, or its first field does; behind its end are the bytes of another.
      if ((starts[column + 1] ?? 0) - start !== 4 && bytes[start + 3] !== COLON) continue;
      if (a !== b) different++;
      else if (a !== 0x30) same++;
    }
    genotypes += end - 9;
    called += end - 9 - missing;
    het += different;
    hom += same;
  }
}
