/** Looks at the world on behalf of a scenario: what its tools say of themselves, the files that it names, the room there is. */

import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { isUri } from '../../base/index.ts';
import type { ExpectedFile, Scenario } from '../../model/index.ts';
import { filesRead, filesUnread, type FileFacts, type WorldFacts } from '../../validation/index.ts';
import { openSource, type SourceAdapter } from '../sources/index.ts';
import { lookAtFile } from './look-at-file.ts';

export interface Gathering {
  readonly scenario: Scenario;
  /** Absolute: where paths of the scenario start. */
  readonly directory: string;
  readonly versions: ReadonlyMap<string, string>;
  /** Folder of the outputs, which need not be there yet; absent: none is meant. */
  readonly outFolder?: string;
  /** `unseen`: files elsewhere are named, not looked at; `left-out`: they are not even named. */
  readonly elsewhere: 'looked-at' | 'unseen' | 'left-out';
  readonly adapters?: readonly SourceAdapter[];
  /** Told before each file. */
  readonly onFile?: (path: string) => void;
}

export async function gatherFacts(gathering: Gathering): Promise<WorldFacts> {
  const { outFolder, versions } = gathering;
  const freeBytes = outFolder === undefined ? undefined : await freeBytesOf(path.resolve(outFolder));
  return { versions, files: await lookAtFiles(gathering), ...(freeBytes === undefined ? {} : { freeBytes }) };
}

async function lookAtFiles(gathering: Gathering): Promise<ReadonlyMap<string, FileFacts>> {
  const { scenario, directory, elsewhere, adapters, onFile } = gathering;
  const read = filesRead(scenario);
  const expected = new Map<string, ExpectedFile[]>();
  for (const use of [...read, ...filesUnread(scenario, read)]) {
    const known = expected.get(use.path) ?? [];
    if (use.expected !== undefined) known.push(use.expected);
    expected.set(use.path, known);
  }
  const files = new Map<string, FileFacts>();
  for (const [file, stated] of expected) {
    if (isUri(file) && elsewhere !== 'looked-at') {
      if (elsewhere === 'unseen') files.set(file, { isUnseen: true });
      continue;
    }
    onFile?.(file);
    const place = isUri(file) ? file : path.resolve(directory, file);
    files.set(file, await lookAtFile({ place, expected: stated, open: (one) => openSource(one, adapters) }));
  }
  return files;
}

/** Of the nearest folder that is there; undefined where the system does not tell. */
async function freeBytesOf(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? undefined : freeBytesOf(parent);
  }
}
