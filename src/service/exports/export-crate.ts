/** A crate as a folder: files put in place and digested again where they lie, the metadata last. */

import { copyFile, link, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson } from '../../base/index.ts';
import { cratePath, toCrate, traceLines, type Author, type CrateText, type RunStory } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import type { Bytes, FindBytes } from './export-bytes.ts';
import { fileDigests, textDigests } from './file-digests.ts';

/** `copy`: bytes of its own. `link`: hard links, where the file system has them. `reference`: named by digest, nothing copied. */
export const FILE_MODES = ['copy', 'link', 'reference'] as const;
export type FileMode = (typeof FILE_MODES)[number];

export interface WriteCrate {
  readonly story: RunStory;
  /** The scenario's document in canonical JSON. */
  readonly canonical: string;
  readonly find: FindBytes;
  readonly files: FileMode;
  readonly license?: string;
  readonly author?: Author;
}

/**
 * Returns how many files it holds, metadata included, and how many of the run's it only names. The folder appears whole, or not at all.
 * @throws ServiceError `REJECTED` where `out` holds something, `IO` where a written file is not what the record says.
 */
export async function writeCrate(out: string, crate: WriteCrate): Promise<{ files: number; named: number }> {
  await assertFree(out);
  const folder = `${out}.partial`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const inside = new Set<string>();
  for (const file of crate.files === 'reference' ? [] : crate.story.files) {
    const found = await crate.find(file);
    if (found === undefined) continue;
    await place(folder, { name: cratePath(file), sha256: file.sha256, bytes: found.bytes, files: crate.files });
    inside.add(file.sha256);
  }
  const { license, author, story } = crate;
  const workflow = workflowText(crate.canonical);
  const texts = [traceText(story), readmeText(story)];
  const made = toCrate(story, {
    workflow,
    texts,
    isInside: ({ sha256 }) => inside.has(sha256),
    ...(license !== undefined && { license }),
    ...(author !== undefined && { author }),
  });
  for (const { path: name, text, sha256 } of [workflow, ...texts]) {
    await place(folder, { name, sha256, bytes: { kind: 'text', text }, files: 'copy' });
  }
  await writeFile(path.join(folder, 'ro-crate-metadata.json'), `${JSON.stringify(made.metadata, null, 1)}\n`);
  await rename(folder, out);
  return { files: inside.size + 4, named: story.files.length - inside.size };
}

/** An empty folder is taken over. */
async function assertFree(out: string): Promise<void> {
  const names = await readdir(out).catch(() => undefined);
  if (names === undefined) return;
  if (names.length === 0) return rm(out, { recursive: true });
  const message = `${out} is not empty`;
  const hint = 'Choose another folder with --out; an export overwrites nothing.';
  const finding = { code: 'OUT-FOLDER', severity: 'error', path: '--out', message, hint } as const;
  throw new ServiceError('REJECTED', message, { findings: [finding] });
}

interface ToPlace {
  /** In the crate. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Bytes;
  readonly files: FileMode;
}

/** No outside judge of crates holds digests against files: what was written is read again. */
async function place(folder: string, { name, sha256, bytes, files }: ToPlace): Promise<void> {
  const target = path.join(folder, name);
  await mkdir(path.dirname(target), { recursive: true });
  if (bytes.kind === 'text') await writeFile(target, bytes.text);
  else if (files === 'link') await link(bytes.path, target).catch(() => copyFile(bytes.path, target));
  else await copyFile(bytes.path, target);
  const written = await fileDigests(target);
  if (written?.sha256 === sha256) return;
  throw new ServiceError('IO', `${target} has the digest ${written?.sha256}, not ${sha256} as the record says`);
}

const textOf = (of: Omit<CrateText, 'sha256' | 'bytes'>): CrateText => {
  const { sha256, bytes } = textDigests(of.text);
  return { ...of, sha256, bytes };
};

/** Orders and their samples stay out: the workflows alone. */
const workflowText = (canonical: string): CrateText => {
  const { schemaVersion, workflows } = JSON.parse(canonical) as { schemaVersion?: unknown; workflows?: unknown };
  const text = canonicalJson({ schemaVersion, workflows });
  return textOf({ path: 'workflow.json', name: 'workflows', format: 'json', text });
};

const traceText = (story: RunStory): CrateText =>
  textOf({ path: 'trace.tsv', name: 'trace', format: 'tsv', text: `${[...traceLines(story)].join('\n')}\n` });

const readmeText = ({ laboratory, run, ledger }: RunStory): CrateText => {
  const text = `# ${laboratory}, ${run.world} run

A Workflow Run RO-Crate (profile Provenance Run Crate 0.5), written by seqplan ${run.version}.

- \`ro-crate-metadata.json\`: what was done, when, with what, by whom; failed and repeated work included.
- \`workflow.json\`: the workflows as they were planned.
- \`trace.tsv\`: one line per execution.
- \`data/\`: files by their SHA-256. Files that are named by \`hash://sha256/\` are not in the crate.

It follows from a ledger of ${ledger.records} records, origin \`${ledger.origin}\`, with the Merkle root

    ${ledger.root}
`;
  return textOf({ path: 'README.md', name: 'README', format: 'md', text, isReadme: true });
};
