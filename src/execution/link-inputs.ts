/** Brings the inputs of an attempt into its folder, as links, and digests what they lead to. */

import path from 'node:path';

import type { Artifact, InvocationInput } from '../model/index.ts';
import type { AttemptContext } from './attempt-context.ts';
import { systemErrorCode } from './system-error.ts';

/** `badInputs`: one sentence per input that cannot be read or is not what was published in this run. */
export async function linkInputs(
  context: AttemptContext,
  inputs: readonly InvocationInput[],
  folder: string,
): Promise<{ readonly inputs: readonly Artifact[]; readonly badInputs: readonly string[] }> {
  const artifacts: Artifact[] = [];
  const badInputs: string[] = [];
  for (const { name, source, linkedAs, format, expected: stated } of inputs) {
    const base = source.kind === 'file' ? context.scenarioDirectory : context.directory;
    const target = path.resolve(base, source.path);
    try {
      const { sha256, bytes } = await context.files.digest(target);
      const expected = source.kind === 'result' ? context.published.get(source.path) : undefined;
      if (expected !== undefined && expected !== sha256) {
        badInputs.push(`input ${name} (${source.path}) is not what was published: ${sha256}, not ${expected}`);
      }
      if (stated?.sha256 !== undefined && stated.sha256 !== sha256) {
        badInputs.push(
          `input ${name} (${source.path}) is not what the scenario states: ${sha256}, not ${stated.sha256}`,
        );
      }
      artifacts.push({ name, path: source.path, ...(format === undefined ? {} : { format }), sha256, bytes });
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === undefined) throw error;
      badInputs.push(`input ${name} (${source.path}) cannot be read: ${code}`);
      continue;
    }
    await context.files.link(target, path.join(folder, linkedAs));
  }
  return { inputs: artifacts, badInputs };
}
