/**
 * The next life after a crash: a writer opens what the crash left, goes on, and closes. Judged at each step against the recovery
 * oracle and what the dead writer had been told.
 */

import { Buffer } from 'node:buffer';
import type { Random } from '../../../src/base/index.ts';
import { worstImage, type DiskState } from '../../support/sim-fs/index.ts';
import { createLife, EPOCH_MS, ledgerFiles, ORIGIN, parse, recordsOf, VERSION } from './life.ts';
import type { Life, LifeOptions } from './life.ts';
import { keyInForce, keyName } from './keys.ts';
import { leafOf } from './own-reader.ts';
import { expectRecovery, inFolder, type Expected, type ExpectedCut, type LedgerFiles } from './recovery-oracle.ts';
import { spell } from './spelling.ts';
import type { Recovery, Subject } from './subject.ts';
import { demand, Violation } from './violation.ts';

/** What the dead owe the living. */
export interface Duty {
  /** All that was ever appended and written, in order. */
  readonly records: readonly Uint8Array[];
  readonly acknowledged: number;
  /** Sizes of acknowledged checkpoints. */
  readonly checkpoints: readonly number[];
}

export interface Judging {
  readonly subject: Subject;
  readonly options: LifeOptions;
  readonly random: Random;
}

/** Throws a `Violation`. Gives the life that followed, for crashes in it. */
export async function judge(image: DiskState, duty: Duty, { subject, options, random }: Judging): Promise<Life> {
  const before = ledgerFiles(image);
  const expected = expectRecovery(before);
  if (expected.kind === 'damage') throw new Violation('DAMAGED', expected.message);
  compareWithDuty(expected, duty);

  const life = createLife({ ...options, subject, state: image, random });
  const recovery = await refusalOf(() => life.open());
  const after = ledgerFiles(life.disk.state);
  checkReport(recovery, expected);
  checkRecovered({ before, after, expected });
  if (random.below(8) === 0) await recoverAgain(life, recovery.records, { subject, options, random });
  if (random.below(4) > 0) {
    life.append(1 + random.below(2));
    await life.flush();
  }
  await checkClosed(life, expected);
  return life;
}

async function refusalOf<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Violation('REFUSED', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause), { cause });
  }
}

function compareWithDuty({ records, checkpoints }: Expected, duty: Duty): void {
  demand(records.length >= duty.acknowledged, 'LOST', () => `${records.length} of ${duty.acknowledged} records`);
  demand(records.length <= duty.records.length, 'FOREIGN', () => `${records.length}; ${duty.records.length} appended`);
  for (const [seq, bytes] of records.entries()) {
    demand(equal(bytes, duty.records[seq]), 'FOREIGN', () => `record ${seq} is not the one that was appended`);
  }
  const sizes = checkpoints.map((checkpoint) => checkpoint.size);
  for (const size of duty.checkpoints) {
    demand(sizes.includes(size), 'CHECKPOINT-LOST', () => `checkpoint of ${size} records; there are ${sizes.join()}`);
  }
}

function checkReport({ records, cut }: Recovery, expected: Expected): void {
  demand(records === expected.records.length, 'REPORT', () => `${records} records; ${expected.records.length} there`);
  const possible = expected.cuts.filter((one) => one.records === expected.cuts.at(-1)?.records).map(cutTold);
  const isRight = cut === undefined ? possible.length === 0 : possible.includes(spell(cut));
  demand(isRight, 'REPORT', () => `cut ${JSON.stringify(cut)}; it is ${possible.join(' or ') || 'none'}`);
}

const cutTold = ({ records, bytes, sha256, file }: ExpectedCut): string =>
  spell({ records, bytes: bytes.length, sha256, file });

