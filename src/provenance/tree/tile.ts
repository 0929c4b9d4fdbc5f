/**
 * Tiles (C2SP tlog-tiles): the tree as files of up to 256 hashes, and entries in bundles of as many.
 *
 * Hash i of tile n at level l is the root over leaves [(256 n + i) 256^l, (256 n + i + 1) 256^l): a tile holds complete subtrees only.
 */

import { assert } from '../../base/index.ts';
import { HASH_BYTES, type Hash } from '../hash.ts';
import { createMerkleTree, emptyRoot, nodeHash } from './merkle.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;

/** Bytes of a full tile. */
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

export interface Tile {
  /** 0: of leaf hashes. Entry bundles have the shape of level 0. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below 256: a partial tile, the last of its level. */
  readonly width: number;
}

/** E.g. `tile/0/x001/x234/067`, `tile/entries/000.p/44`. */
export function tilePath({ level, index, width }: Tile): string {
  assert(Number.isSafeInteger(index) && index >= 0, `tile index ${index} is not a count`);
  assert(Number.isInteger(width) && width >= 1 && width <= TILE_WIDTH, `tile width ${width} is not 1 to ${TILE_WIDTH}`);
  const groups: string[] = [];
  for (let rest = index, mark = ''; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000), mark = 'x') {
    groups.unshift(mark + String(rest % 1000).padStart(3, '0'));
  }
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The partial tile of each level that has one in the tree of `size` leaves, lowest level first: together they give the root. */
export function partialTiles(size: number): readonly (Tile & { readonly level: number })[] {
  const tiles: (Tile & { readonly level: number })[] = [];
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    const width = count % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(count / TILE_WIDTH), width });
  }
  return tiles;
}

/** The root of the tree whose partial tiles hold these hashes, lowest level first, each 32 bytes after the other. */
export function rootOfPartialTiles(tiles: readonly Uint8Array[]): Hash {
  let root: Hash | undefined;
  for (const tile of tiles) {
    // Each 1 in the binary form of the width is a complete subtree, the largest first; all of them are to the left of what is below.
    for (let end = tile.length / HASH_BYTES; end > 0;) {
      const count = end & -end;
      const left = rootOfHashes(tile.subarray((end - count) * HASH_BYTES, end * HASH_BYTES));
      root = root === undefined ? left : nodeHash(left, root);
      end -= count;
    }
  }
  return root ?? emptyRoot();
}

/** The root over hashes that lie one after the other. */
export function rootOfHashes(hashes: Uint8Array): Hash {
  const tree = createMerkleTree();
  for (let offset = 0; offset < hashes.length; offset += HASH_BYTES) {
    tree.append(hashes.subarray(offset, offset + HASH_BYTES));
  }
  return tree.root();
}

export const hashAt = (hashes: Uint8Array, index: number): Hash =>
  hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
