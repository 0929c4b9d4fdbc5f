/** What recovery must refuse or see through: damage that no crash makes, a snapshot that lies, a second writer. */

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { expect } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { createSimDisk, createSimFs, emptyDisk, filesOf, type DiskState } from '../../support/sim-fs/index.ts';
import { checkAppended } from './judge.ts';
import { createLife, EPOCH_MS, LEDGER, ledgerFiles, recordsOf, ROOT, type Life, type LifeSetting } from './life.ts';
import { createRoots, framesOf, leafOf } from './own-reader.ts';
import type { LedgerFiles } from './recovery-oracle.ts';
import type { Trial } from './fault-trials.ts';
import type { Subject } from './subject.ts';

const SEED = 5;

const lifeOn = (subject: Subject, setting: Partial<LifeSetting> = {}): Life =>
  createLife({ segmentBytes: 1200, subject, state: emptyDisk(ROOT), random: createRandom(SEED), ...setting });

/** Twelve records under the last checkpoint, in several segments; then `tail` more that are durable and not vouched for. */
async function written(subject: Subject, tail = 0, seed = SEED): Promise<LedgerFiles> {
  const life = lifeOn(subject, { random: createRandom(seed) });
  await life.open();
  life.append(11);
  await life.checkpoint();
  life.append(tail);
  await life.flush();
  return ledgerFiles(life.disk.state);
}

async function diskWith(files: LedgerFiles): Promise<DiskState> {
  const disk = createSimDisk<never>({ state: emptyDisk(ROOT), random: createRandom(SEED) });
  const fs = createSimFs(disk);
  for (const [name, bytes] of files) {
    const path = `${LEDGER}/${name}`;
    await fs.mkdir(path.slice(0, path.lastIndexOf('/')));
    await fs.writeFileAtomic(path, bytes);
  }
  return disk.state;
}

interface Refusal {
  readonly code: string;
  readonly record: number | 'checkpoint';
}

/** Opening is refused with this, and nothing was changed. */
async function refuses(subject: Subject, files: LedgerFiles, { code, record }: Refusal): Promise<void> {
  const state = await diskWith(files);
  const life = lifeOn(subject, { state });
  const refusal = await life.open().then(
    () => 'it was opened',
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ name: 'LedgerError', code: 'BROKEN', where: { code, record } });
  const withoutLock = (of: DiskState) => [...filesOf(of)].filter(([path]) => !path.endsWith('/lock'));
  expect(withoutLock(life.disk.state)).toEqual(withoutLock(state));
}

const segmentsOf = (files: LedgerFiles): readonly string[] =>
  [...files.keys()].filter((name) => name.startsWith('segments/'));

/** Record `seq` with another value in it, in a frame as whole as before. */
function forged(files: LedgerFiles, seq: number): LedgerFiles {
  return rewritten(files, seq, (record) => {
    const text = record.toString('latin1');
    const digit = /"recordedAt":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d(\d)Z"/.exec(text)?.[1] ?? '';
    const other = digit === '5' ? '6' : '5';
    return Buffer.from(text.replace(/(\.\d\d)\dZ/, `$1${other}Z`), 'latin1');
  });
}

function rewritten(files: LedgerFiles, seq: number, change: (record: Buffer) => Buffer): LedgerFiles {
  let next = 0;
  const result = new Map(files);
  for (const name of segmentsOf(files)) {
    const { records } = framesOf(files.get(name) ?? new Uint8Array());
    const frames = records.map((record) => frameOf(next++ === seq ? change(Buffer.from(record)) : Buffer.from(record)));
    result.set(name, Buffer.concat(frames));
  }
  return result;
}

function frameOf(record: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(record.length, 0);
  header.writeUInt32BE(crc32(record), 4);
  return Buffer.concat([header, record]);
}

const changed = (files: LedgerFiles, name: string, change: (bytes: Buffer) => Uint8Array): LedgerFiles =>
  new Map([...files, [name, change(Buffer.from(files.get(name) ?? new Uint8Array()))]]);

const refusal = (name: string, run: (subject: Subject) => Promise<void>): Trial => ({ name: `refused: ${name}`, run });

/** Where record `seq` stands: its segment, and its place there. */
function placeOf(files: LedgerFiles, seq: number): { readonly name: string; readonly offset: number } {
  let left = seq;
  for (const name of segmentsOf(files)) {
    let offset = 0;
    for (const record of framesOf(files.get(name) ?? new Uint8Array()).records) {
      if (left-- === 0) return { name, offset };
      offset += 8 + record.length;
    }
  }
  throw new Error(`there is no record ${seq}`);
}

