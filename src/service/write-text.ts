/** Writes one text file that a command was asked for, with the folders above it. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from './errors.ts';

/** @throws ServiceError `IO` */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new ServiceError('IO', `cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
