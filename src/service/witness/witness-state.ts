/**
 * What a witness remembers: of each log the last checkpoint that it let pass, in a file named for the SHA-256 of the origin.
 *
 * A file that cannot be read is not taken for none: whoever could break it would make the witness forget.
 */

import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FileLock, Fs } from '../../base/index.ts';
import {
  equalBytes,
  formatSignatureLine,
  MAX_NOTE_BYTES,
  parseForeignCheckpoint,
  parseNote,
  type Latest,
  type SignatureLine,
} from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';

export interface WitnessState {
  /** undefined: nothing was ever let pass. Rejects where the file is not what was written. */
  latest(origin: string): Promise<Latest | undefined>;
  /** Durable before it resolves. */
  remember(origin: string, note: Uint8Array): Promise<void>;
  /** The note under the hash of its origin, 64 hex digits; undefined where there is none. */
  note(originHash: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/**
 * `directory`: made where it is missing.
 * @throws ServiceError `REJECTED` while another witness has it.
 */
export async function openWitnessState(fs: Fs, directory: string): Promise<WitnessState> {
  await fs.mkdir(directory);
  const lock = await takeLock(fs, path.join(directory, 'lock'));
  const fileOf = (originHash: string): string => path.join(directory, `${originHash}.checkpoint`);

  const note = async (originHash: string): Promise<Uint8Array | undefined> => {
    const file = fileOf(originHash);
    const size = await fs.size(file);
    if (size === undefined) return undefined;
    if (size > MAX_NOTE_BYTES) throw broken(file);
    return fs.readFile(file);
  };

  return {
    note,
    async latest(origin) {
      const bytes = await note(originHash(origin));
      if (bytes === undefined) return undefined;
      const parsed = parseNote(bytes);
      const checkpoint = 'kind' in parsed ? parsed.message : parseForeignCheckpoint(parsed.text);
      if (typeof checkpoint === 'string' || checkpoint.origin !== origin) throw broken(fileOf(originHash(origin)));
      return { size: checkpoint.size, root: checkpoint.root };
    },
    async remember(origin, bytes) {
      await fs.writeFileAtomic(fileOf(originHash(origin)), bytes);
      // What a disk gives back is asked for before anything is signed upon it.
      if (!equalBytes(await fs.readFile(fileOf(originHash(origin))), bytes)) throw broken(fileOf(originHash(origin)));
    },
    close: () => lock.release(),
  };
}

/** The note of a checkpoint's text and signature lines. */
export const noteBytes = (text: string, lines: readonly SignatureLine[]): Uint8Array =>
  new TextEncoder().encode(`${text}\n${lines.map(formatSignatureLine).join('')}`);

export const originHash = (origin: string): string => createHash('sha256').update(origin, 'utf8').digest('hex');

async function takeLock(fs: Fs, file: string): Promise<FileLock> {
  try {
    return await fs.lock(file);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED')) throw cause;
    const message = `${path.dirname(file)} is in use by another witness`;
    const finding = { code: 'WITNESS-LOCKED', severity: 'error', path: '--state', message } as const;
    const hint = 'Two witnesses with one memory would sign what neither should: give each its own.';
    throw new ServiceError('REJECTED', message, { findings: [{ ...finding, hint }], cause });
  }
}

const broken = (file: string): ServiceError =>
  new ServiceError('IO', `${file} is not what this witness wrote: nothing is cosigned for that log until it is mended`);
