/** Virtual offsets of content that comes block by block: SAMv1 section 4.1.1. */

export interface VirtualPlaces {
  /** What is pushed next is the content of the block stored at `offset`. */
  enter(offset: number): void;
  /** So many bytes of it were pushed, and are over. */
  pass(bytes: number): void;
  /** Where the block in hand is stored. */
  block(): number;
  /** The virtual offset, as a number, of the byte `at` of the piece in hand. */
  at(at: number): number;
  /** The same place as the end of the block before, where it is the first of its block. */
  alias(at: number): number;
}

export function createVirtualPlaces(): VirtualPlaces {
  let [block, within, blockEnd] = [0, 0, 0];
  return {
    enter(offset) {
      if (within > 0) blockEnd = block * 65_536 + within;
      block = offset;
      within = 0;
    },
    pass(bytes) {
      within += bytes;
    },
    block: () => block,
    at: (at) => block * 65_536 + within + at,
    alias: (at) => (within + at === 0 ? blockEnd : block * 65_536 + within + at),
  };
}
