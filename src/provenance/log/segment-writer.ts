/** Frames into segment files: queued in memory, written and made durable together, never lost from the queue before they are. */

import { Buffer } from 'node:buffer';
import type { AppendFile } from '../../base/index.ts';
import { isNoSpace, LedgerError, messageOf, storageFailure } from '../ledger-error.ts';
import { SEGMENT_FOLDER, segmentFile, type LedgerStorage } from './storage.ts';

/** A frame that would carry a segment past this begins the next one. */
export const SEGMENT_BYTES = 4 * 1024 * 1024;

/** A segment, and how much of it is there for good. */
export interface SegmentEnd {
  readonly file: string;
  readonly bytes: number;
}

/** A frame's segment, and where in it the frame begins and ends. */
export interface FramePlace {
  readonly segment: string;
  readonly begin: number;
  readonly end: number;
}

export interface SegmentWriter {
  /** Queues the frame of record `seq`; says where it will lie. */
  add(seq: number, frame: Uint8Array): FramePlace;
  hasQueued(): boolean;
  /**
   * Writes what is queued; resolves when it is durable. One call at a time. Rejects with a `LedgerError`:
   * `NO-SPACE`, with the segment cut back to its last durable byte and the frames still queued, so that a later call goes on;
   * or `WRITE-FAILED`, after which the writer is of no use.
   */
  write(): Promise<void>;
  close(): Promise<void>;
}

/** Consecutive frames of one segment. */
interface Batch {
  readonly file: string;
  readonly frames: Uint8Array[];
}

export interface SegmentWriterOptions {
  readonly storage: LedgerStorage;
  readonly segmentBytes: number;
  /** The last segment of a ledger to go on with. */
  readonly last?: SegmentEnd;
}

export function createSegmentWriter({ storage, segmentBytes, last }: SegmentWriterOptions): SegmentWriter {
  let queue: Batch[] = [];
  // The end with everything queued, and the end of what is durable.
  let planned = last === undefined ? undefined : { ...last };
  let durable = last;
  let open: { readonly file: string; readonly handle: AppendFile } | undefined;

  const close = async (): Promise<void> => {
    const closing = open;
    open = undefined;
    await closing?.handle.close();
  };

  const openFor = async (file: string): Promise<AppendFile> => {
    if (open?.file === file) return open.handle;
    await close();
    open = { file, handle: await storage.openAppend(name(file)) };
    return open.handle;
  };

  /** As if the write that met a full disk had never begun. */
  const cutBack = async (file: string): Promise<void> => {
    if (durable?.file === file) return storage.truncate(name(file), durable.bytes);
    await close();
    // Perhaps not even its folder could be made.
    if ((await storage.size(name(file))) !== undefined) await storage.remove(name(file));
  };

  const store = async ({ file, frames }: Batch): Promise<void> => {
    const bytes = Buffer.concat(frames);
    let handle: AppendFile;
    try {
      handle = await openFor(file);
      await handle.append(bytes);
    } catch (cause) {
      if (isNoSpace(cause)) await cutBack(file);
      throw cause;
    }
    try {
      await handle.sync();
    } catch (cause) {
      // Whatever its code: after a failed sync nobody knows what the disk holds.
      throw new LedgerError('WRITE-FAILED', messageOf(cause), { cause });
    }
    durable = { file, bytes: (durable?.file === file ? durable.bytes : 0) + bytes.length };
  };

  return {
    add(seq, frame) {
      if (planned === undefined || planned.bytes + frame.length > segmentBytes) {
        planned = { file: segmentFile(seq), bytes: 0 };
      }
      const begin = planned.bytes;
      planned.bytes += frame.length;
      const batch = queue.at(-1);
      if (batch?.file === planned.file) batch.frames.push(frame);
      else queue.push({ file: planned.file, frames: [frame] });
      return { segment: planned.file, begin, end: planned.bytes };
    },
    hasQueued: () => queue.length > 0,
    async write() {
      const batches = queue;
      queue = [];
      // In order, each durable before the next begins: what a crash leaves is a prefix.
      for (const [k, batch] of batches.entries()) {
        try {
          await store(batch);
        } catch (cause) {
          queue.unshift(...batches.slice(k));
          throw storageFailure(cause);
        }
      }
    },
    close,
  };
}

const name = (file: string): string => `${SEGMENT_FOLDER}/${file}`;
