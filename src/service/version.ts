/** The version of seqplan that runs, as its package states it: part of every run's identity. */

import { existsSync, readFileSync } from 'node:fs';
import { assert } from '../base/index.ts';

export function packageVersion(): string {
  // Sources, build and benchmark build lie at different depths below the package.
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    assert(folder.pathname !== '/', 'seqplan runs outside its package');
  }
}
