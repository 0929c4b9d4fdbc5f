/** Corrections put in place: a fact as it reads after every `value-corrected` about its record. */

import type { Entry, ValueCorrected } from '../../record/notice.ts';

/**
 * Only a value that is what the correction says it was, and of the same type as the new one, is replaced; anything else is left as
 * it is, and the correction stands beside it.
 */
export function correctedFact(fact: Entry, corrections: readonly ValueCorrected[]): Entry {
  let result: unknown = fact;
  for (const { path, old, new: value } of corrections) {
    if (typeof old === typeof value && path.startsWith('/') && path !== '/type') {
      result = replaceAt(result, path.slice(1).split('/').map(unescape), { old, value });
    }
  }
  return result as Entry;
}

/** RFC 6901 section 4. */
const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

function replaceAt(value: unknown, path: readonly string[], change: { old: unknown; value: unknown }): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return JSON.stringify(value) === JSON.stringify(change.old) ? change.value : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, head)) return value;
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (String(i) === head ? replaceAt(item, rest, change) : item));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [head]: replaceAt(members[head], rest, change) };
}
