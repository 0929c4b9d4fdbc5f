/** Which references are autosomes, and how many of their bases are known. */

const AUTOSOME = /^(?:chr)?([1-9]|1[0-9]|2[0-2])$/;

export const isAutosome = (name: string): boolean => AUTOSOME.test(name);

/** Bases that can have depth: without gaps where these are known, by name and length. */
export function knownBases(name: string, length: number): number {
  const index = Number(AUTOSOME.exec(name)?.[1] ?? 0) - 1;
  for (const { lengths, known } of ASSEMBLIES) if (lengths[index] === length) return known[index] ?? length;
  return length;
}

/** Chromosomes 1 to 22. */
interface Assembly {
  readonly lengths: readonly number[];
  readonly known: readonly number[];
}

/** Regions without gaps: autosomes_non_gap_regions.bed of c-BIG/NPM-sample-qc, GA4GH's reference implementation. */
const GRCH38: Assembly = {
  lengths: [
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717, 133797422,
    135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616, 64444167, 46709983,
    50818468,
  ],
  known: [
    230486321, 240551141, 198100344, 189752967, 181265978, 170078724, 158970635, 144768636, 121790653, 133263406,
    134534542, 133138721, 97983128, 90568149, 84641628, 81806444, 82920716, 80091350, 58440758, 63947116, 40088683,
    39159782,
  ],
};

/** A, C, G and T of hs37d5. */
const GRCH37: Assembly = {
  lengths: [
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431, 135534747,
    135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248, 59128983, 63025520, 48129895,
    51304566,
  ],
  known: [
    225280621, 238204518, 194797138, 187661676, 177695260, 167395066, 155353663, 142888922, 120143431, 131314738,
    131129516, 130481393, 95589878, 88289540, 81694766, 78884753, 77795210, 74657229, 55808983, 59505520, 35106642,
    34894545,
  ],
};

const ASSEMBLIES = [GRCH38, GRCH37];
