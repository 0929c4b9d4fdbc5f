/**
 * Edit lists (section 3.2.4): lengths to skip and to keep in turn, beginning with a skip. What is behind the last keep is dropped;
 * behind a last skip everything is kept.
 */

import { at } from '../../base/index.ts';
import { Crypt4ghError } from './crypt4gh-error.ts';

/** What keeps lengths from being an edit list, or undefined. */
export function editListFault(edits: readonly number[]): string | undefined {
  if (edits.length === 0) return 'an edit list without lengths';
  const isLength = (length: number): boolean => Number.isSafeInteger(length) && length >= 0;
  return edits.every(isLength) ? undefined : 'an edit list with a length beyond 2^53';
}

/** `edits`: without fault. Draws `source` to its end, so that damage behind what is kept is found too. */
export async function* applyEdits(
  source: AsyncIterable<Uint8Array>,
  edits: readonly number[],
): AsyncGenerator<Uint8Array, void, void> {
  let index = 0;
  let left = at(edits, 0);
  const isKept = (): boolean => index % 2 === 1;
  // Even lists end with a keep, and the rest is skipped; odd ones end with a skip, and the rest is kept.
  const advance = (): void => {
    while (left === 0 && index < edits.length) left = ++index < edits.length ? at(edits, index) : Infinity;
  };
  advance();
  for await (const chunk of source) {
    for (let start = 0; start < chunk.length;) {
      const end = Math.min(chunk.length, start + left);
      if (isKept()) yield chunk.subarray(start, end);
      left -= end - start;
      start = end;
      advance();
    }
  }
  const isMissing = edits.some((length, i) => i >= index && i % 2 === 1 && (i > index ? length : left) > 0);
  if (isMissing) throw new Crypt4ghError('TRUNCATED', 'the file ends before its edit list does');
}
