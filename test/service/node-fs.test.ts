import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directoryStorage, memoryStorage, verifyLedger } from '../../src/provenance/index.ts';
import { createNodeFs } from '../../src/service/node-fs.ts';
import { sampleFacts, writeSample } from '../provenance/sample-ledger.ts';

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

describe('a ledger on disk', () => {
  it('has the same bytes as one in memory, and verifies', async () => {
    const facts = sampleFacts(12);
    const memory = memoryStorage();
    const storage = directoryStorage(fs, inRoot('run', 'ledger'));
    const closed = await writeSample({ storage, facts, segmentBytes: 900 });
    expect(await writeSample({ storage: memory, facts, segmentBytes: 900 })).toEqual(closed);
    for (const [name, content] of memory.files()) {
      expect(readFileSync(inRoot('run', 'ledger', name))).toEqual(Buffer.from(content));
    }
    expect(readdirSync(inRoot('run', 'ledger'))).toEqual(['checkpoint', 'segments']);
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 12, root: closed.root });
  });
});
