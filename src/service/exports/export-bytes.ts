/** Where the bytes of a run's files are: in the run's or the scenario's folder, or, of a simulation, written again from the record. */

import path from 'node:path';
import { executionsOf, type FileStory, type RunStory } from '../../provenance/index.ts';
import { fileDigests, textDigests, type FileDigests } from './file-digests.ts';
import { simulatedFiles } from './simulated-files.ts';

export type Bytes = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string };

/** Bytes whose digest is the file's, with it; undefined: there are none any more. */
export type FindBytes = (
  file: FileStory,
) => Promise<{ readonly bytes: Bytes; readonly digests: FileDigests } | undefined>;

export interface Folders {
  /** Of the run: holds `results/` and `work/`. */
  readonly run: string;
  /** Of the scenario: holds what it names by relative paths. */
  readonly scenario: string;
}

export function findBytes(story: RunStory, folders: Folders): FindBytes {
  if (story.run.world === 'simulated') {
    const texts = simulatedFiles(story);
    return async ({ sha256 }) => {
      const text = texts.get(sha256);
      return text === undefined ? undefined : { bytes: { kind: 'text', text }, digests: textDigests(text) };
    };
  }
  const places = placesOf(story, folders);
  return async ({ sha256 }) => {
    // What was at one of its places may have been replaced by a later attempt since.
    for (const place of places.get(sha256) ?? []) {
      const digests = await fileDigests(place);
      if (digests?.sha256 === sha256) return { bytes: { kind: 'file', path: place }, digests };
    }
    return undefined;
  };
}

function placesOf(story: RunStory, { run, scenario }: Folders): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  const note = (sha256: string, folder: string, name: string): void => {
    const place = path.resolve(folder, name);
    // The record is foreign data: no path of it leads out of the two folders.
    if (folder === '' || !place.startsWith(path.resolve(folder) + path.sep)) return;
    places.set(sha256, (places.get(sha256) ?? new Set()).add(place));
  };
  for (const [{ execution }] of executionsOf(story)) {
    for (const { sha256, path: name } of execution.outputs) note(sha256, run, name);
    for (const { sha256, path: name } of execution.inputs) {
      note(sha256, run, name);
      note(sha256, scenario, name);
    }
  }
  return places;
}
