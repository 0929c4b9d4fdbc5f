/** Where a ledger lies: a few files with relative names, in memory for a simulation, in a folder otherwise; the same bytes in both. */

import { assert, type AppendFile, type Fs } from '../../base/index.ts';

export const CHECKPOINT_FILE = 'checkpoint';
export const SEGMENT_FOLDER = 'segments';

/** The segment that begins with record `seq`: ten digits, so that names sort as numbers. */
export function segmentFile(seq: number): string {
  assert(seq < 10 ** 10, `record ${seq} has no segment name: a ledger holds 10^10 records`);
  return `${String(seq).padStart(10, '0')}.seg`;
}

export const isSegmentFile = (name: string): boolean => /^[0-9]{10}\.seg$/.test(name);

/** Names are relative and separated by `/`. Rejections are those of `Fs`. */
export interface LedgerStorage {
  /** Names in a folder, without the folder, sorted by code unit; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes, or undefined where there is no such file. */
  size(name: string): Promise<number | undefined>;
  read(name: string): Promise<Uint8Array>;
  /** Open for appending; creates the file, and its folder, where it is missing. */
  openAppend(name: string): Promise<AppendFile>;
  /** Create or replace, all or nothing, durable before it resolves. */
  writeAtomic(name: string, bytes: Uint8Array): Promise<void>;
}

/** A ledger in the folder `directory` (absolute), which is made when the first record is written. */
export function directoryStorage(fs: Fs, directory: string): LedgerStorage {
  const path = (name: string): string => `${directory}/${name}`;
  return {
    async list(folder) {
      try {
        return await fs.list(path(folder));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    size: (name) => fs.size(path(name)),
    read: (name) => fs.readFile(path(name)),
    async openAppend(name) {
      await fs.mkdir(folderOf(path(name)));
      return fs.openAppend(path(name));
    },
    async writeAtomic(name, bytes) {
      await fs.mkdir(folderOf(path(name)));
      await fs.writeFileAtomic(path(name), bytes);
    },
  };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
