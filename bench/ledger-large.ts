/** A ledger of a million records: written, opened with and without its snapshot, verified, indexed, proved from. */

import { performance } from 'node:perf_hooks';
import {
  openIndex,
  openLedger,
  recover,
  toBase64,
  verifyInclusion,
  verifyLedger,
  type Hash,
  type LedgerIndex,
  type LedgerStorage,
} from '../src/provenance/index.ts';
import { rowOf, type Measured } from './ledger-row.ts';
import { factOf } from './ledger-records.ts';
import { tickingClock } from './ledger-load.ts';
import { cpuMs } from './processor-time.ts';

export async function largeLedger(storage: LedgerStorage, records: number): Promise<readonly Measured[]> {
  const written = await timed(() => write(storage, records));
  const { size, root } = written.value;
  const quick = await timed(() => recover(storage));
  await storage.remove('snapshot');
  const slow = await timed(() => recover(storage));
  if (quick.value.head.size !== size || slow.value.head.size !== size) throw new Error('recovery lost records');
  const verified = await timed(() => verifyLedger(storage));
  if (verified.value.kind !== 'verified') throw new Error(`broken: ${verified.value.code}`);
  const built = await timed(() => openIndex(storage));
  const opened = await timed(() => openIndex(storage));
  const proof = await timed(() => proveAll(opened.value, root));
  const found = await timed(() => opened.value.recordsOf({ kind: 'machine', name: 'novaseq/3' }));
  const many = `${size} records`;
  const rows = [
    rowOf('writing', seconds(written), '', `${many}, a flush every 1,000, signed checkpoints`),
    rowOf('opening with its snapshot', milliseconds(quick), '', many),
    rowOf('opening without', seconds(slow), '', `${many}, all of them read`),
    rowOf('verifying all of it', seconds(verified), '<= 8 s at 1,000,000', many),
    rowOf('making the index', seconds(built), '', `${many}, once`),
    rowOf('opening the index', milliseconds(opened), '', many),
    rowOf(
      'a proof of inclusion from the index',
      `${(proof.wallMs / proof.value.proofs).toFixed(2)} ms`,
      '',
      `${proof.value.bytes} bytes of hashes at most, ${proof.value.proofs} proofs, each checked against the root`,
    ),
    rowOf('records that name a machine', milliseconds(found), '', `${found.value.length} of ${size}`),
  ];
  return rows.map((row) => ({ row, result: root }));
}

async function write(
  storage: LedgerStorage,
  records: number,
): Promise<{ readonly size: number; readonly root: string }> {
  // Without a key: the root is part of the result, and record 0 names the key.
  const checkpoints = { everyRecords: 1000, everyMs: 1e12 };
  const { writer } = await openLedger({ storage, clock: tickingClock(), origin: 'bench', version: '0', checkpoints });
  for (let k = 1; k < records; k++) {
    writer.append(factOf(k));
    if (k % 1000 === 0) await writer.flush();
  }
  return writer.close();
}

/** Proofs of records from all over the ledger. */
async function proveAll(
  index: LedgerIndex,
  root: string,
): Promise<{ readonly proofs: number; readonly bytes: number }> {
  const proofs = Math.min(100, index.size);
  let bytes = 0;
  for (let k = 0; k < proofs; k++) {
    const seq = Math.floor((k * index.size) / proofs);
    const { leafHash } = await index.record(seq);
    const proof = await inclusionPath(index, seq);
    const claim = { leafHash, index: seq, size: index.size, root: Buffer.from(root, 'base64'), proof };
    if (!verifyInclusion(claim)) throw new Error(`record ${seq} is not in ${toBase64(claim.root)}`);
    bytes = Math.max(bytes, 32 * proof.length);
  }
  return { proofs, bytes };
}

/** RFC 9162 section 2.1.3.1, with the nodes from the index. */
async function inclusionPath(index: LedgerIndex, seq: number): Promise<readonly Hash[]> {
  const path: Hash[] = [];
  let [begin, end] = [0, index.size];
  while (end - begin > 1) {
    const middle = begin + 2 ** Math.ceil(Math.log2(end - begin) - 1);
    const isLeft = seq < middle;
    path.push(await (isLeft ? index.rootOf(middle, end) : index.rootOf(begin, middle)));
    [begin, end] = isLeft ? [begin, middle] : [middle, end];
  }
  return path.reverse();
}

interface Timing<T> {
  readonly value: T;
  readonly wallMs: number;
  readonly usedMs: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timing<T>> {
  const [from, cpuFrom] = [performance.now(), cpuMs()];
  const value = await work();
  return { value, wallMs: performance.now() - from, usedMs: cpuMs() - cpuFrom };
}

const seconds = ({ wallMs, usedMs }: Timing<unknown>): string =>
  `${(wallMs / 1000).toFixed(2)} s (processor ${(usedMs / 1000).toFixed(2)} s)`;
const milliseconds = ({ wallMs }: Timing<unknown>): string => `${wallMs.toFixed(1)} ms`;
