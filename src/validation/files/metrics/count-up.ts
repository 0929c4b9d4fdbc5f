/** Counting in tables. */

/** One more in a slot, or `by` more. All of these tables are of one kind: then it costs no more than written out. */
export function countUp(counts: Float64Array, slot: number, by = 1): void {
  counts[slot] = (counts[slot] ?? 0) + by;
}
