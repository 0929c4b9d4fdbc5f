/** What a disk may hold after the power was lost: one of the many outcomes that its state allows, drawn by chance. */

import { mustGet, type Random } from '../../../src/base/index.ts';
import { applyData, applyName, FOLDER, folderOf, pathsOf, type DataChange, type DiskState } from './disk-state.ts';
import type { FileNode, NameChange } from './disk-state.ts';

/** Disks write whole sectors: of a write that was under way each is there or not. */
export const SECTOR_BYTES = 512;

/** Everything in it is durable. Nothing of `state` is changed. */
export function drawImage(state: DiskState, random: Random): DiskState {
  const names = reachable(drawNames(state, random), state);
  const nodes: DiskState['nodes'] = new Map();
  for (const number of new Set(names.values())) {
    const node = mustGet(state.nodes, number);
    nodes.set(number, node === FOLDER || isDurable(node) ? node : settled(drawContent(node, random)));
  }
  return { nodes, names, durableNames: new Map(names), pendingNames: [] };
}

/** The image that lacks whatever no sync promised. */
export function worstImage(state: DiskState): DiskState {
  const names = reachable(state.durableNames, state);
  const nodes: DiskState['nodes'] = new Map();
  for (const number of names.values()) {
    const node = mustGet(state.nodes, number);
    nodes.set(number, node === FOLDER || isDurable(node) ? node : settled(node.durable));
  }
  return { nodes, names, durableNames: new Map(names), pendingNames: [] };
}

const isDurable = (file: FileNode): boolean => file.pending.length === 0 && file.cached === file.durable;
const settled = (content: Uint8Array): FileNode => ({ cached: content, durable: content, pending: [] });

/**
 * Names of a journaled file system come in the order in which they were changed; elsewhere any of them may be lost, except that
 * changes of one name keep their order.
 */
function drawNames(state: DiskState, random: Random): ReadonlyMap<string, number> {
  const names = new Map(state.durableNames);
  const { pendingNames } = state;
  if (pendingNames.length === 0) return names;
  const kept =
    random.below(2) === 0
      ? pendingNames.slice(0, random.below(pendingNames.length + 1))
      : drawSubset(pendingNames, random);
  for (const change of kept) applyName(names, change);
  return names;
}

function drawSubset(changes: readonly NameChange[], random: Random): readonly NameChange[] {
  const lost = new Set<string>();
  return changes.filter((change) => {
    const paths = pathsOf(change);
    if (random.below(2) === 0 && !paths.some((path) => lost.has(path))) return true;
    for (const path of paths) lost.add(path);
    return false;
  });
}

/** Without the names in folders that are not there. */
function reachable(names: ReadonlyMap<string, number>, state: DiskState): Map<string, number> {
  const found = new Map<string, number>();
  // A folder's path is shorter than those in it.
  for (const [path, node] of [...names].toSorted(([a], [b]) => a.length - b.length)) {
    const parent = found.get(folderOf(path));
    if (node === 0 || (parent !== undefined && state.nodes.get(parent) === FOLDER)) found.set(path, node);
  }
  return found;
}

function drawContent({ cached, durable, pending }: FileNode, random: Random): Uint8Array {
  if (pending.length === 0) return durable;
  switch (random.below(8)) {
    case 0:
      return durable;
    case 1:
      // Equal to `cached`, unless a sync failed before.
      return pending.reduce(applyData, durable);
    case 2:
    case 3:
    case 4:
      return drawPrefix(durable, pending, random);
    default:
      return drawSectors({ cached, durable, pending }, random);
  }
}

/** The changes in order, up to somewhere in one of them. */
function drawPrefix(durable: Uint8Array, pending: readonly DataChange[], random: Random): Uint8Array {
  const whole = random.below(pending.length);
  const before = pending.slice(0, whole).reduce(applyData, durable);
  const change = pending[whole];
  if (change?.kind !== 'write') return before;
  const bytes = change.bytes.subarray(0, drawLength(change.bytes.length, random));
  return bytes.length === 0 ? before : applyData(before, { ...change, bytes });
}

/** Ends are where mistakes are: every third is near one. */
function drawLength(length: number, random: Random): number {
  if (random.below(3) > 0 || length < 20) return random.below(length + 1);
  const near = random.below(10);
  return random.below(2) === 0 ? near : length - near;
}

/** The size is that of some moment, ahead of the data: each sector that changed since the last sync is new or as it was before. */
function drawSectors({ durable, pending }: FileNode, random: Random): Uint8Array {
  const target = drawPrefix(durable, [...pending, END], random);
  const image = new Uint8Array(target);
  // Of 8 sectors: how many are lost.
  const lost = [1, 4, 7, 8][random.below(4)] ?? 4;
  const from = Math.floor(firstChanged(pending, durable.length) / SECTOR_BYTES) * SECTOR_BYTES;
  for (let begin = from; begin < image.length; begin += SECTOR_BYTES) {
    if (random.below(8) >= lost) continue;
    const end = Math.min(begin + SECTOR_BYTES, image.length);
    image.fill(0, begin, end);
    image.set(durable.subarray(begin, end), begin);
  }
  return image;
}

/** Changes nothing: lets a prefix take in all of the others. */
const END: DataChange = { kind: 'write', node: -1, offset: 0, bytes: new Uint8Array() };

const firstChanged = (pending: readonly DataChange[], length: number): number =>
  Math.min(length, ...pending.map((change) => (change.kind === 'write' ? change.offset : change.size)));
