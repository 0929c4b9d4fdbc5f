/** The real file system behind the `Fs` port: what resolves as durable has been synced, folder entries included. */

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AppendFile, Fs } from '../base/index.ts';

export function createNodeFs(): Fs {
  return {
    async readFile(file) {
      return readFile(file);
    },
    async readAt(file, offset, length) {
      const handle = await open(file, 'r');
      try {
        const bytes = new Uint8Array(length);
        let got = 0;
        while (got < length) {
          const { bytesRead } = await handle.read(bytes, got, length - got, offset + got);
          if (bytesRead === 0) break;
          got += bytesRead;
        }
        return bytes.subarray(0, got);
      } finally {
        await handle.close();
      }
    },
    async writeFileAtomic(file, bytes) {
      // A process that died here left its file behind; nothing else will ever have its name.
      const temporary = `${file}.${randomUUID()}.tmp`;
      try {
        await writeDurably(temporary, bytes);
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(path.dirname(file));
    },
    async openAppend(file) {
      const handle = await open(file, 'a');
      try {
        // Also where the file was there: whoever made it may have died before its entry was durable.
        await syncFolder(path.dirname(file));
      } catch (error) {
        await handle.close();
        throw error;
      }
      return appendFile(handle);
    },
    async list(folder) {
      // The default order of strings is by code unit.
      return (await readdir(folder)).toSorted();
    },
    async mkdir(folder) {
      const first = await mkdir(folder, { recursive: true });
      // Also where it was there: whoever made it may have died before its entry was durable.
      await syncCreated(path.resolve(folder), path.resolve(first ?? folder));
    },
    async rename(from, to) {
      await rename(from, to);
      await syncFolder(path.dirname(to));
      if (path.dirname(from) !== path.dirname(to)) await syncFolder(path.dirname(from));
    },
    async truncate(file, bytes) {
      const handle = await open(file, 'r+');
      try {
        await handle.truncate(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async remove(file) {
      await rm(file, { force: true });
      await syncFolder(path.dirname(file));
    },
    async size(file) {
      try {
        const found = await stat(file);
        return found.isFile() ? found.size : undefined;
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return undefined;
        throw error;
      }
    },
    async lock(file) {
      const handle = await open(file, 'a+');
      try {
        if (!tryLock(handle.fd)) throw Object.assign(new Error(`ELOCKED: in use by another, lock '${file}'`), LOCKED);
      } catch (error) {
        await handle.close();
        throw error;
      }
      // The lock is the open file's: it ends with its closing, so also with the process.
      return { release: () => handle.close() };
    },
  };
}

const LOCKED = { code: 'ELOCKED' } as const;

/** Loaded where it is first needed: it is native code, which only writers of ledgers want. */
function tryLock(fd: number): boolean {
  const native = createRequire(import.meta.url)('fs-native-extensions') as { tryLock(fd: number): boolean };
  return native.tryLock(fd);
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const appendFile = (handle: FileHandle): AppendFile => ({
  // `appendFile` goes on after short writes, `write` would not.
  append: (bytes) => handle.appendFile(bytes),
  sync: () => handle.datasync(),
  close: () => handle.close(),
});

/** Each new folder is an entry of its parent, up to the parent of the first that was missing. */
async function syncCreated(last: string, first: string): Promise<void> {
  for (let folder = last; ; folder = path.dirname(folder)) {
    await syncFolder(path.dirname(folder));
    if (folder === first) return;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
