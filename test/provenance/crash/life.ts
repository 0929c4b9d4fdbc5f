/**
 * One life of a writing process on a simulated disk: what it appended, and, as marks in the disk's trace, what it was told.
 *
 * The trace is explored afterwards: a crash anywhere in it must leave what was acknowledged up to there.
 */

import { Buffer } from 'node:buffer';
import { seconds, type Random } from '../../../src/base/index.ts';
import { id, type Fact, type MachineId, type Timed } from '../../../src/model/index.ts';
import type { NoteSigner } from '../../../src/provenance/index.ts';
import {
  createSimDisk,
  emptyDisk,
  filesOf,
  type DiskState,
  type SimDisk,
  type SimDiskOptions,
} from '../../support/sim-fs/index.ts';
import { framesOf } from './own-reader.ts';
import { inFolder, type LedgerFiles } from './recovery-oracle.ts';
import { keyInForce, signerOf, type TestKey } from './keys.ts';
import type { LedgerWriter, Recovery, Subject } from './subject.ts';

export const ROOT = '/disk';
export const LEDGER = `${ROOT}/ledger`;
export const ORIGIN = 'lab.example/crash';
export const VERSION = '0.0.0-crash';

/** So many records, the checkpoint of so many records, are durable from here on. */
export type Note =
  | { readonly kind: 'acknowledged'; readonly records: number }
  | { readonly kind: 'checkpointed'; readonly size: number };

export interface LifeOptions {
  readonly segmentBytes?: number;
  readonly everyRecords?: number;
  /** Absent: checkpoints are not signed. */
  readonly isSigned?: boolean;
}

/** What was given to `append`, by the number of its record. */
export type Appended = ReadonlyMap<number, { readonly entry: Timed<Fact>; readonly actor: string | undefined }>;

export interface Life {
  readonly disk: SimDisk<Note>;
  readonly options: LifeOptions;
  readonly appended: Appended;
  /** Also resumes: of a closed ledger, or after whatever `state` was left by. */
  open(): Promise<Recovery>;
  /** Appends so many entries, each of some 200 bytes and now and then of thousands. */
  append(count: number): void;
  flush(): Promise<void>;
  checkpoint(): Promise<void>;
  rotateKey(): Promise<void>;
  close(): Promise<{ readonly size: number; readonly root: string }>;
}

export interface LifeSetting extends LifeOptions {
  readonly subject: Subject;
  /** Absent: an empty disk. */
  readonly state?: DiskState;
  readonly random: Random;
  readonly fault?: SimDiskOptions['fault'];
  /** Of living processes; absent: there are none. */
  readonly held?: Set<string>;
  /** What the clock begins with. */
  readonly startMs?: number;
}

export const EPOCH_MS = Date.UTC(2026, 10, 30);

export function createLife(setting: LifeSetting): Life {
  const { subject, random, segmentBytes, everyRecords, isSigned, held = new Set() } = setting;
  const disk = createSimDisk<Note>({
    state: setting.state ?? emptyDisk(ROOT),
    random: random.split('failed-syncs'),
    fault: setting.fault,
  });
  const draw = random.split('entries');
  const storage = subject.directoryStorage(subject.fsOn(disk, held), LEDGER);
  const appended = new Map<number, { entry: Timed<Fact>; actor: string | undefined }>();
  let nowMs = setting.startMs ?? EPOCH_MS;
  let writer: LedgerWriter | undefined;
  let appendedCount = 0;
  let key: TestKey = 0;

  const current = (): LedgerWriter => {
    if (writer === undefined) throw new Error('the ledger is not open');
    return writer;
  };

  return {
    disk,
    options: setting,
    appended,
    async open() {
      key = keyInForce(recordsOf(ledgerFiles(disk.state))) ?? 0;
      const opened = await subject.openLedger({
        storage,
        clock: { nowMs: () => (nowMs += 7) },
        origin: ORIGIN,
        version: VERSION,
        ...(isSigned === true && { signer: signerOf(key) as NoteSigner }),
        ...(segmentBytes !== undefined && { segmentBytes }),
        ...(everyRecords !== undefined && { checkpoints: { everyRecords, everyMs: 3_600_000 } }),
      });
      writer = opened.writer;
      appendedCount = opened.recovery.records;
      // Whoever resumes acts on what it finds.
      disk.mark({ kind: 'acknowledged', records: opened.recovery.records });
      return opened.recovery;
    },
    append(count) {
      for (let i = 0; i < count; i++) {
        const [entry, actor] = drawEntry(draw, appendedCount);
        const seq = current().append(entry, actor);
        appended.set(seq, { entry, actor });
        appendedCount = seq + 1;
      }
    },
    async flush() {
      const records = appendedCount;
      await current().flush();
      disk.mark({ kind: 'acknowledged', records });
    },
    async checkpoint() {
      const records = appendedCount;
      const { size } = await current().checkpoint();
      disk.mark({ kind: 'acknowledged', records: Math.max(records, size) });
      disk.mark({ kind: 'checkpointed', size });
    },
    async rotateKey() {
      key++;
      await current().rotateKey(signerOf(key), 'the quarter is over');
    },
    async close() {
      const closed = await current().close();
      disk.mark({ kind: 'acknowledged', records: closed.size });
      disk.mark({ kind: 'checkpointed', size: closed.size });
      writer = undefined;
      return closed;
    },
  };
}

function drawEntry(random: Random, index: number): readonly [Timed<Fact>, string | undefined] {
  const at = seconds(index * 60 - 60);
  const machine = id<MachineId>('seq/A');
  if (random.below(12) === 0) {
    // Several sectors.
    const reason = 'Küvette “leer”, '.repeat(20 + random.below(120));
    return [{ type: 'machine-down', at, machine, reason, expectedUp: seconds(9000) } as Timed<Fact>, 'person-3f'];
  }
  const value = random.below(1000) / 7;
  return [{ type: 'telemetry-read', at, machine, signal: 'laser', value } as Timed<Fact>, undefined];
}

/** Names relative to the ledger's folder. */
export function ledgerFiles(state: DiskState): LedgerFiles {
  const prefix = `${LEDGER}/`;
  const inside = [...filesOf(state)].filter(([path]) => path.startsWith(prefix));
  return new Map(inside.map(([path, bytes]) => [path.slice(prefix.length), bytes]));
}

/** Whole records of all segments, as stored. */
export const recordsOf = (files: LedgerFiles): readonly Uint8Array[] =>
  inFolder(files, 'segments').flatMap(([name, bytes]) => (name.endsWith('.tmp') ? [] : framesOf(bytes).records));

export const parse = (
  record: Uint8Array,
): { readonly fact: Readonly<Record<string, unknown>> } & Record<string, unknown> =>
  JSON.parse(Buffer.from(record).toString('utf8')) as never;
