/**
 * Distances between index pairs, and all pairs within one, without comparing all with all: of two pairs that differ in d bases, one of
 * d + 1 segments is the same in both, so that only those with a common segment are compared.
 */

export interface CodedIndex {
  /** A, C, G, T only. */
  readonly index: string;
  readonly index2: string;
}

export interface IndexDistances {
  readonly size: number;
  /** Bases in which the first indexes of two pairs differ, over the shorter. */
  first(a: number, b: number): number;
  /** As `first`, of the second indexes; 0 where one has none. */
  second(a: number, b: number): number;
  /** The longest sum of both. */
  readonly longest: number;
  /**
   * Visits each two that differ in at most `within` bases in all, once, and perhaps others; false of `visit` ends it. At most `budget`
   * two are looked at: returns how many are left of it, negative where it was not enough.
   */
  near(within: number, budget: number, visit: (a: number, b: number) => boolean): number;
}

const BASES_A_WORD = 16;

export function createDistances(pairs: readonly CodedIndex[]): IndexDistances {
  const first = createCodes(pairs.map(({ index }) => index));
  const second = createCodes(pairs.map(({ index2 }) => index2));
  const common = [first.shortest, second.shortest] as const;
  return {
    size: pairs.length,
    first: first.distance,
    second: second.distance,
    longest: first.longest + second.longest,
    near(within, budget, visit) {
      const keys = pairs.map(({ index, index2 }) => index.slice(0, common[0]) + index2.slice(0, common[1]));
      const length = common[0] + common[1];
      // Where there are fewer bases than segments all pairs are compared: they are few, or the budget ends it.
      const count = length > within ? within + 1 : 1;
      const segments = Array.from({ length: count }, (_, k) =>
        length > within
          ? segmentIds(keys, Math.floor((k * length) / count), Math.floor(((k + 1) * length) / count))
          : segmentIds(keys, 0, 0),
      );
      return visitNear(segments, budget, visit);
    },
  };
}

/** A number for each text between two places; the same number for the same text. */
function segmentIds(keys: readonly string[], start: number, end: number): Int32Array {
  const ids = new Map<string, number>();
  return Int32Array.from(keys, (key) => {
    const text = key.slice(start, end);
    const id = ids.get(text) ?? ids.size;
    if (id === ids.size) ids.set(text, id);
    return id;
  });
}

function visitNear(segments: readonly Int32Array[], budget: number, visit: (a: number, b: number) => boolean): number {
  let left = budget;
  for (const [k, ids] of segments.entries()) {
    const buckets = new Map<number, number[]>();
    for (const [i, id] of ids.entries()) {
      const bucket = buckets.get(id);
      if (bucket === undefined) buckets.set(id, [i]);
      else bucket.push(i);
    }
    for (const bucket of buckets.values()) {
      for (let i = 0; i < bucket.length; i++) {
        const a = bucket[i] ?? 0;
        for (let j = i + 1; j < bucket.length; j++) {
          const b = bucket[j] ?? 0;
          if (--left < 0) return left;
          // Two that an earlier segment brought together were visited there.
          if (!isTogetherBefore(segments, k, a, b) && !visit(a, b)) return left;
        }
      }
    }
  }
  return left;
}

function isTogetherBefore(segments: readonly Int32Array[], k: number, a: number, b: number): boolean {
  for (let before = 0; before < k; before++) if (segments[before]?.[a] === segments[before]?.[b]) return true;
  return false;
}

/** Two bits a base: two indexes of one length are compared by words. */
function createCodes(texts: readonly string[]) {
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0);
  const shortest = texts.reduce((least, { length }) => Math.min(least, length), longest);
  const words = Math.ceil(longest / BASES_A_WORD);
  const codes = new Int32Array(words * texts.length);
  for (const [i, text] of texts.entries()) {
    for (let at = 0; at < text.length; at++) {
      const word = i * words + Math.floor(at / BASES_A_WORD);
      codes[word] = (codes[word] ?? 0) | ('ACGT'.indexOf(text[at] ?? '') << (2 * (at % BASES_A_WORD)));
    }
  }
  const distance = (a: number, b: number): number => {
    const [one = '', other = ''] = [texts[a], texts[b]];
    if (one.length !== other.length) return hamming(one, other);
    let sum = 0;
    for (let word = 0; word < words; word++) {
      sum += differingBases((codes[a * words + word] ?? 0) ^ (codes[b * words + word] ?? 0));
    }
    return sum;
  };
  return { longest, shortest, distance };
}

function differingBases(differing: number): number {
  // One bit for each base that differs, then their sum: Warren, Hacker's Delight, 5-1.
  let bits = (differing | (differing >>> 1)) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

function hamming(a: string, b: string): number {
  let distance = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) distance++;
  return distance;
}
