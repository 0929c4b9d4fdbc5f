/**
 * Tiles that are vouched for: the partial ones together must give the checkpoint's root, a full one the hash that stands for it in
 * the tile above. Files come from anywhere; whatever is wrong with them ends the reading as a `TileFault`.
 */

import { equalBytes, HASH_BYTES, type Hash } from '../hash.ts';
import {
  hashAt,
  partialTiles,
  rootOfHashes,
  rootOfPartialTiles,
  TILE_BYTES,
  tilePath,
  TILE_WIDTH,
  type Tile,
} from './tile.ts';

export interface TiledLog {
  /** From a checkpoint that was verified. */
  readonly size: number;
  readonly root: Hash;
  /** A file of the log, undefined where there is none. Of one that is longer than `mostBytes`, more need not be read than one byte beyond. */
  readonly read: (path: string, mostBytes: number) => Promise<Uint8Array | undefined>;
}

/** A file that is not what the checkpoint commits to. */
export interface TileFault {
  readonly kind: 'fault';
  readonly path: string;
  readonly message: string;
}

/** Hashes of the tile at a level and index that the tree has, one after the other. Throws `Forged`. */
export type TileSource = (level: number, index: number) => Promise<Uint8Array>;

/** Reads and checks the partial tiles; full ones are read when they are asked for, by way of those above them. Throws `Forged`. */
export async function openTileSource(log: TiledLog): Promise<TileSource> {
  const partial = await readPartialTiles(log);
  // Of each level, the last that was read.
  const last = new Map<number, HeldTile>();
  const source: TileSource = async (level, index) => {
    for (const held of [partial.get(level), last.get(level)]) if (held?.index === index) return held.hashes;
    const parent = await source(level + 1, Math.floor(index / TILE_WIDTH));
    const full: Tile = { level, index, width: TILE_WIDTH };
    const hashes = await readTile(log, full);
    if (!equalBytes(rootOfHashes(hashes), hashAt(parent, index % TILE_WIDTH))) {
      throw new Forged(tilePath(full), 'its root is not what the tile above holds for it');
    }
    last.set(level, { index, hashes });
    return hashes;
  };
  return source;
}

interface HeldTile {
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** By level. Every one of their hashes goes into the root, so that the root vouches for each. */
async function readPartialTiles(log: TiledLog): Promise<ReadonlyMap<number, HeldTile>> {
  const found = new Map<number, HeldTile>();
  for (const tile of partialTiles(log.size)) {
    found.set(tile.level, { index: tile.index, hashes: await readTile(log, tile) });
  }
  const root = rootOfPartialTiles([...found.values()].map(({ hashes }) => hashes));
  if (!equalBytes(root, log.root)) throw new Forged('tile', 'the partial tiles do not give the root of the checkpoint');
  return found;
}

async function readTile(log: TiledLog, tile: Tile): Promise<Uint8Array> {
  const { path, width, bytes } = await readWidest(log, tile, TILE_BYTES);
  if (bytes.length !== width * HASH_BYTES) {
    throw new Forged(path, `${bytes.length} bytes; ${width} hashes have ${width * HASH_BYTES}`);
  }
  return bytes.subarray(0, tile.width * HASH_BYTES);
}

/** The file, or the full one that begins with it: a log that has grown may have done away with partial ones. */
export async function readWidest({ read }: TiledLog, tile: Tile, mostBytes: number) {
  for (const width of new Set([tile.width, TILE_WIDTH])) {
    const path = tilePath({ ...tile, width });
    const bytes = await read(path, mostBytes);
    if (bytes !== undefined) return { path, width, bytes };
  }
  throw new Forged(tilePath(tile), 'missing');
}

/** Ends the reading; `caught` makes a value of it. */
export class Forged extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

export async function caught<T>(work: () => Promise<T>): Promise<T | TileFault> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Forged) return { kind: 'fault', path: error.path, message: error.message };
    throw error;
  }
}
