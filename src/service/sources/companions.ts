/** Indexes and dictionaries that lie beside a file of this machine under the names that tools give them. */

import { existsSync } from 'node:fs';
import { isUri } from '../../base/index.ts';
import { companionNames, type FileFormat } from '../../validation/files/index.ts';
import { openSource, type OpenedSource } from './open-source.ts';

export type OpenedCompanions = Readonly<Partial<Record<FileFormat, OpenedSource>>>;

/** Of a file somewhere else nobody knows what lies beside it. */
export async function openCompanions(file: string, judgedAs?: FileFormat): Promise<OpenedCompanions> {
  const opened: Partial<Record<FileFormat, OpenedSource>> = {};
  if (isUri(file)) return opened;
  for (const [format, names] of Object.entries(companionNames(file, judgedAs)) as [FileFormat, readonly string[]][]) {
    const name = names.find((one) => existsSync(one));
    if (name !== undefined) opened[format] = await openOrRefuse(name);
  }
  return opened;
}

/** A file that cannot be opened is one that cannot be read. */
export async function openOrRefuse(file: string): Promise<OpenedSource> {
  try {
    return await openSource(file);
  } catch (error) {
    const read = (): Promise<never> => Promise.reject(error);
    return { name: file, size: undefined, read, close: () => Promise.resolve() };
  }
}