export const DAMAGE_TRIALS: readonly Trial[] = [
  refusal('a record under a checkpoint that does not fit the one after it', async (subject) => {
    await refuses(subject, forged(await written(subject), 4), { code: 'RECORD-PREV', record: 5 });
  }),
  refusal('a record in the tail that does not fit the one after it', async (subject) => {
    await refuses(subject, forged(await written(subject, 4), 13), { code: 'RECORD-PREV', record: 14 });
  }),
  refusal('a last record that the checkpoint does not know', async (subject) => {
    await refuses(subject, forged(await written(subject), 11), { code: 'CHECKPOINT-ROOT', record: 'checkpoint' });
  }),
  refusal('a bad frame in the last segment, under the checkpoint', async (subject) => {
    const files = await written(subject);
    const { name, offset } = placeOf(files, 11);
    const damaged = changed(files, name, (bytes) => bytes.fill(0x55, offset + 20, offset + 21));
    await refuses(subject, damaged, { code: 'FRAME-CRC', record: 11 });
  }),
  refusal('a record under the checkpoint that is cut off', async (subject) => {
    const files = await written(subject);
    const { name, offset } = placeOf(files, 11);
    await refuses(
      subject,
      changed(files, name, (bytes) => bytes.subarray(0, offset + 30)),
      { code: 'FRAME-TRUNCATED', record: 11 },
    );
  }),
  refusal('records under the checkpoint that are not there', async (subject) => {
    const files = new Map(await written(subject));
    const last = segmentsOf(files).at(-1) ?? '';
    files.delete(last);
    const left = recordsOf(files).length;
    expect(left).toBeLessThan(12);
    await refuses(subject, files, { code: 'RECORD-MISSING', record: left });
  }),
  refusal('a torn segment with records behind it', async (subject) => {
    const files = await written(subject, 9);
    const { name, offset } = placeOf(files, 13);
    expect(segmentsOf(files).at(-1)).not.toBe(name);
    const torn = changed(files, name, (bytes) => bytes.subarray(0, offset + 30));
    await refuses(subject, torn, { code: 'FRAME-TRUNCATED', record: 13 });
  }),
  refusal('a checkpoint with a byte changed', async (subject) => {
    const files = await written(subject);
    const name = 'checkpoints/0000000012';
    const damaged = changed(files, name, (bytes) =>
      bytes.fill('A', bytes.indexOf('\n12\n') + 10, bytes.indexOf('\n12\n') + 14),
    );
    await refuses(subject, damaged, { code: 'CHECKPOINT-FORMAT', record: 'checkpoint' });
  }),
  {
    name: 'a snapshot of another ledger, of an older state or damaged is seen through',
    async run(subject) {
      const files = await closed(subject, SEED);
      const other = await closed(subject, SEED + 1);
      // Other records of the same lengths in the same places.
      const twin = await closed(subject, SEED, 11, EPOCH_MS + 1000);
      expect(twin.get('snapshot')?.length).toBe(files.get('snapshot')?.length);
      const older = await closed(subject, SEED, 3);
      const snapshots = [
        other.get('snapshot'),
        twin.get('snapshot'),
        older.get('snapshot'),
        new Uint8Array(),
        Buffer.from('{}\n\n'),
        undefined,
      ];
      const whole = files.get('snapshot') ?? new Uint8Array();
      snapshots.push(
        whole.subarray(0, 40),
        changed(files, 'snapshot', (bytes) => bytes.fill('0', 20, 60)).get('snapshot'),
      );
      for (const [k, snapshot] of snapshots.entries()) {
        const there = new Map(files);
        there.delete('snapshot');
        if (snapshot !== undefined) there.set('snapshot', snapshot);
        await goesOn(subject, there, `snapshot ${k}`);
      }
    },
  },
  {
    name: 'a segment ends where the next frame would carry it past its limit, and not before',
    async run(subject) {
      // The sizes of some frames, from a ledger of one segment.
      const one = lifeOn(subject, { segmentBytes: 1e6 });
      await one.open();
      one.append(9);
      await one.close();
      const sizes = recordsOf(ledgerFiles(one.disk.state)).map(({ length }) => 8 + length);
      const three = (sizes[0] ?? 0) + (sizes[1] ?? 0) + (sizes[2] ?? 0);
      // Exactly three frames fit, or the third is one byte too long.
      for (const [limit, second] of [
        [three, 3],
        [three - 1, 2],
      ] as const) {
        const life = lifeOn(subject, { segmentBytes: limit });
        await life.open();
        life.append(9);
        await life.close();
        expect(segmentsOf(ledgerFiles(life.disk.state))[1]).toBe(`segments/000000000${second}.seg`);
      }
    },
  },
  {
    name: 'a second writer is refused until the first has done its last write',
    async run(subject) {
      const held = new Set<string>();
      const first = lifeOn(subject, { held });
      await first.open();
      first.append(3);
      await first.flush();
      const second = () => createLife({ subject, state: first.disk.state, random: createRandom(1), held });
      await expect(second().open()).rejects.toMatchObject({ name: 'LedgerError', code: 'LOCKED' });
      const closing = first.close();
      let released: number | undefined;
      for (let turn = 0; turn < 400; turn++) {
        if (held.size === 0) released ??= first.disk.trace.filter((entry) => entry.kind !== 'mark').length;
        await undefined;
      }
      await closing;
      expect(released).toBe(first.disk.trace.filter((entry) => entry.kind !== 'mark').length);
      await second().open();
    },
  },
];

async function closed(subject: Subject, seed: number, count = 11, startMs = EPOCH_MS): Promise<LedgerFiles> {
  const life = lifeOn(subject, { random: createRandom(seed), startMs });
  await life.open();
  life.append(count);
  await life.close();
  return ledgerFiles(life.disk.state);
}

/** Opens, appends, closes; then the whole is as it must be, by our own reading. */
async function goesOn(subject: Subject, files: LedgerFiles, where: string): Promise<void> {
  const life = lifeOn(subject, { state: await diskWith(files) });
  const { records } = await life.open().catch((error: unknown) => expect.fail(`${where}: ${String(error)}`));
  expect(records, where).toBe(12);
  life.append(2);
  const told = await life.close();
  const after = recordsOf(ledgerFiles(life.disk.state));
  expect(after.slice(0, 12), where).toEqual(recordsOf(files));
  checkAppended(after, life);
  const root = createRoots(after.map(leafOf))(after.length);
  expect(Buffer.from(told.root, 'base64').toString('hex'), where).toBe(root);
}
