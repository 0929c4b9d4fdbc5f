import { describe, expect, it } from 'vitest';
import type { AppendFile, Fs } from '../../src/base/index.ts';
import { directoryStorage, memoryStorage, verifyLedger, type MemoryStorage } from '../../src/provenance/index.ts';
import { sampleFacts, writeSample } from './sample-ledger.ts';

/** Files by absolute path over memory, which notes each folder made. */
function memoryFs(): { readonly fs: Fs; readonly files: MemoryStorage; readonly folders: string[] } {
  const files = memoryStorage();
  const folders: string[] = [];
  const fs: Fs = {
    readFile: files.read,
    writeFileAtomic: files.writeAtomic,
    openAppend: (path): Promise<AppendFile> => files.openAppend(path),
    async list(path) {
      if (!folders.includes(path)) throw Object.assign(new Error(`no folder ${path}`), { code: 'ENOENT' });
      return files.list(path);
    },
    mkdir: async (path) => void folders.push(path),
    rename: () => Promise.reject(new Error('a ledger renames nothing')),
    size: files.size,
  };
  return { fs, files, folders };
}

describe('a ledger in a folder', () => {
  it('has the same bytes as one in memory', async () => {
    const { fs, files } = memoryFs();
    const facts = sampleFacts(12);
    const memory = memoryStorage();
    const closed = await writeSample({ storage: directoryStorage(fs, '/lab/run'), facts, segmentBytes: 900 });
    expect(await writeSample({ storage: memory, facts, segmentBytes: 900 })).toEqual(closed);
    expect(files.files()).toEqual(new Map([...memory.files()].map(([name, bytes]) => [`/lab/run/${name}`, bytes])));
    expect(await verifyLedger(directoryStorage(fs, '/lab/run'))).toMatchObject({ kind: 'verified', records: 12 });
  });

  it('makes its folders when it writes, also for a ledger without records', async () => {
    const { fs, folders } = memoryFs();
    expect(await verifyLedger(directoryStorage(fs, '/lab/run'))).toMatchObject({ code: 'CHECKPOINT-MISSING' });
    expect(folders).toEqual([]);
    await writeSample({ storage: directoryStorage(fs, '/lab/run'), facts: [] });
    expect(folders).toEqual(['/lab/run']);
    expect(await verifyLedger(directoryStorage(fs, '/lab/run'))).toMatchObject({ kind: 'verified', records: 0 });
  });

  it('passes on every other failure to list it', async () => {
    const failure = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    const fs: Fs = { ...memoryFs().fs, list: () => Promise.reject(failure) };
    await expect(verifyLedger(directoryStorage(fs, '/lab/run'))).rejects.toBe(failure);
    const nameless: Fs = { ...fs, list: () => Promise.reject('gone') };
    await expect(verifyLedger(directoryStorage(nameless, '/lab/run'))).rejects.toBe('gone');
  });
});
