/**
 * What a disk holds, and what the operating system only remembers: names and bytes as programs see them, as they are durable,
 * and the changes between, in order.
 *
 * As pessimistic as POSIX: bytes are durable by a sync of their file, names by a sync of their folder, and nothing else is.
 */

import { compareText, mustGet } from '../../../src/base/index.ts';

export type NameChange =
  | { readonly kind: 'link'; readonly path: string; readonly node: number; readonly what: 'file' | 'folder' }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string };

export type DataChange =
  | { readonly kind: 'write'; readonly node: number; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly node: number; readonly size: number };

/** One step of a disk's life. A sync is two: only where it ended is what was pending when it began durable. */
export type DiskEvent =
  | NameChange
  | DataChange
  | { readonly kind: 'sync-begun'; readonly node: number }
  | { readonly kind: 'sync-ended'; readonly node: number; readonly covers: readonly DataChange[] }
  /** The disk refused: what it holds now is anybody's guess, `durable` here, and the pages count as clean all the same. */
  | { readonly kind: 'sync-failed'; readonly node: number; readonly durable: Uint8Array }
  | { readonly kind: 'folder-sync-begun'; readonly path: string }
  | { readonly kind: 'folder-sync-ended'; readonly path: string; readonly covers: readonly NameChange[] };

/** A value: replaced, never changed. */
export interface FileNode {
  /** As programs read it. */
  readonly cached: Uint8Array;
  /** As it is after a loss of power, where nothing pending got to the disk by itself. */
  readonly durable: Uint8Array;
  /** From `durable` to `cached`, unless a sync failed. */
  readonly pending: readonly DataChange[];
}

export const FOLDER = 'folder';
type Node = FileNode | typeof FOLDER;

export interface DiskState {
  /** By number; names lead to numbers. */
  readonly nodes: Map<number, Node>;
  /** By absolute path, as programs see them. */
  readonly names: Map<string, number>;
  readonly durableNames: Map<string, number>;
  pendingNames: readonly NameChange[];
}

const NOTHING = new Uint8Array();

/** Only the folder `root`, durable. */
export function emptyDisk(root: string): DiskState {
  const names = new Map([[root, 0]]);
  return { nodes: new Map([[0, FOLDER]]), names, durableNames: new Map(names), pendingNames: [] };
}

/** What is left when the process dies and the system lives: everything, durable or not. */
export const copyOf = (state: DiskState): DiskState => ({
  nodes: new Map(state.nodes),
  names: new Map(state.names),
  durableNames: new Map(state.durableNames),
  pendingNames: state.pendingNames,
});

export function applyEvent(state: DiskState, event: DiskEvent): void {
  switch (event.kind) {
    case 'link':
      if (!state.nodes.has(event.node)) state.nodes.set(event.node, event.what === 'folder' ? FOLDER : newFile());
      changeName(state, event);
      return;
    case 'unlink':
    case 'rename':
      changeName(state, event);
      return;
    case 'write':
    case 'truncate': {
      const file = fileNode(state, event.node);
      const cached = applyData(file.cached, event);
      state.nodes.set(event.node, { cached, durable: file.durable, pending: [...file.pending, event] });
      return;
    }
    case 'sync-ended': {
      const file = fileNode(state, event.node);
      state.nodes.set(event.node, {
        cached: file.cached,
        durable: event.covers.reduce(applyData, file.durable),
        pending: file.pending.filter((change) => !event.covers.includes(change)),
      });
      return;
    }
    case 'sync-failed': {
      const { cached } = fileNode(state, event.node);
      state.nodes.set(event.node, { cached, durable: event.durable, pending: [] });
      return;
    }
    case 'folder-sync-ended':
      for (const change of event.covers) applyName(state.durableNames, change);
      state.pendingNames = state.pendingNames.filter((change) => !event.covers.includes(change));
      return;
    case 'sync-begun':
    case 'folder-sync-begun':
  }
}

const newFile = (): FileNode => ({ cached: NOTHING, durable: NOTHING, pending: [] });

export function fileNode(state: DiskState, node: number): FileNode {
  const found = mustGet(state.nodes, node);
  if (found === FOLDER) throw new Error(`node ${node} is a folder`);
  return found;
}

function changeName(state: DiskState, change: NameChange): void {
  applyName(state.names, change);
  state.pendingNames = [...state.pendingNames, change];
}

export function applyName(names: Map<string, number>, change: NameChange): void {
  if (change.kind === 'link') names.set(change.path, change.node);
  else if (change.kind === 'unlink') names.delete(change.path);
  else {
    const node = names.get(change.from);
    names.delete(change.from);
    if (node !== undefined) names.set(change.to, node);
  }
}

/** The names that a change is about. */
export const pathsOf = (change: NameChange): readonly string[] =>
  change.kind === 'rename' ? [change.from, change.to] : [change.path];

/** Bytes between the old end and where a write begins are zeros. */
export function applyData(content: Uint8Array, change: DataChange): Uint8Array {
  if (change.kind === 'truncate') {
    if (change.size <= content.length) return content.subarray(0, change.size);
    const longer = new Uint8Array(change.size);
    longer.set(content);
    return longer;
  }
  const { offset, bytes } = change;
  const result = new Uint8Array(Math.max(content.length, offset + bytes.length));
  result.set(content);
  result.set(bytes, offset);
  return result;
}

export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1));

/** Files as programs see them, by path, sorted. */
export function filesOf(state: DiskState): ReadonlyMap<string, Uint8Array> {
  const files: [string, Uint8Array][] = [];
  for (const [path, number] of state.names) {
    const node = mustGet(state.nodes, number);
    if (node !== FOLDER) files.push([path, node.cached]);
  }
  return new Map(files.toSorted(([a], [b]) => compareText(a, b)));
}
