/**
 * A disk under a running program: system calls that change it are recorded one by one, so that a crash can be put between any two,
 * and fail on command.
 */

import { mustGet, type Random } from '../../../src/base/index.ts';
import {
  applyEvent,
  copyOf,
  fileNode,
  FOLDER,
  folderOf,
  pathsOf,
  type DataChange,
  type DiskEvent,
  type DiskState,
} from './disk-state.ts';
import { drawImage } from './crash-image.ts';

export type CallKind = 'create' | 'write' | 'sync' | 'sync-folder' | 'rename' | 'unlink' | 'mkdir' | 'truncate';

export interface Call {
  readonly kind: CallKind;
  readonly path: string;
  /** How many calls of this kind there were, this one included. */
  readonly nth: number;
}

/**
 * `fail`: the call is refused with `code`; of a write the first `written` bytes get through before. A sync that fails leaves
 * anything on the disk, and the pages count as clean: the next sync succeeds and proves nothing.
 * `short`: a write takes only so many bytes, at least one, and says so.
 */
export type Fault =
  { readonly kind: 'fail'; readonly code: string } | { readonly kind: 'short'; readonly written: number };

/** What the program under test told its caller, for the judge: `note` is the judge's own. */
export interface Mark<T> {
  readonly kind: 'mark';
  readonly note: T;
}

export interface SimDiskOptions {
  /** Copied. */
  readonly state: DiskState;
  /** Draws what a failed sync leaves. */
  readonly random: Random;
  readonly fault?: ((call: Call) => Fault | undefined) | undefined;
  /** Turns of the microtask queue that a call takes; a sync takes three times as many. Default 2. */
  readonly turns?: number;
}

