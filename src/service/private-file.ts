/** Files that only their owner may read: keys. Made with mode 0600, and refused when anyone else could have read them. */

import { lstat, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from './errors.ts';

/** Never replaces a file; durable before it resolves. @throws ServiceError `REJECTED` where there is one already, `IO`. */
export async function createPrivateFile(file: string, content: Uint8Array | string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const folder = await open(path.dirname(path.resolve(file)), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (cause) {
    if (hasCode(cause, 'EEXIST'))
      throw refused(file, 'KEY-EXISTS', 'exists already', 'Keys are never replaced: choose another name.');
    throw new ServiceError('IO', `${file} cannot be written`, { cause });
  }
}

const MAX_BYTES = 65_536;

/** @throws ServiceError `REJECTED` where others may read it, or it is not an ordinary file; `IO` where it cannot be read. */
export async function readPrivateFile(file: string): Promise<Uint8Array> {
  try {
    const found = await lstat(file);
    if (!found.isFile() || found.size > MAX_BYTES)
      throw refused(file, 'KEY-FORMAT', 'is not an ordinary small file', 'Give the key file itself, not a link to it.');
    if ((found.mode & 0o077) !== 0) {
      const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
      throw refused(
        file,
        'KEY-MODE',
        `has mode ${mode}; others than its owner may use it`,
        `chmod 600 ${file}, if you still trust it.`,
      );
    }
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError('IO', `${file} cannot be read`, { cause });
  }
}

function refused(file: string, code: string, what: string, hint: string): ServiceError {
  const message = `${file} ${what}`;
  return new ServiceError('REJECTED', message, { findings: [{ code, severity: 'error', path: '', message, hint }] });
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
