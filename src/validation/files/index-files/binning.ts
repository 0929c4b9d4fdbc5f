/** Bins of BAI, TBI and CSI: which part of a reference each stands for (SAMv1 section 5.1.1, CSIv1). */

/** `minShift`: bits of the smallest interval; `depth`: levels below bin 0. */
export interface Binning {
  readonly minShift: number;
  readonly depth: number;
}

/** BAI and TBI: down to 16 kbp, for references of up to 512 Mbp. */
export const BAI_BINNING: Binning = { minShift: 14, depth: 5 };

/** The first bin of a level: that many bins are above it. Exact up to level 17. */
export const firstBin = (level: number): number => (8 ** level - 1) / 7;

/** The bin behind the real ones and one more, which holds counts: 37450 of BAI. */
export const pseudoBin = ({ depth }: Binning): number => firstBin(depth + 1) + 1;

/** The reference ends before: bins do not tell what is beyond. */
export const reach = ({ minShift, depth }: Binning): number => 2 ** (minShift + 3 * depth);

/** The smallest bin of BAI that has all of [start, end), 0-based; `end` at most 2 ** 29. Start -1 stands for no place. */
export function baiBin(start: number, end: number): number {
  const last = end - 1;
  if (start >> 14 === last >> 14) return 4681 + (start >> 14);
  if (start >> 17 === last >> 17) return 585 + (start >> 17);
  if (start >> 20 === last >> 20) return 73 + (start >> 20);
  if (start >> 23 === last >> 23) return 9 + (start >> 23);
  if (start >> 26 === last >> 26) return 1 + (start >> 26);
  return 0;
}
