/** A genome and read pairs from it, the same for the same seed: names, lengths and qualities as one instrument of today writes them. */

import { createRandom, type Random } from '../../src/base/index.ts';

const BASES = Buffer.from('ACGT');
export const READ_LENGTH = 150;
/** As it is counted: three of four bins of quality, and # where nothing is known. */
const BINS = Buffer.from('#,:F');
/** How many of 256 draws go to each bin, by the bin before; clustered as real ones are, and packed some five to one. */
const NEXT_BIN: readonly (readonly number[])[] = [
  [90, 60, 50, 56],
  [4, 40, 60, 152],
  [2, 16, 60, 178],
  [0, 3, 9, 244],
];

export function makeGenome(bases: number, seed: number): Buffer {
  const random = createRandom(seed);
  const genome = Buffer.alloc(bases);
  for (let at = 0; at < bases; at++) genome[at] = BASES[random.below(4)] ?? 0;
  return genome;
}

export interface ReadPairs {
  readonly genome: Buffer;
  readonly pairs: number;
  readonly seed: number;
}

/** The records of both files, some thousand pairs a piece. */
export function* makeReadPairs({ genome, pairs, seed }: ReadPairs): Generator<readonly [r1: Buffer, r2: Buffer]> {
  const random = createRandom(seed);
  const PIECE = 4096;
  for (let from = 0; from < pairs; from += PIECE) {
    const [first, second]: [Buffer[], Buffer[]] = [[], []];
    for (let pair = from; pair < Math.min(pairs, from + PIECE); pair++) {
      // Fragments of 300 to 500 bases.
      const length = 300 + random.below(201);
      const start = random.below(genome.length - length);
      const name = nameOf(pair, random);
      first.push(record(`${name} 1:N:0:ACGTACGT+TGCATGCA`, forward(genome, start), random));
      second.push(record(`${name} 2:N:0:ACGTACGT+TGCATGCA`, reverse(genome, start + length), random));
    }
    yield [Buffer.concat(first), Buffer.concat(second)];
  }
}

const nameOf = (pair: number, random: Random): string =>
  `@A00001:1:HXXXXDSXX:${1 + (pair % 4)}:${1101 + (pair % 78)}:${1000 + random.below(31_000)}:${1000 + random.below(36_000)}`;

const forward = (genome: Buffer, start: number): Buffer => Buffer.from(genome.subarray(start, start + READ_LENGTH));

function reverse(genome: Buffer, end: number): Buffer {
  const read = Buffer.alloc(READ_LENGTH);
  for (let k = 0; k < READ_LENGTH; k++) read[k] = COMPLEMENT[genome[end - 1 - k] ?? 0] ?? 78;
  return read;
}

const COMPLEMENT = Uint8Array.from({ length: 256 }, (_, byte) => {
  const at = BASES.indexOf(byte);
  return at < 0 ? 78 : (BASES[3 - at] ?? 78);
});

function record(title: string, sequence: Buffer, random: Random): Buffer {
  const qualities = Buffer.alloc(sequence.length);
  let bin = 3;
  for (let k = 0; k < sequence.length; k++) {
    bin = nextBin(bin, random.below(256));
    qualities[k] = BINS[bin] ?? 0;
    // What is read badly is read wrongly now and then, or not at all.
    if (bin === 0) sequence[k] = 78;
    else if (bin === 1 && random.below(8) === 0) sequence[k] = BASES[random.below(4)] ?? 78;
  }
  return Buffer.concat([Buffer.from(`${title}\n`), sequence, Buffer.from('\n+\n'), qualities, Buffer.from('\n')]);
}

function nextBin(bin: number, draw: number): number {
  let left = draw;
  const chances = NEXT_BIN[bin] ?? [];
  for (const [next, chance] of chances.entries()) {
    if (left < chance) return next;
    left -= chance;
  }
  return 3;
}
