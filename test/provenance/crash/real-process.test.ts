/** Real processes, killed and failed by the kernel at one system call after the other: what they acknowledged is there. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { directoryStorage, openLedger } from '../../../src/provenance/index.ts';
import { createNodeFs } from '../../../src/service/node-fs.ts';
import { parse, recordsOf } from './life.ts';
import { filesIn, killAfter, runChild, runTraced, straceMissing, type ChildEnd } from './real-process.ts';
import { expectRecovery } from './recovery-oracle.ts';

const missing = straceMissing();
if (missing !== undefined) console.log(`tests with strace are skipped: ${missing}`);

/** Every call, not one of a few, where many images are asked for. */
const isThorough = process.env['SEQPLAN_CRASH_IMAGES'] !== undefined;
const COUNT = 10;

let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'seqplan-crash-'));
  folder = path.join(root, 'ledger');
});
afterEach(() => rmSync(root, { recursive: true }));

/** Opens and closes here: the lock is free at once, all is there that was acknowledged, and each entry once. */
async function recover({ acknowledged }: ChildEnd): Promise<void> {
  const before = expectRecovery(filesIn(folder));
  expect(before).toMatchObject({ kind: 'recoverable' });
  const opened = await openLedger({
    storage: directoryStorage(createNodeFs(), folder),
    clock: { nowMs: () => Date.UTC(2026, 10, 30) },
    origin: 'lab.example/crash',
    version: '0.0.0-crash',
  });
  const { size } = await opened.writer.close();
  expect(opened.recovery.records).toBeGreaterThanOrEqual(acknowledged);
  const after = expectRecovery(filesIn(folder));
  expect(after).toMatchObject({ kind: 'recoverable', cuts: [] });
  expect(after).not.toHaveProperty('torn');
  if (before.kind === 'damage' || after.kind === 'damage') return;
  expect(after.records.slice(0, before.records.length)).toEqual(before.records);
  expect(after.checkpoints.at(-1)).toMatchObject({ size, root: after.rootOf(size) });
  checkEntries(after.records);
}

/** The entries of each process are 0, 1, 2, ... without a gap and without one twice. */
function checkEntries(records: readonly Uint8Array[]): void {
  const next = new Map<unknown, number>();
  for (const { fact } of records.map(parse)) {
    if (fact['type'] !== 'telemetry-read') continue;
    const expected = next.get(fact['signal']) ?? 0;
    expect(fact['value'], String(fact['signal'])).toBe(expected);
    next.set(fact['signal'], expected + 1);
  }
}

const onePlusEvery = (step: number, end: number): readonly number[] =>
  Array.from({ length: Math.ceil(end / (isThorough ? 1 : step)) }, (_, k) => 1 + k * (isThorough ? 1 : step));

describe.skipIf(missing !== undefined)('a process that is killed', () => {
  // Of ten records in segments of four, two checkpoints and a snapshot: about 11 fdatasync, 14 fsync, 3 rename, 130 write.
  it.each([
    ['fdatasync', onePlusEvery(2, 11)],
    ['fsync', onePlusEvery(4, 14)],
    ['rename', onePlusEvery(1, 3)],
    ['write', onePlusEvery(13, 130)],
    ['mkdir', onePlusEvery(2, 3)],
  ])(
    'at the n-th %s has lost nothing that it acknowledged',
    async (call, points) => {
      let killed = 0;
      for (const nth of points) {
        const end = runTraced({ folder, count: COUNT }, `${call}:signal=SIGKILL:when=${nth}`);
        if (!end.closed) killed++;
        else expect(end.acknowledged).toBeGreaterThanOrEqual(COUNT + 1);
        await recover(end);
        rmSync(folder, { recursive: true, force: true });
      }
      expect(killed).toBeGreaterThanOrEqual(Math.ceil(points.length / 2));
    },
    600_000,
  );
});

describe.skipIf(missing !== undefined)('a disk that', () => {
  const first = (): string => path.join(folder, 'segments', '0000000000.seg');

  it('fails the n-th sync of a segment ends the process without another acknowledgement', async () => {
    // The notice of the opening is the first; each record has its own.
    for (const nth of [2, 3, 4]) {
      const end = runTraced({ folder, count: COUNT }, `fdatasync:error=EIO:when=${nth}`, first());
      // Before the first record of its own it tells of none.
      const acknowledged = nth === 2 ? 0 : nth - 1;
      expect(end).toMatchObject({ exit: 7, acknowledged, closed: false, errors: 'WRITE-FAILED\n' });
      await recover(end);
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  it('fails the n-th write of a segment does, too', async () => {
    for (const nth of [2, 4]) {
      const end = runTraced({ folder, count: COUNT }, `write:error=EIO:when=${nth}`, first());
      // Before the first record of its own it tells of none.
      const acknowledged = nth === 2 ? 0 : nth - 1;
      expect(end).toMatchObject({ exit: 7, acknowledged, closed: false, errors: 'WRITE-FAILED\n' });
      await recover(end);
      rmSync(folder, { recursive: true });
    }
  }, 120_000);

  it('is full for one or two writes is waited out: every record is there, once', async () => {
    for (const when of ['2', '3..4', '4']) {
      const end = runTraced({ folder, count: COUNT }, `write:error=ENOSPC:when=${when}`, first());
      expect(end).toMatchObject({ exit: 0, closed: true, acknowledged: COUNT + 1 });
      expect(end.errors).toMatch(/^(?:NO-SPACE\n){1,2}$/);
      await recover(end);
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

it('twenty processes in a row, each killed at some moment, add up to one ledger', async () => {
  const random = createRandom(Number(process.env['SEQPLAN_CRASH_SEED'] ?? 1)).split('kills');
  let acknowledged = 0;
  for (let cycle = 0; cycle < 20; cycle++) {
    const end = await killAfter({ folder, count: 10_000, segmentBytes: 3000 }, 1 + random.below(30));
    expect(end.exit).toBeUndefined();
    expect(end.acknowledged).toBeGreaterThanOrEqual(acknowledged);
    ({ acknowledged } = end);
    const files = filesIn(folder);
    expect(recordsOf(files).length).toBeGreaterThanOrEqual(acknowledged);
    expect(expectRecovery(files)).toMatchObject({ kind: 'recoverable' });
  }
  await recover({ acknowledged, closed: false, exit: undefined, errors: '' });
}, 300_000);

it('a second process is refused while the first lives, and let in when it was killed', async () => {
  const second: ChildEnd[] = [];
  const first = await killAfter({ folder, count: 10_000, waitMs: 20 }, 2, () => {
    second.push(runChild({ folder, count: 1 }));
  });
  expect(second).toMatchObject([{ exit: 9, acknowledged: 0, errors: 'LOCKED\n' }]);
  const third = runChild({ folder, count: 1 });
  expect(third).toMatchObject({ exit: 0, closed: true });
  expect(third.acknowledged).toBeGreaterThan(first.acknowledged);
  await recover(third);
}, 60_000);
