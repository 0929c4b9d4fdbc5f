/** Entries, one by one, into the files of a tiled log; in memory are one bundle and one tile of each level. */

import { assert } from '../../base/index.ts';
import { HASH_BYTES, type Hash } from '../hash.ts';
import { encodeBundle } from './entry-bundle.ts';
import { leafHash } from './merkle.ts';
import { rootOfHashes, rootOfPartialTiles, TILE_BYTES, tilePath, TILE_WIDTH, type Tile } from './tile.ts';

/** A file of the log that will not change any more. */
export interface TileFile {
  /** With `tile/` in front. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface TileWriter {
  size(): number;
  root(): Hash;
  /** The files that are full with this entry: none for 255 of 256. The entry, at most 65,535 bytes, must not be changed later. */
  append(entry: Uint8Array): readonly TileFile[];
  /** The partial tiles and the partial bundle. Once, and last. */
  end(): readonly TileFile[];
}

export function createTileWriter(): TileWriter {
  const levels: Row[] = [];
  let bundle: Uint8Array[] = [];
  let size = 0;
  let isEnded = false;

  const filled = (row: Row): Uint8Array => row.hashes.subarray(0, row.width * HASH_BYTES);

  return {
    size: () => size,
    root: () => rootOfPartialTiles(levels.map(filled)),
    append(entry) {
      assert(!isEnded, 'the log is ended');
      const files: TileFile[] = [];
      bundle.push(entry);
      if (bundle.length === TILE_WIDTH) {
        files.push(bundleFile(Math.floor(size / TILE_WIDTH), bundle));
        bundle = [];
      }
      size++;
      let hash = leafHash(entry);
      for (let level = 0; ; level++) {
        const row = (levels[level] ??= { index: 0, width: 0, hashes: new Uint8Array(TILE_BYTES) });
        row.hashes.set(hash, row.width++ * HASH_BYTES);
        if (row.width < TILE_WIDTH) return files;
        files.push(file({ level, ...row }, row.hashes));
        hash = rootOfHashes(row.hashes);
        levels[level] = { index: row.index + 1, width: 0, hashes: new Uint8Array(TILE_BYTES) };
      }
    },
    end() {
      assert(!isEnded, 'the log is ended');
      isEnded = true;
      const tiles = levels.flatMap((row, level) => (row.width === 0 ? [] : [file({ level, ...row }, filled(row))]));
      return bundle.length === 0 ? tiles : [bundleFile(Math.floor(size / TILE_WIDTH), bundle), ...tiles];
    },
  };
}

/** The tile of one level that is being filled. */
interface Row {
  readonly index: number;
  width: number;
  readonly hashes: Uint8Array;
}

const file = (tile: Tile, bytes: Uint8Array): TileFile => ({ path: tilePath(tile), bytes });

const bundleFile = (index: number, entries: readonly Uint8Array[]): TileFile =>
  file({ level: 'entries', index, width: entries.length }, encodeBundle(entries));