/** Directly after opening: all that was whole is there, byte for byte, and nothing half written. */
function checkRecovered({
  before,
  after,
  expected,
}: {
  before: LedgerFiles;
  after: LedgerFiles;
  expected: Expected;
}): void {
  const records = recordsOf(after);
  for (const [seq, bytes] of expected.records.entries()) {
    demand(equal(bytes, records[seq]), 'NOT-PREFIX', () => `record ${seq} is not as it was`);
  }
  for (const record of records.slice(expected.records.length)) {
    demand(isNoticeOfWriter(parse(record).fact['type']), 'NOT-PREFIX', () => `${Buffer.from(record).toString()} came`);
  }
  for (const [name, bytes] of before) {
    const isKept = name.startsWith('checkpoints/') || name.startsWith('cut/');
    if (!isKept || name.endsWith('.tmp')) continue;
    demand(equal(bytes, after.get(name)), 'NOT-PREFIX', () => `${name} is not as it was`);
  }
  for (const name of after.keys()) demand(!name.endsWith('.tmp'), 'LEFTOVER', () => name);
  for (const [name, bytes] of inFolder(after, 'segments')) {
    demand(bytes.length > 0, 'LEFTOVER', () => `segment ${name} is empty`);
  }
  for (const { file, bytes } of expected.cuts) {
    demand(equal(bytes, after.get(file)), 'CUT', () => `${file} is not kept`);
  }
}

