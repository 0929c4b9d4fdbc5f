/** Frames into segment files: queued in memory, written and made durable together. */

import { Buffer } from 'node:buffer';
import type { AppendFile } from '../../base/index.ts';
import { SEGMENT_FOLDER, segmentFile, type LedgerStorage } from './storage.ts';

/** A frame that would carry a segment past this begins the next one. */
export const SEGMENT_BYTES = 4 * 1024 * 1024;

export interface SegmentWriter {
  /** Queues the frame of record `seq`. */
  add(seq: number, frame: Uint8Array): void;
  hasQueued(): boolean;
  /** Writes what is queued; resolves when it is durable. One call at a time; after a rejection the writer is of no use. */
  write(): Promise<void>;
  close(): Promise<void>;
}

/** Consecutive frames of one segment. */
interface Batch {
  readonly file: string;
  readonly frames: Uint8Array[];
}

export function createSegmentWriter(storage: LedgerStorage, segmentBytes: number): SegmentWriter {
  let queue: Batch[] = [];
  let last: { readonly file: string; bytes: number } | undefined;
  let open: { readonly file: string; readonly handle: AppendFile } | undefined;

  const openFor = async (file: string): Promise<AppendFile> => {
    if (open?.file === file) return open.handle;
    await open?.handle.close();
    open = { file, handle: await storage.openAppend(`${SEGMENT_FOLDER}/${file}`) };
    return open.handle;
  };

  return {
    add(seq, frame) {
      if (last === undefined || last.bytes + frame.length > segmentBytes) last = { file: segmentFile(seq), bytes: 0 };
      last.bytes += frame.length;
      const batch = queue.at(-1);
      if (batch?.file === last.file) batch.frames.push(frame);
      else queue.push({ file: last.file, frames: [frame] });
    },
    hasQueued: () => queue.length > 0,
    async write() {
      const batches = queue;
      queue = [];
      // In order, each durable before the next begins: what a crash leaves is a prefix.
      for (const { file, frames } of batches) {
        const handle = await openFor(file);
        await handle.append(Buffer.concat(frames));
        await handle.sync();
      }
    },
    async close() {
      await open?.handle.close();
      open = undefined;
    },
  };
}
