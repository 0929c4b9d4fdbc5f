/** The disk refuses, at each call in turn: nothing is acknowledged that is not durable, and what can go on does. */

import { expect } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import {
  applyEvent,
  drawImage,
  emptyDisk,
  worstImage,
  type Call,
  type CallKind,
  type Fault,
} from '../../support/sim-fs/index.ts';
import { explore, newTally } from './explore.ts';
import { checkAppended, judge, type Duty } from './judge.ts';
import { createLife, ledgerFiles, LEDGER, recordsOf, ROOT, type Life, type LifeOptions } from './life.ts';
import { tenDigits } from './recovery-oracle.ts';
import type { Subject } from './subject.ts';

/** Throws where the subject fails it. */
export interface Trial {
  readonly name: string;
  run(subject: Subject): Promise<void>;
}

const OPTIONS: LifeOptions = { segmentBytes: 1500, everyRecords: 5 };
const SEED = 11;

type Fail = (call: Call) => Fault | undefined;

const begin = (subject: Subject, fault?: Fail): Life =>
  createLife({ ...OPTIONS, subject, state: emptyDisk(ROOT), random: createRandom(SEED), fault });

/** Eight group commits of two waiters, a checkpoint, the end. Goes on whatever fails; gives what did. */
async function play(life: Life, onFailure: (error: unknown) => void = () => {}): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  const tried = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push(error);
      onFailure(error);
    }
  };
  await tried(() => life.open());
  if (failures.length > 0) await tried(() => life.open());
  for (let i = 0; i < 8; i++) {
    await tried(async () => {
      life.append(2);
      await Promise.all([life.flush(), life.flush()]);
    });
  }
  await tried(() => life.checkpoint());
  await tried(() => life.close());
  return failures;
}

async function callsOf(subject: Subject, kind: CallKind): Promise<readonly Call[]> {
  const life = begin(subject);
  expect(codes(await play(life))).toEqual([]);
  return life.disk.calls.filter((call) => call.kind === kind);
}

const codes = (failures: readonly unknown[]): readonly string[] => [...new Set(failures.map(codeOf))];

const codeOf = (error: unknown): string =>
  error instanceof Error && error.name === 'LedgerError' && 'code' in error ? String(error.code) : String(error);

/** What was acknowledged at the end of a life. */
function dutyOf(life: Life): Duty {
  const notes = life.disk.trace.flatMap((entry) => (entry.kind === 'mark' ? [entry.note] : []));
  return {
    records: recordsOf(ledgerFiles(life.disk.state)),
    acknowledged: Math.max(0, ...notes.map((note) => (note.kind === 'acknowledged' ? note.records : 0))),
    checkpoints: notes.flatMap((note) => (note.kind === 'checkpointed' ? [note.size] : [])),
  };
}

/** Each acknowledgement, at its moment, is of what is durable for certain. */
function checkAcknowledgements(life: Life): void {
  const state = emptyDisk(ROOT);
  for (const entry of life.disk.trace) {
    if (entry.kind !== 'mark') {
      applyEvent(state, entry);
      continue;
    }
    const files = ledgerFiles(worstImage(state));
    const { note } = entry;
    if (note.kind === 'acknowledged') expect(recordsOf(files).length).toBeGreaterThanOrEqual(note.records);
    else expect([...files.keys()]).toContain(`checkpoints/${tenDigits(note.size)}`);
  }
}

/** Power or process fails after all that; from then on the disk is a good one. */
async function judgeAfterwards(subject: Subject, life: Life): Promise<void> {
  checkAcknowledgements(life);
  const random = createRandom(SEED).split('afterwards');
  const images = [worstImage(life.disk.state), life.disk.state];
  for (let i = 0; i < 16; i++) images.push(drawImage(life.disk.state, random));
  const duty = dutyOf(life);
  for (const image of images) await judge(image, duty, { subject, options: OPTIONS, random });
}

/** Whatever is acknowledged after the refusal counts. */
async function refuseAt(subject: Subject, { kind, nth }: Pick<Call, 'kind' | 'nth'>, code: string) {
  let marksBefore: number | undefined;
  const life: Life = begin(subject, (call) => {
    if (call.kind !== kind || call.nth !== nth) return undefined;
    marksBefore = marksOf(life);
    return { kind: 'fail', code };
  });
  const failures = await play(life);
  expect(marksBefore, `${kind} ${nth} was made`).toBeDefined();
  return { life, failures, acknowledgedAfter: marksOf(life) - (marksBefore ?? 0) };
}

const marksOf = (life: Life): number => life.disk.trace.filter((entry) => entry.kind === 'mark').length;

