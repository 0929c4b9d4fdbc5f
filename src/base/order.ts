/** Total orders: every sort in seqplan ends in an id, so that no result depends on an engine's sort or on locale. */

export type Compare<T> = (a: T, b: T) => number;

export const compareNumbers: Compare<number> = (a, b) => a - b;

/** By UTF-16 code units: the same on every machine, unlike `localeCompare`. */
export const compareText: Compare<string> = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Compare by `key`. */
export const by =
  <T, K>(key: (item: T) => K, compare: Compare<K>): Compare<T> =>
  (a, b) =>
    compare(key(a), key(b));

/** The first comparison that tells the two apart decides. */
export const firstOf =
  <T>(...comparisons: readonly Compare<T>[]): Compare<T> =>
  (a, b) => {
    for (const compare of comparisons) {
      const sign = compare(a, b);
      if (sign !== 0) return sign;
    }
    return 0;
  };
