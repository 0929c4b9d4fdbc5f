/** What records come to: variants by kind, transitions and transversions, genotypes; and GA4GH's numbers of those that passed. */

import type { Metrics, MetricsLevel } from '../content-judge.ts';
import { createGenotypeCounts } from './genotype-counts.ts';
import { INDEL, KIND, kindOf, substitution, type Span } from './variant-kinds.ts';

const [TAB, COMMA] = [0x09, 0x2c];
const FIXED = 9;
const KINDS = 64;

export interface VariantCounts {
  /** `starts`: where the columns begin; `alternatives`: negative where ALT could not be read. */
  add(bytes: Uint8Array, starts: Int32Array, alternatives: number, samples: { readonly hasGenotypes: boolean }): void;
  metrics(): Metrics;
}

/** `columns`: of the header line. */
export function createVariantCounts(columns: number, level: MetricsLevel): VariantCounts {
  const samples = Math.max(0, columns - FIXED);
  const genotypes = createGenotypeCounts(samples, level === 'all');
  const all = createKindCounts();
  // PASS, on autosomes.
  const passed = createKindCounts();
  let [records, variants, pass, multiallelic] = [0, 0, 0, 0];
  let [snvHet, snvHom, indelHet, indelHom] = [0, 0, 0, 0];
  const [ref, alt]: readonly [Span, Span] = [
    { start: 0, end: 0 },
    { start: 0, end: 0 },
  ];
  let [kinds, transitions, transversions] = [0, 0, 0];

  const allele = (bytes: Uint8Array, start: number, end: number): void => {
    alt.start = start;
    alt.end = end;
    const kind = kindOf(bytes, ref, alt);
    kinds |= kind;
    if (kind !== KIND.snv) return;
    const change = substitution(bytes, ref.start, start);
    if (change > 0) transitions++;
    else if (change < 0) transversions++;
  };

  const alleles = (bytes: Uint8Array, start: number, end: number, isOne: boolean): void => {
    if (isOne) return allele(bytes, start, end);
    let from = start;
    for (let at = start; at <= end; at++) {
      if (at < end && bytes[at] !== COMMA) continue;
      allele(bytes, from, at);
      from = at + 1;
    }
  };

  return {
    add(bytes, starts, alternatives, { hasGenotypes }) {
      records++;
      kinds = transitions = transversions = 0;
      if (alternatives > 0) {
        variants++;
        if (alternatives > 1) multiallelic++;
        ref.start = starts[3] ?? 0;
        ref.end = (starts[4] ?? 0) - 1;
        alleles(bytes, starts[4] ?? 0, (starts[5] ?? 0) - 1, alternatives === 1);
        all.add(kinds, transitions, transversions);
      }
      if (hasGenotypes) genotypes.add(bytes, starts);
      if (!isPass(bytes, starts[6] ?? 0)) return;
      pass++;
      if (!isOnAutosome(bytes, starts[0] ?? 0)) return;
      passed.add(kinds, transitions, transversions);
      if (!hasGenotypes) return;
      const { het, homVar } = genotypes.last;
      if ((kinds & KIND.snv) !== 0) {
        snvHet += het;
        snvHom += homVar;
      }
      if ((kinds & INDEL) !== 0) {
        indelHet += het;
        indelHom += homVar;
      }
    },
    metrics() {
      const { ts, tv } = all;
      return {
        records,
        variants,
        pass,
        snvs: all.having(KIND.snv),
        mnvs: all.having(KIND.mnv),
        indels: all.having(INDEL),
        insertions: all.having(KIND.insertion),
        deletions: all.having(KIND.deletion),
        svs: all.having(KIND.structural),
        other_variants: all.having(KIND.other),
        multiallelic,
        transitions: ts,
        transversions: tv,
        ...ratio('ratio_ti_tv', ts, tv),
        samples,
        ...genotypes.metrics(),
        ...(passed.records > 0 && {
          count_snvs: passed.having(KIND.snv),
          count_insertions: passed.having(KIND.insertion),
          count_deletions: passed.having(KIND.deletion),
          ...ratio('ratio_insertion_deletion', passed.having(KIND.insertion), passed.having(KIND.deletion)),
          ...ratio('ratio_transitions_transversions_snv', passed.ts, passed.tv),
          ...ratio('ratio_heterozygous_homzygous_snv', snvHet, snvHom),
          ...ratio('ratio_heterozygous_homzygous_indel', indelHet, indelHom),
        }),
      };
    },
  };
}

const ratio = (id: string, above: number, below: number): Metrics => (below > 0 ? { [id]: above / below } : {});

/** Records by the kinds that they have. */
function createKindCounts() {
  const byKinds = new Float64Array(KINDS);
  let [records, ts, tv] = [0, 0, 0];
  return {
    add(kinds: number, transitions: number, transversions: number): void {
      records++;
      byKinds[kinds] = (byKinds[kinds] ?? 0) + 1;
      ts += transitions;
      tv += transversions;
    },
    /** With one of these kinds or more. */
    having: (kinds: number): number =>
      byKinds.reduce((sum, count, bits) => ((bits & kinds) === 0 ? sum : sum + count), 0),
    get records() {
      return records;
    },
    get ts() {
      return ts;
    },
    get tv() {
      return tv;
    },
  };
}

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
