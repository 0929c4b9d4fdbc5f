/**
 * Work of this run that need not be done again: by sample, stage and key, where its files lie and which attempt made them.
 *
 * Nothing is taken on trust: an entry counts only while its files have the digests on record. Where they lie may change: what is
 * published anew moves what was there before, and the entry is of the newer place then.
 */

import path from 'node:path';

import type { Artifact, Execution, TaskId } from '../model/index.ts';
import type { RunFiles } from './ports.ts';
import { systemErrorCode } from './system-error.ts';

/** An execution as the ledger has it. */
export interface EarlierExecution {
  readonly task: TaskId;
  readonly attempt: number;
  readonly execution: Execution;
}

export interface Reusable {
  /** Who made the files. */
  readonly by: { readonly task: TaskId; readonly attempt: number };
  /** Paths relative to the run's directory. */
  readonly outputs: readonly Artifact[];
}

export interface ReuseIndex {
  /** Keeps an execution that ended well; passes over all others. */
  add(earlier: EarlierExecution): void;
  /** undefined: there is none with this key, or its files are not what they were. */
  find(of: Pick<Execution, 'sample' | 'stage' | 'key'>): Promise<Reusable | undefined>;
}

/** `directory`: absolute, of the run. */
export function createReuseIndex(directory: string, files: Pick<RunFiles, 'digest'>): ReuseIndex {
  const entries = new Map<string, Reusable>();

  const isAsRecorded = async ({ path: place, sha256, bytes }: Artifact): Promise<boolean> => {
    try {
      const found = await files.digest(path.join(directory, place));
      return found.sha256 === sha256 && found.bytes === bytes;
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      return false;
    }
  };

  return {
    add({ task, attempt, execution }) {
      const { exitCode, outputs, reused } = execution;
      // A process that ended well without outputs missed a check or a gate, or has none: nothing is saved by knowing it.
      if (exitCode !== 0 || outputs.length === 0) return;
      entries.set(placeOf(execution), { by: reused ?? { task, attempt }, outputs });
    },
    async find(of) {
      const known = entries.get(placeOf(of));
      if (known === undefined) return undefined;
      for (const output of known.outputs) if (!(await isAsRecorded(output))) return undefined;
      return known;
    },
  };
}

const placeOf = ({ sample, stage, key }: Pick<Execution, 'sample' | 'stage' | 'key'>): string =>
  `${sample}/${stage}/${key}`;
