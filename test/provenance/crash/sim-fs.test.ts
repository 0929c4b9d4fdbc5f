/** The simulated disk loses what a real one may lose, keeps what was promised, and is otherwise a file system like the real one. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom, type Fs, type Random } from '../../../src/base/index.ts';
import { createNodeFs } from '../../../src/service/node-fs.ts';
import {
  createSimDisk,
  createSimFs,
  drawImage,
  emptyDisk,
  filesOf,
  worstImage,
  type DiskState,
  type SimDiskOptions,
} from '../../support/sim-fs/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : new TextDecoder().decode(content);

function simulated(options: Partial<SimDiskOptions> = {}) {
  const disk = createSimDisk<string>({ state: emptyDisk('/d'), random: createRandom(1), ...options });
  return { disk, fs: createSimFs(disk) };
}

/** What one file is in 400 images; undefined: not there. */
function imagesOf(state: DiskState, file: string): ReadonlySet<string | undefined> {
  const random = createRandom(2);
  return new Set(Array.from({ length: 400 }, () => text(filesOf(drawImage(state, random)).get(file))));
}

describe('after a loss of power', () => {
  it('what was appended and synced is there, and nothing else', async () => {
    const { disk, fs } = simulated();
    const file = await fs.openAppend('/d/log');
    await file.append(bytes('one,'));
    await file.sync();
    expect(imagesOf(disk.state, '/d/log')).toEqual(new Set(['one,']));
  });

  it('any beginning of what was appended since may be there, or zeros in its place', async () => {
    const { disk, fs } = simulated();
    const file = await fs.openAppend('/d/log');
    await file.append(bytes('one,'));
    await file.sync();
    await file.append(bytes('two'));
    const lost = ['one,', 'one,t', 'one,tw', 'one,two', 'one,\0', 'one,\0\0', 'one,\0\0\0'];
    expect(imagesOf(disk.state, '/d/log')).toEqual(new Set(lost));
  });

  it('of a longer write any of the sectors may be lost, each as a whole', async () => {
    const { disk, fs } = simulated();
    const file = await fs.openAppend('/d/log');
    await file.append(bytes('a'.repeat(512) + 'b'.repeat(512) + 'c'.repeat(512)));
    const whole = [...imagesOf(disk.state, '/d/log')].filter((content) => content?.length === 1536);
    // Of three sectors each is there or not: 2^3 contents.
    expect(whole).toHaveLength(8);
    for (const content of whole) expect(content).toMatch(/^(?:a{512}|\0{512})(?:b{512}|\0{512})(?:c{512}|\0{512})$/);
  });

  it('a file whose folder was not synced may be gone, and one made durable without its name is', async () => {
    const { disk } = simulated();
    const node = await disk.create('/d/new');
    await disk.write(node, '/d/new', bytes('x'));
    await disk.sync(node, '/d/new');
    expect(imagesOf(disk.state, '/d/new')).toEqual(new Set([undefined, 'x']));
    expect(filesOf(worstImage(disk.state)).size).toBe(0);
  });

  it('a rename without syncs may be of an empty file', async () => {
    const { disk, fs } = simulated();
    await fs.writeFileAtomic('/d/a', bytes('old'));
    const node = await disk.create('/d/b');
    await disk.write(node, '/d/b', bytes('new'));
    await disk.rename('/d/b', '/d/a');
    expect(imagesOf(disk.state, '/d/a')).toEqual(new Set(['old', '', 'n', 'ne', 'new', '\0', '\0\0', '\0\0\0']));
  });

  it('a file written atomically is the old or the new one at each step, whole', async () => {
    const { disk, fs } = simulated();
    await fs.writeFileAtomic('/d/a', bytes('old'));
    const before = disk.trace.length;
    const start = drawImage(disk.state, createRandom(3));
    await fs.writeFileAtomic('/d/a', bytes('new'));
    // Create, write, sync in two steps, rename, sync of the folder in two.
    expect(disk.trace.length - before).toBe(7);
    const again = createSimDisk<string>({ state: start, random: createRandom(4) });
    const seen = new Set<string | undefined>();
    const writing = createSimFs(again).writeFileAtomic('/d/a', bytes('new'));
    for (let turn = 0; turn < 60; turn++) {
      for (const content of imagesOf(again.state, '/d/a')) seen.add(content);
      await undefined;
    }
    await writing;
    expect(seen).toEqual(new Set(['old', 'new']));
    expect(imagesOf(again.state, '/d/a')).toEqual(new Set(['new']));
  });

  it('a cut that was not synced may not have happened', async () => {
    const { disk, fs } = simulated();
    await fs.writeFileAtomic('/d/a', bytes('abcdef'));
    await disk.truncate(disk.find('/d/a') ?? 0, '/d/a', 2);
    expect(imagesOf(disk.state, '/d/a')).toEqual(new Set(['ab', 'abcdef']));
    await fs.truncate('/d/a', 1);
    expect(imagesOf(disk.state, '/d/a')).toEqual(new Set(['a']));
  });

  it('a folder that was not synced takes what is in it along', async () => {
    const { disk } = simulated();
    await disk.mkdir('/d/f');
    await disk.create('/d/f/a');
    await disk.syncFolder('/d/f');
    const random = createRandom(5);
    const sizes = new Set(Array.from({ length: 50 }, () => drawImage(disk.state, random).names.size));
    // The root alone, or all three.
    expect(sizes).toEqual(new Set([1, 3]));
  });

  it('is the same under the same seed', async () => {
    const { disk, fs } = simulated();
    const file = await fs.openAppend('/d/log');
    await file.append(bytes('x'.repeat(5000)));
    const draw = (seed: number) => text(filesOf(drawImage(disk.state, createRandom(seed))).get('/d/log'));
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    expect(seeds.map(draw)).toEqual(seeds.map(draw));
    expect(new Set(seeds.map(draw)).size).toBeGreaterThan(5);
  });
});

