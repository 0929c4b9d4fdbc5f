/** Writes one file that a command was asked for, with the folders above it. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from './errors.ts';

/** @throws ServiceError `IO` */
export const writeText = (file: string, text: string): Promise<void> => write(file, text);

/** @throws ServiceError `IO` */
export const writeBytes = (file: string, bytes: Uint8Array): Promise<void> => write(file, bytes);

async function write(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, content);
  } catch (cause) {
    throw new ServiceError('IO', `cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
