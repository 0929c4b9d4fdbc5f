/** The `Fs` port on a simulated disk: what the port promises in one call is here the system calls that it stands for. */

import type { AppendFile, Fs } from '../../../src/base/index.ts';
import { folderOf } from './disk-state.ts';
import { systemError, type SimDisk } from './sim-disk.ts';

/** Held by a process, gone with it. */
export interface Lock {
  release(): Promise<void>;
}

export interface SimFs extends Fs {
  /** Rejects with code ELOCKED where it is held. */
  lock(path: string): Promise<Lock>;
}

/** `held`: locks of all processes that live on this disk at the same time. */
export function createSimFs<T>(disk: SimDisk<T>, held: Set<string> = new Set()): SimFs {
  let temporaries = 0;

  const writeAll = async (node: number, path: string, bytes: Uint8Array): Promise<void> => {
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await disk.write(node, path, rest));
  };
  const need = (path: string): number => {
    const node = disk.find(path);
    if (node === undefined) throw systemError('ENOENT', path);
    if (disk.isFolder(path)) throw systemError('EISDIR', path);
    return node;
  };

  return {
    readFile: async (path) => disk.content(path).slice(),
    readAt: async (path, offset, length) => disk.content(path).slice(offset, offset + length),
    async writeFileAtomic(path, bytes) {
      const temporary = `${path}.${temporaries++}.tmp`;
      try {
        const node = await disk.create(temporary);
        await writeAll(node, temporary, bytes);
        await disk.sync(node, temporary);
        await disk.rename(temporary, path);
      } catch (error) {
        if (disk.find(temporary) !== undefined) await disk.unlink(temporary);
        throw error;
      }
      await disk.syncFolder(folderOf(path));
    },
    async openAppend(path) {
      const found = disk.find(path);
      if (found !== undefined) need(path);
      const node = found ?? (await disk.create(path));
      await disk.syncFolder(folderOf(path));
      return appendFile({ disk, node, path, writeAll });
    },
    list: async (path) => disk.names(path),
    async mkdir(path) {
      const missing: string[] = [];
      for (let folder = path; disk.find(folder) === undefined; folder = folderOf(folder)) missing.unshift(folder);
      for (const folder of missing) await disk.mkdir(folder);
      // Also where it was there: whoever made it may have died before its entry was durable.
      for (const folder of missing.slice(0, -1)) await disk.syncFolder(folderOf(folder));
      await disk.syncFolder(folderOf(path));
    },
    async rename(from, to) {
      await disk.rename(from, to);
      await disk.syncFolder(folderOf(to));
      if (folderOf(from) !== folderOf(to)) await disk.syncFolder(folderOf(from));
    },
    async truncate(path, bytes) {
      const node = need(path);
      await disk.truncate(node, path, bytes);
      await disk.sync(node, path);
    },
    async remove(path) {
      if (disk.find(path) !== undefined) {
        need(path);
        await disk.unlink(path);
      }
      await disk.syncFolder(folderOf(path));
    },
    async size(path) {
      return disk.find(path) === undefined || disk.isFolder(path) ? undefined : disk.content(path).length;
    },
    async lock(path) {
      if (disk.find(path) === undefined) await disk.create(path);
      if (held.has(path)) throw systemError('ELOCKED', path);
      held.add(path);
      return { release: async () => void held.delete(path) };
    },
  };
}

interface OpenFile<T> {
  readonly disk: SimDisk<T>;
  readonly node: number;
  readonly path: string;
  readonly writeAll: (node: number, path: string, bytes: Uint8Array) => Promise<void>;
}

function appendFile<T>({ disk, node, path, writeAll }: OpenFile<T>): AppendFile {
  let isOpen = true;
  const mustBeOpen = (): void => {
    if (!isOpen) throw systemError('EBADF', path);
  };
  return {
    async append(bytes) {
      mustBeOpen();
      await writeAll(node, path, bytes);
    },
    async sync() {
      mustBeOpen();
      await disk.sync(node, path);
    },
    close: async () => void (isOpen = false),
  };
}
