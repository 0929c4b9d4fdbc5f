/** The digest that names a document: SHA-256 of its canonical JSON, so that spelling and key order do not matter. */

import { createHash } from 'node:crypto';
import { canonicalJson } from '../base/index.ts';

/** Lower-case hex. `document` is plain JSON data. */
export const digestOf = (document: unknown): string =>
  createHash('sha256').update(canonicalJson(document)).digest('hex');
