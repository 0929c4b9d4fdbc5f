/** The digest that names a document: SHA-256 of its canonical JSON, so that spelling and key order do not matter. */

import { createHash } from 'node:crypto';
import { canonicalJson } from '../base/index.ts';

/** Lower-case hex. `document` is plain JSON data. */
export const digestOf = (document: unknown): string => digestOfText(canonicalJson(document));

/** Of a document that is canonical already. */
export const digestOfText = (canonical: string): string => createHash('sha256').update(canonical).digest('hex');
