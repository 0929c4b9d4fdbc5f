/** Where a ledger lies: a few files with relative names, in memory for a simulation, in a folder otherwise; the same bytes in both. */

import { assert, type AppendFile, type FileLock, type Fs } from '../../base/index.ts';

export const SEGMENT_FOLDER = 'segments';
export const CHECKPOINT_FOLDER = 'checkpoints';
/** What recovery cut off. */
export const CUT_FOLDER = 'cut';
export const INDEX_FOLDER = 'index';
export const DOCUMENT_FOLDER = 'documents';

/** Larger documents are neither stored nor read. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;
/** Held by the writer. */
export const LOCK_FILE = 'lock';
export const SNAPSHOT_FILE = 'snapshot';
/** The one checkpoint of a ledger of version 1. */
export const CHECKPOINT_FILE = 'checkpoint';

/** The number of records as files are named for it: ten digits, so that names sort as numbers. */
export function countName(count: number): string {
  assert(count < 10 ** 10, `${count} records have no name: a ledger holds 10^10`);
  return String(count).padStart(10, '0');
}

/** The segment that begins with record `seq`. */
export const segmentFile = (seq: number): string => `${countName(seq)}.seg`;

export const isSegmentFile = (name: string): boolean => /^[0-9]{10}\.seg$/.test(name);
export const isCountName = (name: string): boolean => /^[0-9]{10}$/.test(name);

/** What a writer that died may have left half written, in any folder. Readers pass over it. */
export const isTemporary = (name: string): boolean => name.endsWith('.tmp');

/** Names are relative and separated by `/`. Rejections are those of `Fs`. */
export interface LedgerStorage {
  /** Names in a folder (`''`: the ledger's own), without the folder, sorted by code unit; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes, or undefined where there is no such file. */
  size(name: string): Promise<number | undefined>;
  read(name: string): Promise<Uint8Array>;
  /** Up to `length` bytes from `offset`; fewer only where the file ends before. */
  readAt(name: string, offset: number, length: number): Promise<Uint8Array>;
  /** Open for appending; creates the file, and its folder, where it is missing. */
  openAppend(name: string): Promise<AppendFile>;
  /** Create or replace, all or nothing, durable before it resolves. */
  writeAtomic(name: string, bytes: Uint8Array): Promise<void>;
  /** Cut a file to `bytes` bytes; durable before it resolves. */
  truncate(name: string, bytes: number): Promise<void>;
  /** Take a file away, where it is there; durable before it resolves. */
  remove(name: string): Promise<void>;
  /** Rejects with code `ELOCKED` while anybody else has it. */
  lock(name: string): Promise<FileLock>;
}

/** Bytes of a file that was in a list; 0 where it is gone since. */
export const listedSize = async (storage: LedgerStorage, name: string): Promise<number> =>
  (await storage.size(name)) ?? 0;

/** A ledger in the folder `directory` (absolute), which is made when something is written, or locked. */
export function directoryStorage(fs: Fs, directory: string): LedgerStorage {
  const path = (name: string): string => `${directory}/${name}`;
  // Durable; so it costs one sync for each folder, not one for each file.
  const made = new Set<string>();
  const makeFolderOf = async (name: string): Promise<void> => {
    const folder = folderOf(path(name));
    if (made.has(folder)) return;
    await fs.mkdir(folder);
    made.add(folder);
  };
  return {
    async list(folder) {
      try {
        return await fs.list(folder === '' ? directory : path(folder));
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return [];
        throw error;
      }
    },
    size: (name) => fs.size(path(name)),
    read: (name) => fs.readFile(path(name)),
    readAt: (name, offset, length) => fs.readAt(path(name), offset, length),
    async openAppend(name) {
      await makeFolderOf(name);
      return fs.openAppend(path(name));
    },
    async writeAtomic(name, bytes) {
      await makeFolderOf(name);
      await fs.writeFileAtomic(path(name), bytes);
    },
    truncate: (name, bytes) => fs.truncate(path(name), bytes),
    remove: (name) => fs.remove(path(name)),
    async lock(name) {
      await makeFolderOf(name);
      return fs.lock(path(name));
    },
  };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** Whether a rejection of the storage is the operating system's error `code`. */
export const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.some((code) => error.code === code);
