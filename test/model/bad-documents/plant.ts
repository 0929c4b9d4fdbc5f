/** A planted fault: what is changed in the good document, and the finding that must name it. */

import type { FindingCode } from '../../../src/model/index.ts';

export interface BadDocument {
  /** JSON Pointer -> new value; undefined removes. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly code: FindingCode;
  readonly path: string;
  /** Part of the message: the value or the limit. */
  readonly says: string;
  /** Part of the hint, where it is worth a claim. */
  readonly hint?: string;
}

export const bad = (
  code: FindingCode,
  path: string,
  says: string,
  changes: Readonly<Record<string, unknown>>,
  hint?: string,
): BadDocument => ({ code, path, says, changes, ...(hint === undefined ? {} : { hint }) });

export const PREP = '/workflows/0/stages/0';
export const SEQUENCE = '/workflows/0/stages/1';
export const ALIGN = '/workflows/0/stages/2';
export const ORDER = '/orders/0';
export const WASH = '/instruments/0/maintenance/2';
