/**
 * The text of any C2SP checkpoint (tlog-checkpoint): a foreign log's may have another origin than our own may, and extension
 * lines. For witnesses; a ledger's own are read by `parseCheckpointText`.
 */

import { fromBase64, HASH_BYTES } from '../hash.ts';
import type { Checkpoint } from './checkpoint.ts';

export interface ForeignCheckpoint extends Checkpoint {
  /** Lines behind the root: opaque, and signed with the rest. */
  readonly extensions: readonly string[];
}

/** One phrase that says what is wrong, or the checkpoint. `text`: of a note, so without control characters. */
export function parseForeignCheckpoint(text: string): ForeignCheckpoint | string {
  if (!text.endsWith('\n')) return 'the last line has no end';
  const [origin = '', decimal = '', base64 = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '') return 'no origin';
  const size = Number(decimal);
  if (!/^(?:0|[1-9]\d{0,15})$/.test(decimal) || !Number.isSafeInteger(size)) {
    return 'size is not a decimal number up to 2^53 - 1 without leading zeros';
  }
  const root = fromBase64(base64);
  if (root?.length !== HASH_BYTES) return `root is not base64 of ${HASH_BYTES} bytes`;
  if (extensions.includes('')) return 'an empty line';
  return { origin, size, root, extensions };
}
