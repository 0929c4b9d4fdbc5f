/** C2SP tlog-tiles word for word: every tile from the definition of its hashes. The slow twin of the tile writer and reader. */

import { Buffer } from 'node:buffer';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** All tiles and bundles that a log of these entries serves for the checkpoint of its size, by path. */
export function naiveTiles(entries: readonly Uint8Array[]): Files {
  const files = new Map<string, Uint8Array>();
  chunks(entries).forEach((bundle, n) => {
    const parts = bundle.flatMap((entry) => [Buffer.from([entry.length >> 8, entry.length % 256]), entry]);
    files.set(`tile/entries/${name(n, bundle.length)}`, Buffer.concat(parts));
  });
  const leaves = entries.map(naiveLeaf);
  for (let level = 0, span = 1; span <= leaves.length; level++, span *= 256) {
    const count = Math.floor(leaves.length / span);
    const hashes = Array.from({ length: count }, (_, i) => naiveRoot(leaves.slice(i * span, (i + 1) * span)));
    chunks(hashes).forEach((tile, n) => files.set(`tile/${level}/${name(n, tile.length)}`, Buffer.concat(tile)));
  }
  return files;
}

/** Rebuilds the tree from the entries alone: whether they give the root, and every tile is the one that they make. */
export function isLogSound(files: Files, size: number, root: Uint8Array): boolean {
  const entries: Uint8Array[] = [];
  for (let n = 0; n * 256 < size; n++) {
    const bundle = files.get(`tile/entries/${name(n, Math.min(256, size - n * 256))}`) ?? new Uint8Array();
    for (let rest = bundle; rest.length > 1;) {
      const end = 2 + (rest[0] ?? 0) * 256 + (rest[1] ?? 0);
      entries.push(rest.subarray(2, end));
      rest = rest.subarray(end);
    }
  }
  if (entries.length !== size || !Buffer.from(naiveRoot(entries.map(naiveLeaf))).equals(root)) return false;
  const made = naiveTiles(entries);
  return [...made].every(([path, bytes]) => Buffer.from(bytes).equals(files.get(path) ?? new Uint8Array()));
}

export const numberedEntries = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => Buffer.from(`entry ${i} ${'x'.repeat(i % 7)}`));

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / 256) }, (_, n) => items.slice(n * 256, (n + 1) * 256));
}

function name(n: number, width: number): string {
  const digits = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width < 256 ? `${path}.p/${width}` : path;
}
