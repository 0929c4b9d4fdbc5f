/** What a crate says beside the story, and which files are to lie in it. */

import { baseName } from '../media-types.ts';
import type { FileStory } from '../story/run-story.ts';

export interface CrateOptions {
  /** SPDX identifier or absolute URI; absent: all rights reserved. */
  readonly license?: string;
  /** Absent: the laboratory. */
  readonly author?: Author;
  /** The workflows of the scenario as they were written: canonical JSON. */
  readonly workflow: CrateText;
  /** What goes into the crate beside, e.g. the trace. */
  readonly texts: readonly CrateText[];
  /** Whether the bytes will be in the crate; where not, the file is named by its digest alone. */
  readonly isInside: (file: FileStory) => boolean;
}

export interface Author {
  readonly name: string;
  /** E.g. an ORCID. */
  readonly uri?: string;
}

export interface CrateText {
  /** What it is about, where that is not the run: the crate itself. */
  readonly isReadme?: boolean;
  /** In the crate. */
  readonly path: string;
  readonly name: string;
  readonly format: string;
  readonly text: string;
  /** UTF-8. */
  readonly bytes: number;
  readonly sha256: string;
}

export const RIGHTS_RESERVED = 'All rights reserved';

/** An URI that says what may be done with the data. */
export const licenseUri = (license: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(license) ? license : `https://spdx.org/licenses/${license}`;

/** `NAME <URI>` or `NAME`. */
export function parseAuthor(text: string): Author {
  const match = /^\s*(.*?)\s*<([^<>\s]+)>\s*$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? { name: match[1], uri: match[2] } : { name: text.trim() };
}

/** Where a file of this content lies: two files of one content are one file of the crate. */
export const cratePath = ({ sha256, path }: Pick<FileStory, 'sha256' | 'path'>): string =>
  `data/${sha256}/${
    baseName(path)
      .replaceAll(/[^A-Za-z0-9._-]/g, '_')
      .replace(/^\.*/, '') || 'file'
  }`;
