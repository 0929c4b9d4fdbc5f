/** Reads a text file that a command names; one that cannot be read is a finding, not a fault of the machine. */

import { readFile } from 'node:fs/promises';
import { ServiceError } from './errors.ts';

/** @throws ServiceError `REJECTED` with `FILE-UNREADABLE`. */
export async function readInput(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const message = `cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`;
    const hint = 'Check the path and the permissions.';
    const finding = { code: 'FILE-UNREADABLE', severity: 'error', path: '', message, hint } as const;
    throw new ServiceError('REJECTED', `cannot read ${file}`, { findings: [finding], cause });
  }
}