/** The writer dies directly after opening, with the system or alone; the one after it finds all that it told of, and nothing to mend. */
async function recoverAgain(first: Life, records: number, { subject, options, random }: Judging): Promise<void> {
  for (const state of [worstImage(first.disk.state), first.disk.state]) {
    const there = ledgerFiles(state);
    const count = recordsOf(there).length;
    demand(count >= records, 'LOST', () => `${count} of ${records} records that recovery told of`);
    const second = createLife({ ...options, subject, state, random: random.split('again') });
    const recovery = await refusalOf(() => second.open());
    demand(recovery.cut === undefined, 'NOT-IDEMPOTENT', () => `cut again: ${JSON.stringify(recovery.cut)}`);
    demand(recovery.records === count, 'NOT-IDEMPOTENT', () => `${recovery.records} of ${count} records`);
    const again = ledgerFiles(second.disk.state);
    for (const [name, bytes] of there) {
      if (!/^(?:segments|checkpoints|cut)\//.test(name) || name.endsWith('.tmp')) continue;
      const now = again.get(name);
      // Only the notice of the second opening comes.
      const isSame = name.startsWith('segments/') ? startsWith(now, bytes) : equal(bytes, now);
      demand(isSame, 'NOT-IDEMPOTENT', () => `${name} changed`);
    }
  }
}

/** Closes; then what is durable for certain must be a whole ledger, with everything in it that belongs there. */
async function checkClosed(life: Life, expected: Expected): Promise<void> {
  const closed = await refusalOf(() => life.close());
  const files = ledgerFiles(worstImage(life.disk.state));
  const found = expectRecovery(files);
  if (found.kind === 'damage') throw new Violation('NOT-CLOSED', found.message);
  demand(found.torn === undefined, 'NOT-CLOSED', () => 'a torn tail');
  demand(found.cuts.length === 0, 'CUT', () => `not told: ${found.cuts.map(cutTold).join()}`);
  demand(
    found.records.length === closed.size,
    'NOT-CLOSED',
    () => `${found.records.length} records; ${closed.size} told`,
  );
  const last = found.checkpoints.at(-1);
  demand(last?.size === closed.size, 'NOT-CLOSED', () => `last checkpoint of ${last?.size}; ${closed.size} records`);
  const root = Buffer.from(closed.root, 'base64').toString('hex');
  demand(last?.root === root, 'NOT-CLOSED', () => `root ${last?.root}; ${root} was told`);
  demand(last?.origin === ORIGIN, 'NOT-CLOSED', () => `origin ${last?.origin}`);
  for (const name of files.keys()) demand(!name.endsWith('.tmp'), 'LEFTOVER', () => name);
  checkAppended(found.records, life, expected);
  if (life.options.isSigned === true) checkSignatures(found);
  for (const seq of life.appended.keys()) demand(seq < closed.size, 'LOST', () => `record ${seq}, at the end`);
}

/** Each checkpoint has a line by the key in force; whether it verifies is not a matter of crashes. */
function checkSignatures({ records, checkpoints }: Expected): void {
  for (const { size, signatures } of checkpoints) {
    // Of a rotation that is itself the last record the old key is still in force.
    const key = keyInForce(records.slice(0, Math.max(size - 1, 1)));
    const isSigned = key !== undefined && signatures.some((line) => line.startsWith(`\u2014 ${keyName(key)} `));
    demand(isSigned, 'NOT-CLOSED', () => `checkpoint ${size} is not by key ${key}: ${signatures.join()}`);
  }
}

/** What came after the recovered records: notices as they have to be, and the entries as they were given. */
export function checkAppended(records: readonly Uint8Array[], life: Life, expected?: Expected): void {
  const from = expected?.records.length ?? 0;
  for (const [seq, bytes] of (expected?.records ?? []).entries()) {
    demand(equal(bytes, records[seq]), 'NOT-PREFIX', () => `record ${seq} is not as it was`);
  }
  const notices: Readonly<Record<string, unknown>>[] = [];
  for (let seq = from; seq < records.length; seq++) {
    const stored = records[seq] ?? new Uint8Array();
    const { fact, ...envelope } = parse(stored);
    const given = life.appended.get(seq);
    if (given === undefined) notices.push(fact);
    const { at, ...entry } = given?.entry ?? { at: envelope['at'], ...fact };
    const { recordedAt } = envelope;
    const right = {
      v: 2,
      seq,
      at,
      actor: given?.actor ?? 'seqplan',
      fact: entry,
      prev: seq === 0 ? '0'.repeat(64) : leafOf(records[seq - 1] ?? new Uint8Array()),
      recordedAt,
    };
    demand(Buffer.from(spell(right), 'utf8').equals(stored), 'SPELLING', () => `record ${seq}: ${Buffer.from(stored)}`);
    const ms = Date.parse(String(recordedAt));
    demand(ms >= EPOCH_MS && ms < EPOCH_MS + 1e7, 'SPELLING', () => `record ${seq} of ${String(recordedAt)}`);
  }
  checkNotices(notices, from, expected);
}

function checkNotices(
  notices: readonly Readonly<Record<string, unknown>>[],
  from: number,
  expected: Expected | undefined,
): void {
  const ofType = (type: string) => notices.filter((notice) => notice['type'] === type);
  const says = (type: string, members: Readonly<Record<string, unknown>>): boolean => {
    const [found, ...more] = ofType(type);
    return more.length === 0 && Object.entries(members).every(([name, value]) => found?.[name] === value);
  };
  if (from === 0) {
    const isOpened =
      says('ledger-opened', { origin: ORIGIN, version: VERSION }) && notices[0]?.['type'] === 'ledger-opened';
    demand(isOpened, 'REPORT', () => `opened by ${JSON.stringify(notices[0])}`);
  } else if (expected !== undefined) {
    const isResumed =
      says('ledger-resumed', { records: from, version: VERSION }) && ofType('ledger-opened').length === 0;
    demand(isResumed, 'REPORT', () => `resumed after ${from} by ${JSON.stringify(notices)}`);
  }
  if (expected === undefined) return;
  const cuts = ofType('tail-cut').map(({ records, bytes, sha256, file }) => spell({ records, bytes, sha256, file }));
  const isTold = cuts.toSorted().join() === expected.cuts.map(cutTold).toSorted().join();
  demand(isTold, 'CUT', () => `told ${cuts.join()}; cut were ${expected.cuts.map(cutTold).join()}`);
}

const isNoticeOfWriter = (type: unknown): boolean =>
  type === 'ledger-opened' || type === 'ledger-resumed' || type === 'tail-cut';

const equal = (a: Uint8Array, b: Uint8Array | undefined): boolean => b !== undefined && view(a).equals(b);
const startsWith = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && a.length >= b.length && equal(b, a.subarray(0, b.length));
const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
