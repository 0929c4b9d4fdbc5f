/** FORMAT and the columns of samples, by their definitions: VCFv4.3 section 1.6.2. */

import { Buffer } from 'node:buffer';
import { excerpt } from '../file-finding.ts';
import type { Definition } from './definitions.ts';
import { ploidyOf } from './genotype.ts';
import { planOf, type ValuePlan } from './glance/scan.ts';
import type { Place } from './info.ts';
import { isKey, type VcfMeta } from './meta.ts';
import { expectedCount, readValues } from './values.ts';
import type { VcfCode } from './vcf-rules.ts';
import { isSameBytes } from '../text/same-bytes.ts';

type Add = (code: VcfCode, line: number, message: string) => void;

const COLON = 0x3a;
const FORMAT = 8;

/** What a FORMAT comes to. */
export interface Layout {
  readonly bytes: Uint8Array;
  readonly definitions: readonly Definition[];
  readonly plans: readonly ValuePlan[];
  readonly hasGenotype: boolean;
}

export interface SampleCheck {
  /** `starts`: where the columns of the record begin, each ending before the next. */
  check(bytes: Uint8Array, starts: Int32Array, columns: number, place: Place): void;
  /** Of the record that was checked last: its layout, where it has a good one, and whether genotypes are its first values. */
  readonly last: { layout: Layout | undefined; hasGenotypes: boolean };
}

export function createSampleCheck(meta: VcfMeta, add: Add): SampleCheck {
  const told = new Set<string>();
  const last: SampleCheck['last'] = { layout: undefined, hasGenotypes: false };
  return {
    last,
    check(bytes, starts, columns, place) {
      const [from, to] = [starts[FORMAT] ?? 0, (starts[FORMAT + 1] ?? 0) - 1];
      // A bad one is read anew, and told, for each record that has it.
      if (last.layout === undefined || !isSameBytes(last.layout.bytes, bytes, from, to)) {
        last.layout = read(bytes.slice(from, to), place.line);
      }
      const { layout } = last;
      last.hasGenotypes = layout?.hasGenotype === true;
      if (layout === undefined) return;
      for (let column = FORMAT + 1; column < columns; column++) {
        sample(bytes, starts[column] ?? 0, (starts[column + 1] ?? 0) - 1, layout, place);
      }
    },
  };

  /** undefined where it is no FORMAT, which has been told. */
  function read(bytes: Uint8Array, line: number): Layout | undefined {
    const text = Buffer.from(bytes).toString('latin1');
    const keys = text.split(':');
    const isGood =
      keys.every((key) => isKey(key, 3)) &&
      !keys.slice(1).includes('GT') &&
      (meta.minor < 3 || new Set(keys).size === keys.length);
    if (!isGood) {
      add('VCF-FORMAT', line, `FORMAT '${excerpt(text)}'`);
      return undefined;
    }
    const definitions = keys.map((key) => meta.format.get(key));
    for (const { key, isDeclared, isReserved } of definitions) {
      if (isDeclared || isReserved || told.has(key) || told.size > 1000) continue;
      told.add(key);
      add('VCF-UNDECLARED', line, `FORMAT ${excerpt(key)} is not declared`);
    }
    return { bytes, definitions, plans: definitions.map(planOf), hasGenotype: keys[0] === 'GT' };
  }

  function sample(
    bytes: Uint8Array,
    start: number,
    end: number,
    { definitions, hasGenotype }: Layout,
    place: Place,
  ): void {
    const { line, alternatives } = place;
    // Alleles have no limit where ALT is a dot, or could not be read.
    let ploidy = 2;
    let from = start;
    for (let k = 0; from <= end; k++) {
      let to = from;
      while (to < end && bytes[to] !== COLON) to++;
      const definition = definitions[k];
      if (definition === undefined) {
        return add(
          'VCF-SAMPLE-FIELDS',
          line,
          `'${show(bytes, start, end)}' has more than ${definitions.length} fields`,
        );
      }
      if (k === 0 && hasGenotype) {
        ploidy = ploidyOf(bytes, from, to, alternatives === 0 ? Number.POSITIVE_INFINITY : alternatives);
        if (ploidy < 0) {
          const why = ploidy === -2 ? `names an allele beyond ${alternatives}` : 'is no genotype';
          add('VCF-GENOTYPE', line, `'${show(bytes, from, to)}' ${why}`);
          ploidy = 0;
        }
      } else value(bytes, from, to, { definition, line, alternatives, ploidy });
      from = to + 1;
    }
  }

  function value(
    bytes: Uint8Array,
    start: number,
    end: number,
    { definition, line, alternatives, ploidy }: Place & { readonly definition: Definition; readonly ploidy: number },
  ): void {
    const { isGood, count } = readValues(bytes, start, end, definition);
    if (!isGood) {
      const limit = definition.isCount ? ' of 0 or more' : '';
      return add(
        'VCF-SAMPLE-TYPE',
        line,
        `${definition.key} '${show(bytes, start, end)}' is not ${definition.type}${limit}`,
      );
    }
    // A genotype that could not be read, or is a dot, gives no number of genotypes.
    if (definition.number === 'G' && ploidy === 0) return;
    const expected = expectedCount(definition.number, alternatives, ploidy);
    if (count > 0 && expected >= 0 && count !== expected) {
      const message = `${definition.key} '${show(bytes, start, end)}' has ${count} values; there must be ${expected}`;
      add('VCF-SAMPLE-NUMBER', line, message);
    }
  }
}

const show = (bytes: Uint8Array, start: number, end: number): string =>
  excerpt(bytes.subarray(start, Math.min(end, start + 61)));
