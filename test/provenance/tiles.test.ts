import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../src/base/index.ts';
import {
  createTileWriter,
  openTiles,
  tilePath,
  toHex,
  verifyConsistency,
  verifyInclusion,
  type Hash,
  type TileReader,
} from '../../src/provenance/index.ts';
import { isLogSound, naiveTiles, numberedEntries, type Files } from './naive-tiles.ts';
import { naiveConsistency, naiveLeaf, naivePath, naiveRoot } from './naive-tree.ts';

const SIZES = [0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 65_536, 70_000];

interface Log {
  readonly entries: readonly Uint8Array[];
  readonly leaves: readonly Hash[];
  readonly root: Hash;
  /** As the writer makes them. */
  readonly files: Files;
}

function written(entries: readonly Uint8Array[]): Log {
  const writer = createTileWriter();
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) for (const { path, bytes } of writer.append(entry)) files.set(path, bytes);
  for (const { path, bytes } of writer.end()) files.set(path, bytes);
  return { entries, leaves: entries.map(naiveLeaf), root: writer.root(), files };
}

const logs = new Map<number, Log>();
const log = (size: number): Log => {
  const found = logs.get(size) ?? written(numberedEntries(size));
  logs.set(size, found);
  return found;
};

beforeAll(() => {
  for (const size of SIZES) log(size);
});

interface Opened {
  readonly size: number;
  readonly root: Hash;
  readonly files: Files;
}

const open = ({ size, root, files }: Opened) => openTiles({ size, root, read: async (path) => files.get(path) });

async function mustOpen(one: Opened): Promise<TileReader> {
  const opened = await open(one);
  if (opened.kind === 'fault') throw new Error(`${opened.path}: ${opened.message}`);
  return opened.tiles;
}

const openLog = (size: number): Promise<TileReader> => mustOpen({ size, ...log(size) });
const hex = (files: Files): ReadonlyMap<string, string> => new Map([...files].map(([path, b]) => [path, toHex(b)]));

/** Where trees and tiles have their seams, and some between. */
const indexesOf = (size: number): readonly number[] => [
  ...new Set(
    [0, 1, 2, 127, 254, 255, 256, 257, 287, 288, 295, 296, 299, 300, 511, 512, 32_767, 32_768, 65_535, 65_536, 69_999]
      .concat(size - 1, size - 2, Math.floor(size / 3))
      .filter((index) => index >= 0 && index < size),
  ),
];

describe('paths of tiles', () => {
  it('are the ones of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 5, index: 0, width: 1 })).toBe('tile/5/000.p/1');
    expect(tilePath({ level: 'entries', index: 1000, width: 255 })).toBe('tile/entries/x001/000.p/255');
    expect(tilePath({ level: 1, index: 999, width: 256 })).toBe('tile/1/999');
  });

  it('are not made of what no tile has', () => {
    expect(() => tilePath({ level: 0, index: 0, width: 0 })).toThrow('tile width 0 is not 1 to 256');
    expect(() => tilePath({ level: 0, index: 0, width: 257 })).toThrow('tile width 257 is not 1 to 256');
    expect(() => tilePath({ level: 0, index: -1, width: 1 })).toThrow('tile index -1 is not a count');
  });
});