/** In the segments: the end of that writer, whichever call it is. */
const endsThere = (kind: 'write' | 'sync', code: string): Trial => ({
  name: `${code} in a ${kind} of a segment is the last thing that happens`,
  async run(subject) {
    const calls = (await callsOf(subject, kind)).filter(({ path }) => path.startsWith(`${LEDGER}/segments/`));
    // The notice of the opening, and eight group commits.
    expect(calls.length).toBeGreaterThanOrEqual(9);
    const [opening] = calls;
    for (const call of calls) {
      const { life, failures, acknowledgedAfter } = await refuseAt(subject, call, code);
      // There is no writer yet when it opens: that is tried again.
      if (call !== opening) {
        expect(codes(failures), `${kind} ${call.nth}`).toEqual(['WRITE-FAILED']);
        expect(acknowledgedAfter, `${kind} ${call.nth}`).toBe(0);
      }
      await judgeAfterwards(subject, life);
    }
  },
});

const losesNothing = (kind: CallKind): Trial => ({
  name: `EIO in any ${kind} leaves what was acknowledged`,
  async run(subject) {
    for (const call of await callsOf(subject, kind)) {
      const { life, failures } = await refuseAt(subject, call, 'EIO');
      expect(failures.length, `${kind} ${call.nth} of ${call.path}`).toBeGreaterThan(0);
      await judgeAfterwards(subject, life);
    }
  },
});

const waitsForSpace = (kind: CallKind, code: string): Trial => ({
  name: `${code} in any ${kind} is waited out: no record is lost or doubled`,
  async run(subject) {
    for (const call of await callsOf(subject, kind)) {
      const { life, failures } = await refuseAt(subject, call, code);
      const where = `${kind} ${call.nth} of ${call.path}`;
      expect(
        codes(failures).filter((one) => one !== 'NO-SPACE'),
        where,
      ).toEqual([]);
      wholeAfterwards(life, where);
    }
  },
});

/** All that was taken is there once, to the last, and was acknowledged in the end. */
function wholeAfterwards(life: Life, where: string): void {
  const records = recordsOf(ledgerFiles(life.disk.state));
  checkAppended(records, life);
  checkAcknowledgements(life);
  expect(Math.max(...life.appended.keys()), where).toBeLessThan(records.length);
  expect(dutyOf(life).acknowledged, where).toBe(records.length);
}

const FULL_DISK: Trial = {
  name: 'a disk of any size that is full acknowledges nothing, and goes on once there is space',
  async run(subject) {
    const tally = newTally();
    const unlimited = begin(subject);
    await play(unlimited);
    const sizes = [...ledgerFiles(unlimited.disk.state)].map(([name, { length }]) => ({ name, length }));
    const ofSegments = sum(sizes.filter(({ name }) => name.startsWith('segments/')));
    for (let capacity = 0; capacity < sum(sizes); capacity += 61) {
      const where = `${capacity} bytes`;
      const life = begin(subject);
      life.disk.setCapacity(capacity);
      const failures = await play(life, () => life.disk.setCapacity(Number.POSITIVE_INFINITY));
      // On less than the segments take there is no way; beyond that a checkpoint or the snapshot may be left out without a word.
      if (capacity < ofSegments) expect(failures.length, where).toBeGreaterThan(0);
      expect(
        codes(failures).filter((code) => code !== 'NO-SPACE'),
        where,
      ).toEqual([]);
      wholeAfterwards(life, where);
      await judgeAfterwards(subject, life);
      if (capacity % 5 > 0) continue;
      const random = createRandom(capacity);
      const how = { subject, options: OPTIONS, random, draws: [3], tally, place: where };
      await explore(life, emptyDisk(ROOT), { acknowledged: 0, checkpoints: [] }, how);
    }
  },
};

const sum = (sizes: readonly { readonly length: number }[]): number =>
  sizes.reduce((all, { length }) => all + length, 0);

const SHORT_WRITES: Trial = {
  name: 'short writes change nothing',
  async run(subject) {
    const life = begin(subject, ({ kind, nth }) =>
      kind === 'write' && nth % 2 === 0 ? { kind: 'short', written: 3 } : undefined,
    );
    expect(codes(await play(life))).toEqual([]);
    wholeAfterwards(life, 'short writes');
    await judgeAfterwards(subject, life);
  },
};

export const FAULT_TRIALS: readonly Trial[] = [
  endsThere('write', 'EIO'),
  endsThere('sync', 'EIO'),
  endsThere('sync', 'ENOSPC'),
  ...(['write', 'sync', 'sync-folder', 'create', 'rename', 'mkdir'] as const).map(losesNothing),
  ...(['write', 'create', 'mkdir'] as const).flatMap((kind) => [
    waitsForSpace(kind, 'ENOSPC'),
    waitsForSpace(kind, 'EDQUOT'),
  ]),
  FULL_DISK,
  SHORT_WRITES,
];
