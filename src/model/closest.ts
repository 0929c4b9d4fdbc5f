/** The known name that someone probably meant: the basis of every "Did you mean" hint. */

import { compareText } from '../base/index.ts';

/** The nearest of `names` within two edits (one, for names of up to four letters); ties by code unit. */
export function closest(name: string, names: Iterable<string>): string | undefined {
  const limit = name.length <= 4 ? 1 : 2;
  let best: { name: string; edits: number } | undefined;
  for (const candidate of [...names].toSorted(compareText)) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { name: candidate, edits };
  }
  return best?.name;
}

/** `Did you mean 'x'?`, or `otherwise`. */
export function didYouMean(name: string, names: Iterable<string>, otherwise: string): string {
  const near = closest(name, names);
  return near === undefined ? otherwise : `Did you mean '${near}'?`;
}

/** Levenshtein distance, with swaps of neighbours as one edit. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 0; i <= a.length; i++) {
    for (let j = i === 0 ? 0 : 1; j <= b.length; j++) {
      if (i === 0) {
        (rows[0] ??= [])[j] = j;
        continue;
      }
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, cell(i - 2, j - 2) + 1);
      (rows[i] ??= [])[j] = edits;
    }
  }
  return cell(a.length, b.length);
}
