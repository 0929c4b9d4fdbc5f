/**
 * Which versions of a tool are allowed: `>=0.7.17 <0.8 || 0.8.2`.
 *
 * Tools do not number by semantic versioning: bwa 0.7.17-r1188 is no preview of 0.7.17, GATK 4.5.0.0 has four parts, samtools
 * 1.16 has two. So numbers are compared part by part, as many parts as the limit has, and what follows them is not looked at.
 */

export interface VersionRange {
  /** As written. */
  readonly text: string;
  /** One of them must hold; each holds where all of its limits do. */
  readonly alternatives: readonly (readonly VersionLimit[])[];
}

export interface VersionLimit {
  readonly sign: '<' | '<=' | '=' | '>=' | '>';
  readonly parts: readonly number[];
}

const LIMIT = /^(<=|>=|<|>|=)?\s*v?(\d{1,9}(?:\.\d{1,9}){0,7})$/;

/** undefined: the text is none. A number without a sign means `=`. */
export function parseVersionRange(text: string): VersionRange | undefined {
  const alternatives: VersionLimit[][] = [];
  for (const alternative of text.split('||')) {
    // A blank after a sign belongs to it.
    const words = alternative
      .replaceAll(/([<>=])\s+/g, '$1')
      .trim()
      .split(/\s+/);
    const limits = words.map(limitOf);
    if (!limits.every((limit) => limit !== undefined)) return undefined;
    alternatives.push(limits);
  }
  return { text, alternatives };
}

function limitOf(word: string): VersionLimit | undefined {
  const [, sign, number] = LIMIT.exec(word) ?? [];
  if (number === undefined) return undefined;
  return { sign: (sign ?? '=') as VersionLimit['sign'], parts: partsOf(number) };
}

/** undefined: the version holds no number at its beginning, so that nobody can tell. */
export function isVersionIn(version: string, range: VersionRange): boolean | undefined {
  const number = /^v?(\d{1,9}(?:\.\d{1,9})*)/.exec(version)?.[1];
  if (number === undefined) return undefined;
  const parts = partsOf(number);
  return range.alternatives.some((limits) => limits.every((limit) => holds(limit, parts)));
}

const partsOf = (number: string): number[] => number.split('.').map(Number);

function holds({ sign, parts: limit }: VersionLimit, version: readonly number[]): boolean {
  const order = compare(version, limit);
  switch (sign) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
  }
}

/** As many parts as the limit has: 1.16.1 is 1.16. Parts that the version lacks are 0. */
function compare(version: readonly number[], limit: readonly number[]): number {
  for (const [k, part] of limit.entries()) {
    const difference = (version[k] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}
