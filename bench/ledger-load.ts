/** Records against a real disk: as many callers as wait at once, and records that are sent whether or not anybody has answered. */

import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { generateKeyPairSync, sign } from 'node:crypto';
import {
  formatVkey,
  openLedger,
  type LedgerStorage,
  type LedgerWriter,
  type NoteSigner,
} from '../src/provenance/index.ts';
import { spread } from './case.ts';
import { rowOf, type Measured } from './ledger-row.ts';
import { EPOCH_MS, factOf } from './ledger-records.ts';
import { cpuMs } from './processor-time.ts';

export interface Load {
  readonly records: number;
  readonly callers: number;
  readonly rate: number;
  readonly seconds: number;
}

/** A clock that ticks once a record, so that a ledger has the same root each time. */
export const tickingClock = () => {
  let nowMs = EPOCH_MS;
  return { nowMs: () => nowMs++ };
};

/** With a key of its own: signatures cost what they cost, and are not part of the result. */
export async function openSigned(storage: LedgerStorage, clock: { nowMs(): number }): Promise<LedgerWriter> {
  const { writer } = await openLedger({
    storage,
    clock,
    origin: 'bench',
    version: '0',
    signer: benchSigner(),
    checkpoints: { everyRecords: 1000, everyMs: 1e12 },
  });
  return writer;
}

function benchSigner(): NoteSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { vkey: formatVkey('bench', 1, raw), sign: (message) => sign(null, message, privateKey) };
}

/** Each caller appends, waits until that is durable, and goes on. */
export async function durableRecords(storage: LedgerStorage, { records, callers }: Load): Promise<readonly Measured[]> {
  const facts = Array.from({ length: records }, (_, k) => factOf(k));
  const writer = await openSigned(storage, tickingClock());
  const [from, cpuFrom] = [performance.now(), cpuMs()];
  let next = 0;
  const call = async (): Promise<void> => {
    for (let fact = facts[next++]; fact !== undefined; fact = facts[next++]) {
      writer.append(fact);
      await writer.flush();
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  const [wallMs, usedMs] = [performance.now() - from, cpuMs() - cpuFrom];
  const { size } = await writer.close();
  const perSecond = Math.round(records / (wallMs / 1000));
  const detail = `${callers} callers, each waiting for its own record; wall time`;
  const perRecord = ((1000 * usedMs) / records).toFixed(1);
  return [
    { row: rowOf('durable records a second', `${perSecond}`, '>= 20,000', detail), result: String(size) },
    { row: rowOf('processor time a record', `${perRecord} us`, '<= 20 us', 'same load, all threads'), result: '' },
  ];
}

/** Latency counts from when a record was to be sent: a writer that stalls is not excused from those it held up. */
export async function openLoop(storage: LedgerStorage, { rate, seconds }: Load): Promise<readonly Measured[]> {
  const records = Math.round(rate * seconds);
  const syncs: number[] = [];
  const writer = await openSigned(timingSyncs(storage, syncs), tickingClock());
  const latencies: number[] = [];
  // By the second in which the record was to be sent.
  const windows: number[][] = [];
  const answers: Promise<void>[] = [];
  const from = performance.now();
  for (let sent = 0; sent < records; await setTimeout(1)) {
    const due = Math.min(records, Math.floor(((performance.now() - from) / 1000) * rate));
    for (; sent < due; sent++) {
      const intended = from + (1000 * sent) / rate;
      const window = (windows[Math.floor(sent / rate)] ??= []);
      writer.append(factOf(sent));
      const answered = (): void => {
        const latency = performance.now() - intended;
        latencies.push(latency);
        window.push(latency);
      };
      answers.push(writer.flush().then(answered));
    }
  }
  await Promise.all(answers);
  const { size } = await writer.close();
  const { p50, p99, max } = spread(latencies);
  const sync = spread(syncs);
  // A neighbour's burst on the disk shows in the one and not in the other.
  const usual = spread(windows.map((window) => spread(window).p99)).p50;
  const detail =
    `${rate} records a second sent on time, from the intended moment; p50 ${p50.toFixed(1)}, worst ${max.toFixed(1)}, p99 of the median second ${usual.toFixed(1)} ms; ` +
    `of the disk's syncs p50 ${sync.p50.toFixed(1)}, p99 ${sync.p99.toFixed(1)}, worst ${sync.max.toFixed(1)} ms`;
  return [{ row: rowOf('acknowledgement, p99', `${p99.toFixed(1)} ms`, '<= 20 ms', detail), result: String(size) }];
}

/** The same storage; how long each sync of a segment took, in ms, goes to `syncs`. */
function timingSyncs(storage: LedgerStorage, syncs: number[]): LedgerStorage {
  return {
    ...storage,
    async openAppend(name) {
      const file = await storage.openAppend(name);
      const sync = async (): Promise<void> => {
        const from = performance.now();
        await file.sync();
        syncs.push(performance.now() - from);
      };
      return { ...file, sync };
    },
  };
}
