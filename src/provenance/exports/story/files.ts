/** The files of a run by content, and which execution made each. */

import { sha256Hex } from '../../../base/index.ts';
import { simulatedContent, type Artifact } from '../../../model/index.ts';
import type { FileStory, MaterialStory } from './run-story.ts';

export interface FileBook {
  /** The execution that made what is read here: by path and content, else by content; undefined: it came from outside. */
  read(file: Artifact): string | undefined;
  made(file: Artifact, execution: string): void;
  /** Of a simulation: what bench work or sequencing left for a sample is a file too, once something reads it. */
  madeAtBench(material: MaterialStory, attempt: string): void;
  all(): readonly FileStory[];
}

interface Entry {
  readonly file: Artifact;
  isMade: boolean;
  isRead: boolean;
}

export function keepFileBook(): FileBook {
  const entries = new Map<string, Entry>();
  /** By digest: the attempt. */
  const atBench = new Map<string, string>();
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
    madeAtBench(material, attempt) {
      atBench.set(sha256Hex(benchContent(material, attempt)), attempt);
    },
    all: () =>
      [...entries.values()].map(({ file: { sha256, bytes, path, format }, isMade, isRead }) => {
        const madeBy = isMade ? undefined : atBench.get(sha256);
        return {
          sha256,
          bytes,
          path,
          ...(format !== undefined && { format }),
          isInput: !isMade && madeBy === undefined,
          ...(madeBy !== undefined && { madeBy }),
          isFinal: isMade && !isRead,
        };
      }),
  };
}

/** `attempt` is `TASK/N`; the record of files says `TASK#N`. */
export const benchContent = ({ sample, stage }: MaterialStory, attempt: string): string =>
  simulatedContent({ sample, stage, output: 'data', key: attempt.replace(/\/(\d+)$/, '#$1') });
