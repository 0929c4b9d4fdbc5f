/** Files of this machine for the real world: attempts, results and executables. */

import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, copyFile, link, lstat, mkdir, open, rename, stat, symlink, writeFile } from 'node:fs/promises';

import type { RunFiles } from './ports.ts';

/** Large reads keep hashing near memory speed. */
const READ_BYTES = 1024 * 1024;

export const createLocalFiles = (): RunFiles => ({
  async kind(path) {
    try {
      const found = await lstat(path);
      return found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
    } catch (error) {
      if (isAbsence(error)) return 'absent';
      throw error;
    }
  },

  async digest(path) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
    return { sha256: hash.digest('hex'), bytes };
  },

  isExecutable: (path) => isFileWith(path, constants.X_OK),

  isReadable: (path) => isFileWith(path, constants.R_OK),

  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },

  claimFolder: (path) => mkdir(path),

  link: (target, path) => symlink(target, path),

  async share(from, to) {
    try {
      await link(from, to);
    } catch {
      // Another file system, or one without hard links. What is wrong with the files themselves shows again here.
      await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    }
  },

  writeText: (path, text) => writeFile(path, text, 'utf8'),

  move: (from, to) => rename(from, to),

  async sync(path) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
});

async function isFileWith(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