describe('on command', () => {
  it('a sync fails once; the next one succeeds, and the data is not on the disk for it', async () => {
    const lost = new Set<string | undefined>();
    for (let seed = 0; seed < 40; seed++) {
      const { disk, fs } = simulated({
        random: createRandom(seed),
        fault: ({ kind, nth }) => (kind === 'sync' && nth === 1 ? { kind: 'fail', code: 'EIO' } : undefined),
      });
      const file = await fs.openAppend('/d/log');
      await file.append(bytes('abc'));
      await expect(file.sync()).rejects.toMatchObject({ code: 'EIO' });
      await file.sync();
      expect(text(await fs.readFile('/d/log'))).toBe('abc');
      lost.add(text(filesOf(worstImage(disk.state)).get('/d/log')));
    }
    expect(lost).toContain('');
    expect(lost).toContain('abc');
    expect(lost.size).toBeGreaterThan(2);
  });

  it('the disk is full: a part is written, and the rest when there is room again', async () => {
    const { disk, fs } = simulated();
    const file = await fs.openAppend('/d/log');
    disk.setCapacity(4);
    await expect(file.append(bytes('abcdef'))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(text(await fs.readFile('/d/log'))).toBe('abcd');
    disk.setCapacity(100);
    await file.append(bytes('ef'));
    expect(text(await fs.readFile('/d/log'))).toBe('abcdef');
  });

  it('a write is short, and goes on', async () => {
    const { disk, fs } = simulated({
      fault: ({ kind, nth }) => (kind === 'write' && nth === 1 ? { kind: 'short', written: 2 } : undefined),
    });
    const file = await fs.openAppend('/d/log');
    await file.append(bytes('abcdef'));
    expect(text(await fs.readFile('/d/log'))).toBe('abcdef');
    expect(disk.calls.filter(({ kind }) => kind === 'write')).toHaveLength(2);
  });

  it('a lock is held once, until it is released', async () => {
    const { fs } = simulated();
    const lock = await fs.lock('/d/lock');
    await expect(fs.lock('/d/lock')).rejects.toMatchObject({ code: 'ELOCKED' });
    await lock.release();
    await (await fs.lock('/d/lock')).release();
  });
});

it('without faults it answers as the real file system does', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'seqplan-sim-'));
    try {
      const real = await play(createNodeFs(), folder, createRandom(seed));
      expect(await play(simulated().fs, '/d', createRandom(seed)), `seed ${seed}`).toEqual(real);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});

/** Forty calls, and what came of each: a value or a code. */
async function play(fs: Fs, root: string, random: Random): Promise<readonly string[]> {
  const name = (): string => `${root}/${['a', 'b', 'f/a', 'f/g/b'][random.below(4)] ?? ''}`;
  const outcomes: string[] = [];
  for (let i = 0; i < 40; i++) {
    const [one, other] = [name(), name()];
    const calls: readonly (() => Promise<unknown>)[] = [
      () => fs.writeFileAtomic(one, bytes(`atomic ${i}`)),
      () => appendOnce(fs, one, bytes(`appended ${i}`)),
      async () => text(await fs.readFile(one)),
      async () => text(await fs.readAt(one, 3, 5)),
      () => fs.list(`${root}/f`),
      () => fs.size(one),
      () => fs.mkdir(`${root}/${['f', 'f/g'][i % 2] ?? ''}`),
      () => isFile(fs, one).then((is) => (is ? fs.truncate(one, 4) : undefined)),
      () => isFile(fs, one).then((is) => (is ? fs.remove(one) : undefined)),
      () => isFile(fs, one).then((is) => (is ? fs.rename(one, other) : undefined)),
    ];
    const k = random.below(calls.length);
    try {
      outcomes.push(`${k} ${JSON.stringify(await calls[k]?.())}`);
    } catch (error) {
      outcomes.push(`${k} ${String((error as { code?: unknown }).code)}`);
    }
  }
  return outcomes;
}

const isFile = async (fs: Fs, file: string): Promise<boolean> => (await fs.size(file)) !== undefined;

async function appendOnce(fs: Fs, file: string, content: Uint8Array): Promise<void> {
  const open = await fs.openAppend(file);
  try {
    await open.append(content);
    await open.sync();
  } finally {
    await open.close();
  }
}
