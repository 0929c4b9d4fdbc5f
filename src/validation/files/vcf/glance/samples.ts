/** FORMAT and the columns of samples read forward, by a layout of keys that a record before had. */

import { ploidyOf } from '../genotype.ts';
import type { Layout, SampleCheck } from '../samples.ts';
import { COLON, hasLiteral, LF, literalOf, TAB, type Literal, type Text } from './text.ts';
import { ANY, BY_GENOTYPE, byteClasses, NOT_SURE, valuesEnd, wantedOf } from './scan.ts';

const [SLASH, PIPE] = [0x2f, 0x7c];
const FIXED = 8;
/** Of formats that come by turns. */
const MOST_LAYOUTS = 16;
/** Allele numbers of one digit. */
const DIGIT = 9;

export interface SamplesGlance {
  /**
   * Where the record ends, at its line feed; FORMAT begins at `start`. `starts`: gets where each sample begins. Where ALT is a dot,
   * `alternatives` is 0, and alleles have no limit.
   */
  end(text: Text, start: number, starts: Int32Array, alternatives: number): number;
  readonly last: { hasGenotypes: boolean; layout: Layout | undefined };
}

/** A layout with how many values each key has, at so many alternatives. */
interface Counted {
  readonly layout: Layout;
  /** FORMAT, and the tab behind it. */
  readonly literal: Literal;
  /** Of diploid samples, and of those without genotype. */
  readonly wanted: Int32Array;
  alternatives: number;
}

export function createSamplesGlance(check: SampleCheck, columns: number): SamplesGlance {
  const classes = byteClasses(COLON, true);
  const known: Counted[] = [];
  let current: Counted | undefined;
  const last: SamplesGlance['last'] = { hasGenotypes: false, layout: undefined };

  const counted = ({ bytes, view }: Text, start: number): Counted | undefined => {
    const found = known.find(({ literal }) => hasLiteral(literal, view, start));
    if (found !== undefined) return found;
    // The judge of single columns may have read it for the record before.
    const layout = check.last.layout;
    if (layout === undefined || !isLayoutAt(layout, bytes, start)) return undefined;
    if (known.length >= MOST_LAYOUTS) known.length = 0;
    const read = {
      layout,
      literal: literalOf(layout.bytes, TAB),
      wanted: new Int32Array(layout.plans.length),
      alternatives: NOT_SURE,
    };
    known.push(read);
    return read;
  };

  /** The end of a genotype that is not of two digits; its ploidy in `ploidy`. */
  let ploidy = 2;
  const genotypeEnd = (bytes: Uint8Array, start: number, alternatives: number): number => {
    let end = start;
    while (bytes[end] !== COLON && bytes[end] !== TAB && bytes[end] !== LF) end++;
    ploidy = ploidyOf(bytes, start, end, alternatives === 0 ? Number.POSITIVE_INFINITY : alternatives);
    return ploidy < 0 ? NOT_SURE : end;
  };

  return {
    last,
    end(text, start, starts, alternatives) {
      const { bytes, view } = text;
      if (current === undefined || !hasLiteral(current.literal, view, start)) {
        current = counted(text, start);
        if (current === undefined) return NOT_SURE;
      }
      const { layout, wanted } = current;
      if (current.alternatives !== alternatives) prepare(current, alternatives);
      const { plans, hasGenotype } = layout;
      const most = alternatives === 0 ? DIGIT : Math.min(alternatives, DIGIT);
      let at = start + current.literal.length;
      let column = FIXED + 1;
      if (hasGenotype && plans.length === 1) {
        // Nothing but genotypes, nearly all of two digits: the last one, before a line feed, is left to the loop below.
        for (; isUsualDiploid(view.getInt32(at, true)); column++, at += 4) {
          if (column === columns) return NOT_SURE;
          starts[column] = at;
        }
        // A tab behind the last one.
        if (column === columns) return NOT_SURE;
      }
      for (; column < columns; column++) {
        starts[column] = at;
        let k = 0;
        if (hasGenotype) {
          k = 1;
          ploidy = 2;
          const end = diploidEnd(view, at, most);
          at = end >= 0 ? end : genotypeEnd(bytes, at, alternatives);
          if (at < 0) return NOT_SURE;
          if (bytes[at] === COLON) at++;
          else k = plans.length + 1;
        }
        for (; k < plans.length; k++) {
          const plan = plans[k];
          if (plan === undefined) return NOT_SURE;
          let count = wanted[k] ?? ANY;
          if (ploidy !== 2 && plan.number === BY_GENOTYPE)
            count = ploidy === 0 ? ANY : wantedOf(plan, alternatives, ploidy);
          at = valuesEnd(text, at, plan, count, classes);
          if (at < 0) return NOT_SURE;
          if (bytes[at] !== COLON) break;
          at++;
        }
        // With a colon behind the last key there is a field more.
        if (k === plans.length || bytes[at] !== (column === columns - 1 ? LF : TAB)) return NOT_SURE;
        at++;
      }
      last.hasGenotypes = hasGenotype;
      last.layout = layout;
      return at - 1;
    },
  };
}

function prepare(counted: Counted, alternatives: number): void {
  counted.layout.plans.forEach((plan, k) => (counted.wanted[k] = wantedOf(plan, alternatives, 2)));
  counted.alternatives = alternatives;
}

/** Genotypes of the first two alleles before a tab, but for the bits that tell the alleles apart. */
const [ALLELES, UNPHASED, PHASED] = [~0x00010001, 0x09302f30, 0x09307c30];

function isUsualDiploid(word: number): boolean {
  const usual = word & ALLELES;
  return usual === UNPHASED || usual === PHASED;
}

/** Where a genotype of two alleles of one digit each ends. */
function diploidEnd(view: DataView, start: number, most: number): number {
  const word = view.getInt32(start, true);
  if (isUsualDiploid(word)) return start + 3;
  if (((word & 0xff) ^ 0x30) > most) return NOT_SURE;
  const phasing = (word >> 8) & 0xff;
  if (phasing !== SLASH && phasing !== PIPE) return NOT_SURE;
  if ((((word >> 16) & 0xff) ^ 0x30) > most) return NOT_SURE;
  const after = word >>> 24;
  return after === TAB || after === COLON || after === LF ? start + 3 : NOT_SURE;
}

function isLayoutAt({ bytes: format }: Layout, bytes: Uint8Array, start: number): boolean {
  let at = start;
  for (let i = 0; i < format.length; i++, at++) if (format[i] !== bytes[at]) return false;
  return bytes[at] === TAB;
}
