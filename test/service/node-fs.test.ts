import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  directoryStorage,
  memoryStorage,
  openLedger,
  verifyLedger,
  type LedgerStorage,
} from '../../src/provenance/index.ts';
import { createNodeFs } from '../../src/service/node-fs.ts';
import { EPOCH_MS, ORIGIN, sampleFacts } from '../provenance/sample-ledger.ts';

const fs = createNodeFs();
let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'seqplan-fs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const inRoot = (...names: readonly string[]): string => path.join(root, ...names);
const text = (file: string): string => readFileSync(inRoot(file), 'utf8');
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('atomic writing', () => {
  it('creates and replaces, and leaves no temporary file', async () => {
    await fs.writeFileAtomic(inRoot('a'), bytes('one, longer'));
    expect(text('a')).toBe('one, longer');
    await fs.writeFileAtomic(inRoot('a'), bytes('two'));
    expect(text('a')).toBe('two');
    expect(readdirSync(root)).toEqual(['a']);
  });

  it('that fails changes nothing and leaves no temporary file', async () => {
    mkdirSync(inRoot('folder', 'full'), { recursive: true });
    await expect(fs.writeFileAtomic(inRoot('folder'), bytes('x'))).rejects.toMatchObject({ code: 'EISDIR' });
    expect(readdirSync(root)).toEqual(['folder']);
    await expect(fs.writeFileAtomic(inRoot('missing', 'a'), bytes('x'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('works side by side on one file: one of the contents wins, whole', async () => {
    const contents = Array.from({ length: 8 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(contents.map((content) => fs.writeFileAtomic(inRoot('a'), bytes(content))));
    expect(contents).toContain(text('a'));
    expect(readdirSync(root)).toEqual(['a']);
  });
});

describe('appending', () => {
  it('creates the file where it is missing, and goes on at the end where it is not', async () => {
    const first = await fs.openAppend(inRoot('log'));
    expect(text('log')).toBe('');
    await first.append(bytes('one'));
    await first.append(bytes(','));
    expect(text('log')).toBe('one,');
    await first.sync();
    await first.close();
    const second = await fs.openAppend(inRoot('log'));
    await second.append(bytes('two'));
    await second.close();
    expect(text('log')).toBe('one,two');
  });

  it('takes megabytes at once', async () => {
    const file = await fs.openAppend(inRoot('log'));
    await file.append(new Uint8Array(5_000_000).fill(7));
    await file.sync();
    await file.close();
    expect(await fs.size(inRoot('log'))).toBe(5_000_000);
  });

  it('is refused where there is a folder, or no folder to be in', async () => {
    mkdirSync(inRoot('folder'));
    await expect(fs.openAppend(inRoot('folder'))).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(fs.openAppend(inRoot('missing', 'log'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('to a closed file is refused', async () => {
    const file = await fs.openAppend(inRoot('log'));
    await file.close();
    await expect(file.append(bytes('x'))).rejects.toMatchObject({ code: 'EBADF' });
    await expect(file.sync()).rejects.toMatchObject({ code: 'EBADF' });
  });
});

describe('reading', () => {
  it('gives the bytes of a file', async () => {
    writeFileSync(inRoot('a'), Uint8Array.of(0, 255, 10));
    expect([...(await fs.readFile(inRoot('a')))]).toEqual([0, 255, 10]);
    await expect(fs.readFile(inRoot('b'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('lists names by code unit', async () => {
    for (const name of ['b', 'B', 'a10', 'a9', 'é', 'Z']) writeFileSync(inRoot(name), '');
    expect(await fs.list(root)).toEqual(['B', 'Z', 'a10', 'a9', 'b', 'é']);
    await expect(fs.list(inRoot('missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('tells the size of a file; a folder or nothing has none; other failures are passed on', async () => {
    writeFileSync(inRoot('a'), 'four');
    expect(await fs.size(inRoot('a'))).toBe(4);
    expect(await fs.size(root)).toBeUndefined();
    expect(await fs.size(inRoot('b'))).toBeUndefined();
    symlinkSync('loop', inRoot('loop'));
    await expect(fs.size(inRoot('loop'))).rejects.toMatchObject({ code: 'ELOOP' });
  });
});

describe('folders', () => {
  it('are made with all that lead to them, and making them again is no error', async () => {
    await fs.mkdir(inRoot('a', 'b', 'c'));
    await fs.mkdir(inRoot('a', 'b', 'c'));
    expect(readdirSync(inRoot('a', 'b'))).toEqual(['c']);
    writeFileSync(inRoot('file'), '');
    await expect(fs.mkdir(inRoot('file'))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('take a file from another by renaming, over an older one too', async () => {
    mkdirSync(inRoot('a'));
    writeFileSync(inRoot('old'), 'old');
    writeFileSync(inRoot('new'), 'new');
    await fs.rename(inRoot('new'), inRoot('old'));
    await fs.rename(inRoot('old'), inRoot('a', 'moved'));
    expect(readdirSync(root)).toEqual(['a']);
    expect(text('a/moved')).toBe('new');
    await expect(fs.rename(inRoot('gone'), inRoot('x'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a lock', () => {
  it('is held by one at a time in a process, and free once it is released', async () => {
    const first = await fs.lock(inRoot('lock'));
    await expect(fs.lock(inRoot('lock'))).rejects.toMatchObject({ code: 'ELOCKED' });
    expect(readdirSync(root)).toEqual(['lock']);
    await first.release();
    await (await fs.lock(inRoot('lock'))).release();
    await expect(fs.lock(inRoot('missing', 'lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps other processes out, and dies with its holder however that ends', async () => {
    const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLD, inRoot('lock')], { cwd: PROJECT });
    try {
      await once(holder.stdout, 'data');
      await expect(fs.lock(inRoot('lock'))).rejects.toMatchObject({ code: 'ELOCKED' });
    } finally {
      holder.kill('SIGKILL');
      await once(holder, 'close');
    }
    await (await fs.lock(inRoot('lock'))).release();
  });
});

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Takes the lock by the same native call, says so, and waits to be killed. */
const HOLD = `
import { openSync } from 'node:fs';
import native from 'fs-native-extensions';
console.log(native.tryLock(openSync(process.argv[1], 'a+')));
setInterval(() => {}, 1000);
`;

describe('parts of a file', () => {
  it('are read from anywhere, as far as the file goes', async () => {
    writeFileSync(inRoot('a'), 'abcdef');
    const read = async (offset: number, length: number) =>
      Buffer.from(await fs.readAt(inRoot('a'), offset, length)).toString();
    expect([await read(0, 3), await read(2, 2), await read(4, 9), await read(6, 1), await read(1, 0)]).toEqual([
      'abc',
      'cd',
      'ef',
      '',
      '',
    ]);
    await expect(fs.readAt(inRoot('b'), 0, 1)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('are cut off for whoever has the file open, too', async () => {
    const log = await fs.openAppend(inRoot('a'));
    await log.append(bytes('abcdef'));
    await fs.truncate(inRoot('a'), 2);
    await log.append(bytes('x'));
    await log.close();
    expect(text('a')).toBe('abx');
    await expect(fs.truncate(inRoot('b'), 0)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('and the whole of it goes when it is removed, once or twice', async () => {
    writeFileSync(inRoot('a'), '');
    await fs.remove(inRoot('a'));
    await fs.remove(inRoot('a'));
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('a ledger on disk', () => {
  it('has the same bytes as one in memory, and verifies', async () => {
    const memory = memoryStorage();
    const storage = directoryStorage(fs, inRoot('run', 'ledger'));
    const write = async (to: LedgerStorage) => {
      const clock = { nowMs: () => EPOCH_MS };
      const { writer } = await openLedger({ storage: to, clock, origin: ORIGIN, version: '0', segmentBytes: 900 });
      for (const fact of sampleFacts(12)) writer.append(fact);
      return writer.close();
    };
    const closed = await write(storage);
    expect(await write(memory)).toEqual(closed);
    for (const [name, content] of memory.files()) {
      expect(readFileSync(inRoot('run', 'ledger', name))).toEqual(Buffer.from(content));
    }
    expect(readdirSync(inRoot('run', 'ledger'))).toEqual(['checkpoints', 'lock', 'segments', 'snapshot']);
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 13, root: closed.root });
  });
});
