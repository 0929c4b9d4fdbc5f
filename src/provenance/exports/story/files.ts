/** The files of a run by content, and which execution made each. */

import type { Artifact } from '../../../model/index.ts';
import type { FileStory } from './run-story.ts';

export interface FileBook {
  /** The execution that made what is read here: by path and content, else by content; undefined: it came from outside. */
  read(file: Artifact): string | undefined;
  made(file: Artifact, execution: string): void;
  all(): readonly FileStory[];
}

interface Entry {
  readonly file: Artifact;
  isMade: boolean;
  isRead: boolean;
}

export function keepFileBook(): FileBook {
  const entries = new Map<string, Entry>();
  const makers = new Map<string, string>();
  const entry = (file: Artifact): Entry => {
    const known = entries.get(file.sha256) ?? { file, isMade: false, isRead: false };
    entries.set(file.sha256, known);
    return known;
  };
  return {
    read(file) {
      entry(file).isRead = true;
      return makers.get(`${file.sha256} ${file.path}`) ?? makers.get(file.sha256);
    },
    made(file, execution) {
      entry(file).isMade = true;
      makers.set(`${file.sha256} ${file.path}`, execution);
      makers.set(file.sha256, execution);
    },
    all: () =>
      [...entries.values()].map(({ file: { sha256, bytes, path, format }, isMade, isRead }) => ({
        sha256,
        bytes,
        path,
        ...(format !== undefined && { format }),
        isInput: !isMade,
        isFinal: isMade && !isRead,
      })),
  };
}