describe('the tile writer', () => {
  it.each(SIZES)('makes for %i entries the files of the definition, no others, and the root', (size) => {
    const { entries, leaves, root, files } = log(size);
    expect(hex(files)).toEqual(hex(naiveTiles(entries)));
    expect(toHex(root)).toBe(toHex(naiveRoot(leaves)));
  });

  it('makes for 70,000 entries the tiles that the specification counts', () => {
    // 273 full tiles and one of 112 at level 0, one full and one of 17 at level 1, one of 1 at level 2; bundles as level 0.
    const paths = [...log(70_000).files.keys()];
    const count = (pattern: RegExp) => paths.filter((path) => pattern.test(path)).length;
    expect(count(/^tile\/0\/\d{3}$/)).toBe(273);
    expect(count(/^tile\/entries\/\d{3}$/)).toBe(273);
    expect(paths.filter((path) => path.includes('.p/')).toSorted()).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
      'tile/entries/273.p/112',
    ]);
    expect(count(/^tile\/1\/\d{3}$/)).toBe(1);
    expect(paths).toHaveLength(273 + 273 + 4 + 1);
  });

  it('keeps no more than one bundle and one tile of each level: all other files are out before the end', () => {
    const writer = createTileWriter();
    const out = numberedEntries(1000).map((entry) => writer.append(entry).map(({ path }) => path));
    // Files come with entries 256, 512 and 768, and with no other: a bundle and its tile of leaf hashes.
    expect(out.flatMap((paths, i) => (paths.length > 0 ? [i + 1] : []))).toEqual([256, 512, 768]);
    expect(out[511]).toEqual(['tile/entries/001', 'tile/0/001']);
    expect(writer.end().map(({ path }) => path)).toEqual([
      'tile/entries/003.p/232',
      'tile/0/003.p/232',
      'tile/1/000.p/3',
    ]);
  });

  it('takes entries of no bytes and of 65,535, and none longer', async () => {
    const entries = [new Uint8Array(), Buffer.alloc(65_535, 7), Buffer.of(1)];
    const { files, root } = written(entries);
    expect(hex(files)).toEqual(hex(naiveTiles(entries)));
    const tiles = await mustOpen({ size: 3, root, files });
    expect(await tiles.entry(0)).toMatchObject({ kind: 'entry', bytes: { length: 0 } });
    expect(await tiles.entry(1)).toMatchObject({ kind: 'entry', bytes: { length: 65_535 } });
    const writer = createTileWriter();
    writer.append(new Uint8Array(65_536));
    expect(() => writer.end()).toThrow('entry of 65536 bytes; the limit is 65535');
  });
});

describe('the tile reader', () => {
  it.each(SIZES)('gives leaves, entries and proofs that verify, for a log of %i entries', async (size) => {
    const { entries, leaves, root } = log(size);
    const tiles = await openLog(size);
    for (const index of indexesOf(size)) {
      const leafHash = at(leaves, index);
      const leaf = await tiles.leaf(index);
      expect(leaf.kind === 'leaf' && toHex(leaf.hash)).toBe(toHex(leafHash));
      const entry = await tiles.entry(index);
      expect(entry.kind === 'entry' && toHex(entry.bytes)).toBe(toHex(at(entries, index)));
      const inclusion = await tiles.inclusion(index);
      if (inclusion.kind === 'fault') throw new Error(inclusion.message);
      expect(verifyInclusion({ leafHash, index, size, root, proof: inclusion.hashes })).toBe(true);
    }
    for (const oldSize of indexesOf(size + 1).filter((count) => count > 0)) {
      const proof = await tiles.consistency(oldSize);
      if (proof.kind === 'fault') throw new Error(proof.message);
      const oldRoot = naiveRoot(leaves.slice(0, oldSize));
      expect(verifyConsistency({ oldSize, oldRoot, newSize: size, newRoot: root, proof: proof.hashes })).toBe(true);
    }
  });

  it('gives for every leaf and every older size of 300 the proofs of the recursive definition', async () => {
    const { leaves } = log(300);
    const tiles = await openLog(300);
    for (let index = 0; index < 300; index++) {
      const inclusion = await tiles.inclusion(index);
      expect(inclusion.kind === 'proof' && inclusion.hashes.map(toHex)).toEqual(naivePath(index, leaves).map(toHex));
      const consistency = await tiles.consistency(index + 1);
      expect(consistency.kind === 'proof' && consistency.hashes.map(toHex)).toEqual(
        naiveConsistency(index + 1, leaves).map(toHex),
      );
    }
  });

  it('reads an older state from the files of a larger log, whose partial tiles are gone', async () => {
    const { files, leaves, entries } = log(70_000);
    for (const size of [1, 255, 300, 65_536]) {
      const tiles = await mustOpen({ size, root: naiveRoot(leaves.slice(0, size)), files });
      const entry = await tiles.entry(size - 1);
      expect(entry.kind === 'entry' && toHex(entry.bytes)).toBe(toHex(at(entries, size - 1)));
    }
    // 69,000 entries have 269 hashes at level 1, where 70,000 have 273: that tile was partial then and is partial still.
    const root = naiveRoot(leaves.slice(0, 69_000));
    expect(await open({ size: 69_000, root, files })).toEqual({
      kind: 'fault',
      path: 'tile/1/001.p/13',
      message: 'missing',
    });
  });

  it('knows the root of the empty log, and no other for it', async () => {
    expect(await open({ size: 0, root: naiveRoot([]), files: new Map() })).toMatchObject({ kind: 'tiles' });
    expect(await open({ size: 0, root: Buffer.alloc(32), files: new Map() })).toMatchObject({ kind: 'fault' });
  });

  it('is asked only for what is there', async () => {
    const tiles = await openLog(300);
    await expect(tiles.leaf(300)).rejects.toThrow('no leaf 300 of 300');
    await expect(tiles.inclusion(-1)).rejects.toThrow('no leaf -1 of 300');
    await expect(tiles.consistency(0)).rejects.toThrow('no tree of 0 in 300');
  });

  it('reads one tile of each level on the way to a leaf', async () => {
    const { files, root } = log(70_000);
    const asked: string[] = [];
    const read = async (path: string) => {
      asked.push(path);
      return files.get(path);
    };
    const opened = await openTiles({ size: 70_000, root, read });
    if (opened.kind === 'fault') throw new Error(opened.message);
    await opened.tiles.entry(1000);
    // The three partial tiles for the root; then level 1 and 0 above leaf 1000 = 3 * 256 + 232, and its bundle.
    expect(asked).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
      'tile/1/000',
      'tile/0/003',
      'tile/entries/003',
    ]);
  });
});

