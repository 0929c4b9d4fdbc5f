/** A number in foreign JSON: as a number, or as a text that is one. */

import { excerpt, type FileFindings } from '../../files/index.ts';
import type { JsonObject } from './json.ts';
import { numberOf } from './reading.ts';

/** undefined: absent, null or not finite; what is no number at all is found. */
export function jsonNumber(object: JsonObject | undefined, name: string, findings: FileFindings): number | undefined {
  const value = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return numberOf(value, 1, findings);
  if (value !== undefined && value !== null) {
    findings.add('QC-NUMBER', { line: 1 }, () => `'${excerpt(name)}' is a ${typeof value}`);
  }
  return undefined;
}
