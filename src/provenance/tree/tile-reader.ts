/**
 * Proves from the tiles of a log and nothing else; each hash that it uses is vouched for by the checkpoint's root.
 */

import { assert } from '../../base/index.ts';
import { equalBytes, HASH_BYTES, type Hash } from '../hash.ts';
import { decodeBundle, MAX_BUNDLE_BYTES } from './entry-bundle.ts';
import { leafHash, nodeHash } from './merkle.ts';
import { consistencyRanges, inclusionRanges, splitPoint, type LeafRange } from './proof-ranges.ts';
import { rootOfHashes, TILE_WIDTH, type Tile } from './tile.ts';
import {
  caught,
  Forged,
  openTileSource,
  readWidest,
  type TileFault,
  type TiledLog,
  type TileSource,
} from './tile-source.ts';

export interface TileReader {
  /** 0 <= index < size. */
  leaf(index: number): Promise<{ readonly kind: 'leaf'; readonly hash: Hash } | TileFault>;
  /** The entry's bytes, which have the leaf's hash. 0 <= index < size. */
  entry(index: number): Promise<{ readonly kind: 'entry'; readonly bytes: Uint8Array } | TileFault>;
  /** 0 <= index < size. */
  inclusion(index: number): Promise<{ readonly kind: 'proof'; readonly hashes: readonly Hash[] } | TileFault>;
  /** That the tree continues the one of `oldSize`. 1 <= oldSize <= size. */
  consistency(oldSize: number): Promise<{ readonly kind: 'proof'; readonly hashes: readonly Hash[] } | TileFault>;
}

/** Reads the partial tiles and holds them against the root. Rejects only with what `read` rejects with. */
export async function openTiles(
  log: TiledLog,
): Promise<{ readonly kind: 'tiles'; readonly tiles: TileReader } | TileFault> {
  return caught(async () => {
    const node = createNodes(log.size, await openTileSource(log));
    const bundle = createBundles(log);
    const nodes = async (ranges: readonly LeafRange[]): Promise<readonly Hash[]> => {
      const hashes: Hash[] = [];
      for (const range of ranges) hashes.push(await node(range));
      return hashes;
    };
    const leaf = (index: number): Promise<Hash> => {
      assert(Number.isSafeInteger(index) && index >= 0 && index < log.size, `no leaf ${index} of ${log.size}`);
      return node({ begin: index, end: index + 1 });
    };
    return {
      kind: 'tiles',
      tiles: {
        leaf: (index) => caught(async () => ({ kind: 'leaf', hash: await leaf(index) })),
        entry: (index) =>
          caught(async () => {
            const expected = await leaf(index);
            const { path, entries } = await bundle(Math.floor(index / TILE_WIDTH));
            const bytes = entries[index % TILE_WIDTH];
            if (bytes === undefined || !equalBytes(leafHash(bytes), expected)) {
              throw new Forged(path, `entry ${index} does not have the hash of leaf ${index}`);
            }
            return { kind: 'entry', bytes };
          }),
        inclusion: (index) =>
          caught(async () => ({ kind: 'proof', hashes: await nodes(inclusionRanges(index, log.size)) })),
        consistency: (oldSize) =>
          caught(async () => ({ kind: 'proof', hashes: await nodes(consistencyRanges(oldSize, log.size)) })),
      },
    };
  });
}

/** Any node: of a complete subtree from one tile, of what the tree ends with from its two halves. */
function createNodes(size: number, tiles: TileSource): (range: LeafRange) => Promise<Hash> {
  const node = async ({ begin, end }: LeafRange): Promise<Hash> => {
    const count = end - begin;
    if (!isPowerOfTwo(count)) {
      const middle = begin + splitPoint(count);
      return nodeHash(await node({ begin, end: middle }), await node({ begin: middle, end }));
    }
    // Up to 128 hashes of the lowest level on which each stands for no more leaves than the subtree has.
    let [level, span] = [0, 1];
    while (span * TILE_WIDTH <= count) [level, span] = [level + 1, span * TILE_WIDTH];
    const first = begin / span;
    assert(Number.isInteger(first) && end <= size, `no subtree over leaves ${begin} to ${end} of ${size}`);
    const hashes = await tiles(level, Math.floor(first / TILE_WIDTH));
    const offset = (first % TILE_WIDTH) * HASH_BYTES;
    return rootOfHashes(hashes.subarray(offset, offset + (count / span) * HASH_BYTES));
  };
  return node;
}

interface Bundle {
  readonly path: string;
  readonly entries: readonly Uint8Array[];
}

/** Entries as they are in the file, not yet held against their leaves. Remembers the last bundle. */
function createBundles(log: TiledLog): (index: number) => Promise<Bundle> {
  let last: { readonly index: number; readonly bundle: Bundle } | undefined;
  return async (index) => {
    if (last?.index === index) return last.bundle;
    const width = Math.min(TILE_WIDTH, log.size - index * TILE_WIDTH);
    const bundle = await readBundle(log, { level: 'entries', index, width });
    last = { index, bundle };
    return bundle;
  };
}

async function readBundle(log: TiledLog, tile: Tile): Promise<Bundle> {
  const { path, width, bytes } = await readWidest(log, tile, MAX_BUNDLE_BYTES);
  const entries = decodeBundle(bytes, width);
  if (entries === undefined) throw new Forged(path, `not ${width} entries, each behind its length in two bytes`);
  return { path, entries: entries.slice(0, tile.width) };
}

function isPowerOfTwo(count: number): boolean {
  let power = 1;
  while (power < count) power *= 2;
  return power === count;
}
