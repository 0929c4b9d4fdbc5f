/**
 * Makes the outputs of a finished task visible, each sample's files at once, by renaming a folder into its place.
 *
 * Only the newest attempt at a stage of a sample may publish: an attempt claims its places when it begins, and a later
 * claim takes them over. What is replaced moves into the attempt that replaces it; nothing is deleted.
 */

import path from 'node:path';

import type { Artifact } from '../model/index.ts';
import { PUBLISH_FOLDER, REPLACED_FOLDER } from './layout.ts';
import type { RunFiles } from './ports.ts';

/** Outputs of one sample, finished and judged. */
export interface Publication {
  /** Absolute folder of the attempt, which holds the files. */
  readonly from: string;
  /** Where they belong: `results/ORDER/SAMPLE/STAGE`, relative to the run's directory. */
  readonly to: string;
  /** Files directly inside `to`. */
  readonly artifacts: readonly Artifact[];
}

/** Permission to publish; a claim is a number that rises with every attempt begun. */
export interface Publisher {
  /** Take over `places`. Returns the claim that `publish` wants to see. */
  claim(places: readonly string[]): number;
  /**
   * Publish all of them, durably, or, where a later claim holds one of their places, none: then the answer is false.
   * Rejects with system errors; some may be published then, and the next attempt replaces them.
   */
  publish(claim: number, publications: readonly Publication[]): Promise<boolean>;
  /** Digests of what was published, by path relative to the run's directory. */
  readonly published: ReadonlyMap<string, string>;
}

/** `before`: what earlier programs of the same run have published. */
export function createPublisher(
  directory: string,
  files: RunFiles,
  before: ReadonlyMap<string, string> = new Map(),
): Publisher {
  const owners = new Map<string, number>();
  const published = new Map<string, string>(before);
  let claims = 0;
  // One at a time: a newer attempt that claims meanwhile publishes later, so the newest files stay.
  let last: Promise<unknown> = Promise.resolve();

  const publishOne = async ({ from, to, artifacts }: Publication): Promise<void> => {
    if (artifacts.length === 0) return;
    const target = path.join(directory, to);
    const prepared = path.join(from, PUBLISH_FOLDER);
    await files.makeFolder(prepared);
    for (const { path: place } of artifacts) {
      const file = path.basename(place);
      await files.move(path.join(from, file), path.join(prepared, file));
      await files.sync(path.join(prepared, file));
    }
    await files.sync(prepared);
    if ((await files.kind(target)) !== 'absent') await files.move(target, path.join(from, REPLACED_FOLDER));
    await files.makeFolder(path.dirname(target));
    await files.move(prepared, target);
    for (let folder = path.dirname(to); folder !== '.'; folder = path.dirname(folder)) {
      await files.sync(path.join(directory, folder));
    }
    await files.sync(directory);
    for (const { path: place, sha256 } of artifacts) published.set(place, sha256);
  };

  const publishAll = async (claim: number, publications: readonly Publication[]): Promise<boolean> => {
    if (publications.some(({ to }) => owners.get(to) !== claim)) return false;
    for (const publication of publications) await publishOne(publication);
    return true;
  };

  return {
    claim(places) {
      claims += 1;
      for (const place of places) owners.set(place, claims);
      return claims;
    },
    publish(claim, publications) {
      const result = last.then(() => publishAll(claim, publications));
      last = result.catch(() => {});
      return result;
    },
    published,
  };
}
