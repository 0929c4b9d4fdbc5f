/**
 * As much of `node:fs/promises` on a simulated disk as `src/service/node-fs.ts` uses: so its own order of system calls can be put
 * through crashes too.
 */

import { folderOf } from './disk-state.ts';
import { systemError, type SimDisk } from './sim-disk.ts';

export interface SimHandle {
  readonly fd: number;
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  writeFile(bytes: Uint8Array): Promise<void>;
  appendFile(bytes: Uint8Array): Promise<void>;
  truncate(size: number): Promise<void>;
  sync(): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

export interface SimPosix {
  open(path: string, flags: string): Promise<SimHandle>;
  mkdir(path: string, options?: { readonly recursive?: boolean }): Promise<string | undefined>;
  readdir(path: string): Promise<string[]>;
  readFile(path: string): Promise<Uint8Array>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options?: { readonly force?: boolean }): Promise<void>;
  stat(path: string): Promise<{ readonly size: number; isFile(): boolean }>;
}

export function createSimPosix<T>(disk: SimDisk<T>): SimPosix {
  return {
    async open(path, flags) {
      const isReading = flags === 'r' || flags === 'r+';
      if (disk.isFolder(path)) {
        if (flags !== 'r') throw systemError('EISDIR', path);
        return folderHandle(disk, path);
      }
      const found = disk.find(path);
      if (found === undefined && isReading) throw systemError('ENOENT', path);
      if (found !== undefined && flags.includes('x')) throw systemError('EEXIST', path);
      const node = found ?? (await disk.create(path));
      if (flags.startsWith('w') && found !== undefined) await disk.truncate(node, path, 0);
      return fileHandle(disk, node, path);
    },
    async mkdir(path, { recursive = false } = {}) {
      if (!recursive) {
        await disk.mkdir(path);
        return undefined;
      }
      const missing: string[] = [];
      for (let folder = path; disk.find(folder) === undefined; folder = folderOf(folder)) missing.unshift(folder);
      for (const folder of missing) await disk.mkdir(folder);
      return missing[0];
    },
    // In no order that anybody promised.
    readdir: async (path) => disk.names(path).toReversed(),
    readFile: async (path) => disk.content(path).slice(),
    rename: (from, to) => disk.rename(from, to),
    async rm(path, { force = false } = {}) {
      if (disk.find(path) === undefined && force) return;
      await disk.unlink(path);
    },
    async stat(path) {
      if (disk.isFolder(path)) return { size: 4096, isFile: () => false };
      const size = disk.content(path).length;
      return { size, isFile: () => true };
    },
  };
}

function fileHandle<T>(disk: SimDisk<T>, node: number, path: string): SimHandle {
  let isOpen = true;
  const checked = (): void => {
    if (!isOpen) throw systemError('EBADF', path);
  };
  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    checked();
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await disk.write(node, path, rest));
  };
  const sync = async (): Promise<void> => {
    checked();
    await disk.sync(node, path);
  };
  return {
    fd: node,
    async read(buffer, offset, length, position) {
      checked();
      const bytes = disk.content(path).subarray(position, position + length);
      buffer.set(bytes, offset);
      return { bytesRead: bytes.length };
    },
    writeFile: writeAll,
    appendFile: writeAll,
    async truncate(size) {
      checked();
      await disk.truncate(node, path, size);
    },
    sync,
    datasync: sync,
    close: async () => void (isOpen = false),
  };
}

function folderHandle<T>(disk: SimDisk<T>, path: string): SimHandle {
  const refuse = async (): Promise<never> => {
    throw systemError('EISDIR', path);
  };
  const sync = () => disk.syncFolder(path);
  return {
    fd: -1,
    read: refuse,
    writeFile: refuse,
    appendFile: refuse,
    truncate: refuse,
    sync,
    datasync: sync,
    close: async () => {},
  };
}
