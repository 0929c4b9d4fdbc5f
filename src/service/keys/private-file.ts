/** Files that only their owner may read: keys. Made with mode 0600, and refused when anyone else could have read them. */

import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { ServiceError, rejected } from '../errors.ts';

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

/**
 * @throws ServiceError `REJECTED` where others may read or change it, it is another user's, or it is not an ordinary file; `IO`
 * where it cannot be read. Never tells what is in it.
 */
export async function readPrivateFile(file: string): Promise<Uint8Array> {
  try {
    // Neither a link nor a pipe that would be waited for.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      // Of the open file: its name may come to mean another one.
      await assertPrivate(file, handle);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    if (hasCode(cause, 'ELOOP')) throw notOrdinary(file);
    throw new ServiceError('IO', `${file} cannot be read`, { cause });
  }
}

async function assertPrivate(file: string, handle: FileHandle): Promise<void> {
  const found = await handle.stat();
  if (!found.isFile() || found.size > MAX_BYTES) throw notOrdinary(file);
  if (process.platform === 'win32') return;
  if ((found.mode & 0o077) !== 0) {
    const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
    const what = `has mode ${mode}; others than its owner may use it`;
    throw refused(file, 'KEY-MODE', what, `chmod 600 ${file}, if you still trust it.`);
  }
  if (found.uid !== process.getuid?.()) {
    const what = `belongs to user ${found.uid}`;
    throw refused(file, 'KEY-OWNER', what, 'A key is used by the user to whom it belongs.');
  }
}

const notOrdinary = (file: string): ServiceError =>
  refused(file, 'KEY-FORMAT', 'is not an ordinary small file', 'Give the key file itself, not a link to it.');

const refused = (file: string, code: string, what: string, hint: string): ServiceError =>
  rejected(code, `${file} ${what}`, hint);

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
