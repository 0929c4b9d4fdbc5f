/** SHA-256: a pure function, so that every room may name what it writes by digest. */

import { hash } from 'node:crypto';

/** Text as UTF-8; 64 lower-case hexadecimal digits. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