/** What a forger writes over: one entry, and the tiles above it up to a level, all fitting each other. */
function forge(size: number, index: number, levels: number): Files {
  const { entries, files } = log(size);
  const forged = naiveTiles(entries.with(index, Buffer.from('forged')));
  const isChosen = (path: string) => path.startsWith('tile/entries') || Number(path.split('/')[1]) < levels;
  return new Map([...files].map(([path, bytes]) => [path, isChosen(path) ? (forged.get(path) ?? bytes) : bytes]));
}

/** What the reader makes of a forged log: refused as a whole, refused at the leaf, or taken. */
async function verdict(size: number, files: Files, index: number): Promise<'log' | 'entry' | 'taken'> {
  const opened = await open({ size, root: log(size).root, files });
  if (opened.kind === 'fault') return 'log';
  return (await opened.tiles.entry(index)).kind === 'fault' ? 'entry' : 'taken';
}

describe('forged logs', () => {
  it.each([
    // 300 = 256 + 32 + 8 + 4: three subtree roots share the partial tile of leaf hashes, and the one of level 1 holds one hash.
    { size: 300, index: 10, verdicts: ['entry', 'entry', 'log'] },
    { size: 300, index: 256, verdicts: ['entry', 'log', 'log'] },
    { size: 300, index: 287, verdicts: ['entry', 'log', 'log'] },
    { size: 300, index: 290, verdicts: ['entry', 'log', 'log'] },
    { size: 300, index: 299, verdicts: ['entry', 'log', 'log'] },
    { size: 257, index: 256, verdicts: ['entry', 'log', 'log'] },
    { size: 256, index: 0, verdicts: ['entry', 'entry', 'log'] },
    { size: 255, index: 254, verdicts: ['entry', 'log', 'log'] },
    { size: 1, index: 0, verdicts: ['entry', 'log', 'log'] },
    { size: 513, index: 300, verdicts: ['entry', 'entry', 'log'] },
  ])('of $size entries with entry $index changed are refused, whatever tiles were made to fit it', async (one) => {
    for (const [levels, expected] of one.verdicts.entries()) {
      const files = forge(one.size, one.index, levels);
      expect(await verdict(one.size, files, one.index)).toBe(expected);
      expect(isLogSound(files, one.size, log(one.size).root)).toBe(false);
    }
    expect(isLogSound(log(one.size).files, one.size, log(one.size).root)).toBe(true);
  });

  it('are refused with one hash of one tile changed, where the slow twin refuses them, or else do no harm', async () => {
    const size = 300;
    const { files, entries } = log(size);
    for (const [path, bytes] of files) {
      if (path.startsWith('tile/entries')) continue;
      for (let hash = 0; hash < bytes.length / 32; hash += 5) {
        const changed = Buffer.from(bytes);
        changed[hash * 32 + (hash % 32)] = (changed[hash * 32 + (hash % 32)] ?? 0) ^ 0x10;
        const forged = new Map(files).set(path, changed);
        expect(isLogSound(forged, size, log(size).root)).toBe(false);
        const opened = await open({ size, root: log(size).root, files: forged });
        // The full tile is read when one of its leaves is asked for; all other tiles at the beginning.
        expect(opened.kind, path).toBe(path === 'tile/0/000' ? 'tiles' : 'fault');
        if (opened.kind === 'fault') continue;
        expect(await opened.tiles.entry(3)).toMatchObject({ kind: 'fault', path: 'tile/0/000' });
        const entry = await opened.tiles.entry(280);
        expect(entry.kind === 'entry' && toHex(entry.bytes)).toBe(toHex(at(entries, 280)));
      }
    }
  });

  it('are refused by a reader of everything exactly where the slow twin refuses them, and no other entry is ever taken', async () => {
    const changes = fc.array(fc.record({ file: fc.nat(), byte: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) }), {
      maxLength: 3,
    });
    const property = fc.asyncProperty(fc.integer({ min: 1, max: 520 }), changes, async (size, faults) => {
      const { files, root, entries } = log(size);
      const forged = new Map(files);
      const paths = [...files.keys()];
      for (const { file, byte, mask } of faults) {
        const path = at(paths, file % paths.length);
        const bytes = Buffer.from(forged.get(path) ?? []);
        bytes[byte % bytes.length] = (bytes[byte % bytes.length] ?? 0) ^ mask;
        forged.set(path, bytes);
      }
      const opened = await open({ size, root, files: forged });
      let isTaken = opened.kind === 'tiles';
      for (let index = 0; opened.kind === 'tiles' && index < size; index++) {
        const entry = await opened.tiles.entry(index);
        isTaken &&= entry.kind === 'entry';
        if (entry.kind === 'entry') expect(toHex(entry.bytes)).toBe(toHex(at(entries, index)));
      }
      expect(isTaken).toBe(isLogSound(forged, size, root));
    });
    await fc.assert(property, { seed: 3, numRuns: 60 });
  });

  it('are refused with two hashes of a tile in each other’s place', async () => {
    const { files, root } = log(300);
    for (const [a, b] of [
      [0, 43],
      [0, 32],
      [31, 40],
      [40, 43],
    ] as const) {
      const tile = Buffer.from(files.get('tile/0/001.p/44') ?? []);
      const first = Buffer.from(tile.subarray(a * 32, a * 32 + 32));
      tile.copy(tile, a * 32, b * 32, b * 32 + 32);
      first.copy(tile, b * 32);
      expect(await open({ size: 300, root, files: new Map(files).set('tile/0/001.p/44', tile) })).toMatchObject({
        kind: 'fault',
        message: 'the partial tiles do not give the root of the checkpoint',
      });
    }
  });

  it('are refused where a subtree is passed off as a leaf', async () => {
    // The root of a log of two entries, as if it were the only leaf: the hash of a node is not the hash of an entry.
    const { files, root, leaves } = log(2);
    const node = Buffer.concat([Buffer.of(1), ...leaves]);
    const forged = new Map(files)
      .set('tile/0/000.p/1', root)
      .set('tile/entries/000.p/1', Buffer.concat([Buffer.of(0, node.length), node]));
    const tiles = await mustOpen({ size: 1, root, files: forged });
    expect(await tiles.entry(0)).toMatchObject({ kind: 'fault' });
  });

  it.each([
    ['a tile is missing', 'tile/0/000', undefined, 'missing'],
    ['a tile lacks a byte', 'tile/0/000', -1, '8191 bytes; 256 hashes have 8192'],
    ['a tile has a byte more', 'tile/0/000', 1, '8193 bytes; 256 hashes have 8192'],
    ['a tile is empty', 'tile/0/000', -8192, '0 bytes; 256 hashes have 8192'],
    ['a bundle is missing', 'tile/entries/000', undefined, 'missing'],
    ['a bundle lacks a byte', 'tile/entries/000', -1, 'not 256 entries'],
    [
      'a bundle ends inside a length',
      'tile/entries/000',
      1 - (log(300).files.get('tile/entries/000')?.length ?? 0),
      'not 256 entries',
    ],
    ['a bundle has a byte more', 'tile/entries/000', 1, 'not 256 entries'],
    ['a bundle has two bytes more', 'tile/entries/000', 2, 'not 256 entries'],
  ])('are refused where %s', async (_, path, change, message) => {
    const { files, root } = log(300);
    const bytes = Buffer.from(files.get(path) ?? []);
    const forged = new Map(files);
    if (change === undefined) forged.delete(path);
    else forged.set(path, change < 0 ? bytes.subarray(0, change) : Buffer.concat([bytes, Buffer.alloc(change)]));
    const tiles = await mustOpen({ size: 300, root, files: forged });
    const entry = await tiles.entry(9);
    expect(entry).toMatchObject({ kind: 'fault', path });
    expect(entry.kind === 'fault' && entry.message).toContain(message);
  });

  it('are refused where the checkpoint is of another size', async () => {
    const { files, root } = log(300);
    for (const size of [1, 255, 256, 299, 301, 65_536]) {
      expect(await open({ size, root, files }), String(size)).toMatchObject({ kind: 'fault' });
    }
  });
});
