/** What keys of INFO and FORMAT mean: as the specification reserves them, and as a file declares them. */

export type ValueType = 'Integer' | 'Float' | 'Flag' | 'Character' | 'String';

export const VALUE_TYPES: readonly string[] = ['Integer', 'Float', 'Flag', 'Character', 'String'];

/**
 * A count, or by alternative alleles (A), all alleles (R), genotypes (G), or any (.); from version 4.4 by alleles of GT (P), and from
 * 4.5 by local alleles (LA, LR, LG) or base modifications (M).
 */
export type ValueNumber = number | 'A' | 'R' | 'G' | '.' | NewerNumber;
export type NewerNumber = 'P' | 'LA' | 'LR' | 'LG' | 'M';

/** The minor version that has each first. Of those of FORMAT alone the numbers of values are not counted. */
export const NEWER_NUMBERS: Readonly<Record<NewerNumber, number>> = { P: 4, LA: 5, LR: 5, LG: 5, M: 5 };

export interface Definition {
  readonly key: string;
  readonly number: ValueNumber;
  readonly type: ValueType;
  /** A reserved key whose values cannot be negative. */
  readonly isCount: boolean;
  readonly isDeclared: boolean;
  readonly isReserved: boolean;
}

type Reserved = readonly [number: ValueNumber, type: ValueType, isCount?: 'count'];

/** VCFv4.3 table 1; keys whose meaning the versions agree on. */
export const RESERVED_INFO: Readonly<Record<string, Reserved>> = {
  AA: [1, 'String'],
  AC: ['A', 'Integer', 'count'],
  AD: ['R', 'Integer', 'count'],
  ADF: ['R', 'Integer', 'count'],
  ADR: ['R', 'Integer', 'count'],
  AF: ['A', 'Float', 'count'],
  AN: [1, 'Integer', 'count'],
  BQ: [1, 'Float'],
  CIGAR: ['A', 'String'],
  DB: [0, 'Flag'],
  DP: [1, 'Integer', 'count'],
  END: [1, 'Integer', 'count'],
  H2: [0, 'Flag'],
  H3: [0, 'Flag'],
  MQ: [1, 'Float'],
  MQ0: [1, 'Integer', 'count'],
  NS: [1, 'Integer', 'count'],
  SOMATIC: [0, 'Flag'],
  VALIDATED: [0, 'Flag'],
  '1000G': [0, 'Flag'],
};

/** VCFv4.3 table 2. */
export const RESERVED_FORMAT: Readonly<Record<string, Reserved>> = {
  AD: ['R', 'Integer', 'count'],
  ADF: ['R', 'Integer', 'count'],
  ADR: ['R', 'Integer', 'count'],
  DP: [1, 'Integer', 'count'],
  EC: ['A', 'Integer', 'count'],
  FT: [1, 'String'],
  GL: ['G', 'Float'],
  GP: ['G', 'Float'],
  GQ: [1, 'Integer', 'count'],
  GT: [1, 'String'],
  HQ: [2, 'Integer', 'count'],
  MQ: [1, 'Integer', 'count'],
  PL: ['G', 'Integer', 'count'],
  PP: ['G', 'Integer', 'count'],
  PQ: [1, 'Integer', 'count'],
  PS: [1, 'Integer', 'count'],
};

/** `samtools` and `bcftools` write the mean quality as a whole number, `freebayes` that of a genotype as none. */
const LOOSE_TYPES: Readonly<Record<string, ValueType>> = { MQ: 'Integer', GQ: 'Float' };

/** What is reserved from version 4.3 on: callers before used it in their own way (VarScan: AD has one value). */
const SINCE_4_3: ReadonlySet<string> = new Set(['AD', 'ADF', 'ADR', 'PP']);

/** By genotypes of two alleles in two copies: samtools 0.1 and imputation write GL and GP so. */
const DIPLOID_GENOTYPES = 3;

/** How a declaration differs from the reserved meaning: `no`, `loosely` (still usable), or what is wrong. */
export function againstReserved(
  reserved: Readonly<Record<string, Reserved>>,
  { key, number, type }: Pick<Definition, 'key' | 'number' | 'type'>,
  minor: number,
): 'no' | 'loosely' | string {
  const known = Object.hasOwn(reserved, key) ? reserved[key] : undefined;
  if (known === undefined) return 'no';
  const [knownNumber, knownType] = known;
  if (minor < 3 && SINCE_4_3.has(key) && (type !== knownType || number !== knownNumber)) return 'loosely';
  if (type !== knownType && LOOSE_TYPES[key] !== type) return `Type=${type}; it is reserved as ${knownType}`;
  const isDiploid = knownNumber === 'G' && number === DIPLOID_GENOTYPES;
  if (number !== knownNumber && number !== '.' && !isDiploid)
    return `Number=${number}; it is reserved with ${knownNumber}`;
  return type === knownType && number === knownNumber ? 'no' : 'loosely';
}

export interface Definitions {
  declare(definition: Pick<Definition, 'key' | 'number' | 'type'>): boolean;
  get(key: string): Definition;
}

/** Declared ones come before reserved ones. Keys that are neither are texts of any number. */
export function createDefinitions(reserved: Readonly<Record<string, Reserved>>): Definitions {
  const known = new Map<string, Definition>(
    Object.entries(reserved).map(([key, [number, type, isCount]]) => [
      key,
      { key, number, type, isCount: isCount === 'count', isDeclared: false, isReserved: true },
    ]),
  );
  return {
    declare({ key, number, type }) {
      const before = known.get(key);
      if (before?.isDeclared === true) return false;
      known.set(key, {
        key,
        number,
        type,
        isCount: before?.isCount ?? false,
        isDeclared: true,
        isReserved: before !== undefined,
      });
      return true;
    },
    get: (key) =>
      known.get(key) ?? { key, number: '.', type: 'String', isCount: false, isDeclared: false, isReserved: false },
  };
}
