/** The code blocks of README.md: what it shows is what tests run. */

import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The n-th block in a language, 0-based. */
export function readmeBlock(language: string, n = 0): string {
  const blocks = [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter((match) => match[1] === language);
  const block = blocks[n]?.[2];
  if (block === undefined) throw new Error(`README.md has ${blocks.length} ${language} blocks, no number ${n}`);
  return block;
}