/** Rejections carry a `code`, as those of the operating system. */
export interface SimDisk<T> {
  /** As it is now. */
  readonly state: DiskState;
  readonly trace: readonly (DiskEvent | Mark<T>)[];
  readonly calls: readonly Call[];
  /** Bytes that all files together may have. */
  setCapacity(bytes: number): void;
  mark(note: T): void;
  find(path: string): number | undefined;
  isFolder(path: string): boolean;
  content(path: string): Uint8Array;
  names(folder: string): readonly string[];
  create(path: string): Promise<number>;
  /** Appends; resolves with how many of the bytes were taken, at least one. */
  write(node: number, path: string, bytes: Uint8Array): Promise<number>;
  sync(node: number, path: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  mkdir(path: string): Promise<void>;
  truncate(node: number, path: string, size: number): Promise<void>;
}

export const systemError = (code: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${path}`), { code, path });

export function createSimDisk<T>({ state: from, random, fault, turns = 2 }: SimDiskOptions): SimDisk<T> {
  const state = copyOf(from);
  const trace: (DiskEvent | Mark<T>)[] = [];
  const calls: Call[] = [];
  const counts = new Map<CallKind, number>();
  let capacity = Number.POSITIVE_INFINITY;
  let nextNode = Math.max(...state.nodes.keys()) + 1;

  const record = (event: DiskEvent): void => {
    trace.push(event);
    applyEvent(state, event);
  };
  const pass = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await undefined;
  };
  const begin = (kind: CallKind, path: string): Fault | undefined => {
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    const call: Call = { kind, path, nth };
    calls.push(call);
    return fault?.(call);
  };
  const refuse = (kind: CallKind, path: string): void => {
    const found = begin(kind, path);
    if (found?.kind === 'fail') throw systemError(found.code, path);
  };
  const needFolder = (path: string): void => {
    const node = state.names.get(path);
    if (node === undefined) throw systemError('ENOENT', path);
    if (state.nodes.get(node) !== FOLDER) throw systemError('ENOTDIR', path);
  };
  const used = (): number => {
    let sum = 0;
    for (const node of new Set(state.names.values())) {
      if (state.nodes.get(node) !== FOLDER) sum += fileNode(state, node).cached.length;
    }
    return sum;
  };
  const link = async (path: string, what: 'file' | 'folder'): Promise<number> => {
    await pass(turns);
    needFolder(folderOf(path));
    if (state.names.has(path)) throw systemError('EEXIST', path);
    refuse(what === 'file' ? 'create' : 'mkdir', path);
    const node = nextNode++;
    record({ kind: 'link', path, node, what });
    return node;
  };

  return {
    state,
    trace,
    calls,
    setCapacity: (bytes) => void (capacity = bytes),
    mark: (note) => void trace.push({ kind: 'mark', note }),
    find: (path) => state.names.get(path),
    isFolder: (path) => state.nodes.get(state.names.get(path) ?? -1) === FOLDER,
    content(path) {
      const node = state.names.get(path);
      if (node === undefined) throw systemError('ENOENT', path);
      if (state.nodes.get(node) === FOLDER) throw systemError('EISDIR', path);
      return fileNode(state, node).cached;
    },
    names(folder) {
      needFolder(folder);
      const prefix = `${folder}/`;
      const inside = [...state.names.keys()].filter((path) => path.startsWith(prefix));
      // By code unit, as the port says.
      return inside
        .map((path) => path.slice(prefix.length))
        .filter((name) => !name.includes('/'))
        .toSorted();
    },
    create: (path) => link(path, 'file'),
    async mkdir(path) {
      await link(path, 'folder');
    },
    async write(node, path, bytes) {
      const found = begin('write', path);
      await pass(turns);
      if (found?.kind === 'fail') throw systemError(found.code, path);
      const room = Math.max(capacity - (capacity === Number.POSITIVE_INFINITY ? 0 : used()), 0);
      const count = Math.min(bytes.length, found?.written ?? bytes.length, room);
      if (count === 0 && bytes.length > 0) throw systemError('ENOSPC', path);
      const offset = fileNode(state, node).cached.length;
      record({ kind: 'write', node, offset, bytes: bytes.slice(0, count) });
      await pass(turns);
      return count;
    },
    async sync(node, path) {
      const found = begin('sync', path);
      const covers: readonly DataChange[] = fileNode(state, node).pending;
      record({ kind: 'sync-begun', node });
      await pass(turns * 3);
      if (found?.kind === 'fail') {
        record({ kind: 'sync-failed', node, durable: leftBehind(state, node, random) });
        throw systemError(found.code, path);
      }
      record({ kind: 'sync-ended', node, covers });
    },
    async syncFolder(path) {
      needFolder(path);
      const found = begin('sync-folder', path);
      const covers = state.pendingNames.filter((change) => pathsOf(change).some((name) => folderOf(name) === path));
      record({ kind: 'folder-sync-begun', path });
      await pass(turns);
      if (found?.kind === 'fail') throw systemError(found.code, path);
      record({ kind: 'folder-sync-ended', path, covers });
    },
    async rename(oldPath, newPath) {
      await pass(turns);
      mustBe(state, oldPath);
      needFolder(folderOf(newPath));
      if (state.nodes.get(state.names.get(newPath) ?? -1) === FOLDER) throw systemError('EISDIR', newPath);
      refuse('rename', newPath);
      record({ kind: 'rename', from: oldPath, to: newPath });
      await pass(turns);
    },
    async unlink(path) {
      await pass(turns);
      mustBe(state, path);
      refuse('unlink', path);
      record({ kind: 'unlink', path });
      await pass(turns);
    },
    async truncate(node, path, size) {
      await pass(turns);
      refuse('truncate', path);
      record({ kind: 'truncate', node, size });
      await pass(turns);
    },
  };
}

function mustBe(state: DiskState, path: string): void {
  if (!state.names.has(path)) throw systemError('ENOENT', path);
}

/** After a sync that failed: any image of the file. */
function leftBehind(state: DiskState, node: number, random: Random): Uint8Array {
  const path = '/file';
  const root = mustGet(state.nodes, 0);
  const alone: DiskState = {
    nodes: new Map([
      [0, root],
      [node, mustGet(state.nodes, node)],
    ]),
    names: new Map([
      ['/', 0],
      [path, node],
    ]),
    durableNames: new Map([
      ['/', 0],
      [path, node],
    ]),
    pendingNames: [],
  };
  return fileNode(drawImage(alone, random), node).durable;
}
