/** A file of this machine as the judges of files read it. */

import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../validation/files/index.ts';

export interface LocalSource extends ByteSource {
  close(): Promise<void>;
}

/** Rejects with the error of the system. Anything but a regular file cannot be read from anywhere, and is refused. */
export async function openLocalSource(file: string): Promise<LocalSource> {
  // Without waiting for the other end of what is a pipe.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const status = await handle.stat();
  if (!status.isFile()) {
    await handle.close();
    throw new Error(`${file} is not a regular file`);
  }
  return {
    name: file,
    size: status.size,
    modifiedMs: status.mtimeMs,
    read: (offset, into) => fill(handle, offset, into),
    close: () => handle.close(),
  };
}

async function fill(handle: FileHandle, offset: number, into: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await handle.read(into, filled, into.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
