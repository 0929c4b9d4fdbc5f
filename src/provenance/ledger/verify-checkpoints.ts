/** The checkpoints of a ledger, read before its records so that a writer at work cannot get ahead of them, judged after. */

import { toHex, type Hash } from '../hash.ts';
import type { LedgerBreak } from '../ledger-error.ts';
import { CHECKPOINT_FILE, CHECKPOINT_FOLDER, isCountName, isTemporary, type LedgerStorage } from '../log/storage.ts';
import { decodeCheckpoint, MAX_CHECKPOINT_BYTES, type Checkpoint, type SignedCheckpoint } from '../note/checkpoint.ts';

export interface CheckpointsRead {
  /** By rising size, up to the first that is at fault. */
  readonly list: readonly SignedCheckpoint[];
  /** None at all, or one that is not as a writer makes it. */
  readonly fault: LedgerBreak | undefined;
  /** A name in the folder that no writer gives. */
  readonly foreign: LedgerBreak | undefined;
}

/** Rejects only where the storage does. */
export async function readSignedCheckpoints(storage: LedgerStorage): Promise<CheckpointsRead> {
  const names = (await storage.list(CHECKPOINT_FOLDER)).filter((name) => !isTemporary(name));
  if (names.length === 0) return readVersion1(storage);
  const numbers = names.filter(isCountName);
  const stranger = names.find((name) => !numbers.includes(name));
  const foreign =
    stranger === undefined
      ? undefined
      : ({
          record: 'checkpoint',
          code: 'FOREIGN-FILE',
          message: `${CHECKPOINT_FOLDER}/${stranger} is no checkpoint`,
        } as const);
  if (numbers.length === 0) return { list: [], fault: missing(), foreign };
  const list: SignedCheckpoint[] = [];
  for (const name of numbers) {
    const file = `${CHECKPOINT_FOLDER}/${name}`;
    const read = await readCheckpoint(storage, file);
    if (read.kind !== 'checkpoint') return { list, fault: badForm(`${file}: ${messageOf(read)}`), foreign };
    const wrong = misplaced(read.checkpoint, name, list.at(-1)?.checkpoint);
    if (wrong !== undefined) return { list, fault: badForm(`${file}: ${wrong}`), foreign };
    list.push(read);
  }
  return { list, fault: undefined, foreign };
}

async function readVersion1(storage: LedgerStorage): Promise<CheckpointsRead> {
  const read = await readCheckpoint(storage, CHECKPOINT_FILE);
  if (read.kind === 'absent') return { list: [], fault: missing(), foreign: undefined };
  if (read.kind === 'fault') return { list: [], fault: badForm(messageOf(read)), foreign: undefined };
  return { list: [read], fault: undefined, foreign: undefined };
}

async function readCheckpoint(
  storage: LedgerStorage,
  file: string,
): Promise<ReturnType<typeof decodeCheckpoint> | { readonly kind: 'absent' }> {
  const bytes = await storage.size(file);
  if (bytes === undefined) return { kind: 'absent' };
  if (bytes > MAX_CHECKPOINT_BYTES) {
    return { kind: 'fault', message: `${bytes} bytes; the limit is ${MAX_CHECKPOINT_BYTES}` };
  }
  return decodeCheckpoint(await storage.read(file));
}

const messageOf = (read: { readonly kind: 'fault'; readonly message: string } | { readonly kind: 'absent' }): string =>
  read.kind === 'fault' ? read.message : 'it is gone';

function misplaced({ origin, size }: Checkpoint, name: string, before: Checkpoint | undefined): string | undefined {
  if (size !== Number(name)) return `it counts ${size} records`;
  if (before !== undefined && before.origin !== origin) return `origin ${origin}; the one before has ${before.origin}`;
  return undefined;
}

/** Whether the checkpoints count the records that there are. */
export function countFault(last: Checkpoint, records: number, acceptTail: boolean): LedgerBreak | undefined {
  const message = `${records} records; the checkpoint counts ${last.size}`;
  if (records < last.size) return { record: records, code: 'RECORD-MISSING', message };
  if (records > last.size && !acceptTail) return { record: last.size, code: 'RECORD-EXTRA', message };
  return undefined;
}

/** `roots`: over the records, by number of records. */
export function rootFault(
  list: readonly SignedCheckpoint[],
  roots: ReadonlyMap<number, Hash>,
): LedgerBreak | undefined {
  for (const { checkpoint } of list) {
    if (!hasRoot(checkpoint, roots)) {
      const message = `a record before ${checkpoint.size}, or the checkpoint of ${checkpoint.size} records, is not as it was written`;
      return { record: 'checkpoint', code: 'CHECKPOINT-ROOT', message };
    }
  }
  return undefined;
}

/** Checkpoints kept outside, as given. */
export function anchorFault(
  anchors: readonly ReturnType<typeof decodeCheckpoint>[],
  records: number,
  roots: ReadonlyMap<number, Hash>,
): LedgerBreak | undefined {
  for (const [index, anchor] of anchors.entries()) {
    const which = `anchor ${index + 1} of ${anchors.length}`;
    if (anchor.kind === 'fault') {
      return { record: 'anchor', code: 'ANCHOR-FORMAT', message: `${which}: ${anchor.message}` };
    }
    const { checkpoint } = anchor;
    if (checkpoint.size > records) {
      const message = `${records} records; ${which} counts ${checkpoint.size}`;
      return { record: records, code: 'RECORD-MISSING', message };
    }
    if (!hasRoot(checkpoint, roots)) {
      const message = `${which} has another root over ${checkpoint.size} records than the ledger`;
      return { record: 'anchor', code: 'ANCHOR-ROOT', message };
    }
  }
  return undefined;
}

function hasRoot({ size, root }: Checkpoint, roots: ReadonlyMap<number, Hash>): boolean {
  const found = roots.get(size);
  return found !== undefined && toHex(found) === toHex(root);
}

const missing = (): LedgerBreak => ({
  record: 'checkpoint',
  code: 'CHECKPOINT-MISSING',
  message: 'the ledger has no checkpoint yet, or it is gone',
});

const badForm = (message: string): LedgerBreak => ({ record: 'checkpoint', code: 'CHECKPOINT-FORMAT', message });
