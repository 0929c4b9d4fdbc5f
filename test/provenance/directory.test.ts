import { describe, expect, it } from 'vitest';
import type { AppendFile, Fs } from '../../src/base/index.ts';
import {
  directoryStorage,
  memoryStorage,
  openLedger,
  verifyLedger,
  type LedgerStorage,
  type MemoryStorage,
} from '../../src/provenance/index.ts';
import { EPOCH_MS, ORIGIN, sampleFacts } from './sample-ledger.ts';

/** Files by absolute path over memory, which notes each folder made. */
function memoryFs(): { readonly fs: Fs; readonly files: MemoryStorage; readonly folders: string[] } {
  const files = memoryStorage();
  const folders: string[] = [];
  const fs: Fs = {
    readFile: files.read,
    writeFileAtomic: files.writeAtomic,
    openAppend: (path): Promise<AppendFile> => files.openAppend(path),
    async list(path) {
      if (!folders.some((made) => `${made}/`.startsWith(`${path}/`)))
        throw Object.assign(new Error(`no folder ${path}`), { code: 'ENOENT' });
      return files.list(path);
    },
    mkdir: async (path) => void folders.push(path),
    rename: () => Promise.reject(new Error('a ledger renames nothing')),
    size: files.size,
    readAt: files.readAt,
    truncate: files.truncate,
    remove: files.remove,
    lock: files.lock,
  };
  return { fs, files, folders };
}

/** A closed ledger of some facts, in segments of about three records. */
async function write(storage: LedgerStorage, facts: number) {
  const clock = { nowMs: () => EPOCH_MS };
  const { writer } = await openLedger({ storage, clock, origin: ORIGIN, version: '0', segmentBytes: 900 });
  for (const fact of sampleFacts(facts)) writer.append(fact);
  return writer.close();
}

describe('a ledger in a folder', () => {
  it('has the same bytes as one in memory', async () => {
    const { fs, files } = memoryFs();
    const memory = memoryStorage();
    const closed = await write(directoryStorage(fs, '/lab/run'), 12);
    expect(await write(memory, 12)).toEqual(closed);
    expect(files.files()).toEqual(new Map([...memory.files()].map(([name, bytes]) => [`/lab/run/${name}`, bytes])));
    expect(await verifyLedger(directoryStorage(fs, '/lab/run'))).toMatchObject({ kind: 'verified', records: 13 });
  });

  it('makes its folders when it writes', async () => {
    const { fs, folders } = memoryFs();
    expect(await verifyLedger(directoryStorage(fs, '/lab/run'))).toMatchObject({ code: 'CHECKPOINT-MISSING' });
    expect(folders).toEqual([]);
    await write(directoryStorage(fs, '/lab/run'), 0);
    expect([...new Set(folders)]).toEqual(['/lab/run', '/lab/run/segments', '/lab/run/checkpoints']);
    expect(await verifyLedger(directoryStorage(fs, '/lab/run'))).toMatchObject({ kind: 'verified', records: 1 });
  });

  it('passes on every other failure to list it', async () => {
    const failure = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const fs: Fs = { ...memoryFs().fs, list: () => Promise.reject(failure) };
    await expect(verifyLedger(directoryStorage(fs, '/lab/run'))).rejects.toBe(failure);
    const nameless: Fs = { ...fs, list: () => Promise.reject('gone') };
    await expect(verifyLedger(directoryStorage(nameless, '/lab/run'))).rejects.toBe('gone');
  });
});
