/** What keeps a parsed JSON value from having a canonical form: asked of foreign bytes, which must not end in an assertion. */

/** Levels below the value itself; the same limit as `canonicalJson`. */
export const MAX_DEPTH = 64;

/** One phrase that names the fault, or undefined. `value` comes from `JSON.parse`. */
export function jsonFault(value: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH}`;
  if (typeof value === 'string') return textFault(value);
  if (typeof value === 'number') return numberFault(value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const fault = textFault(key) ?? jsonFault(member, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const textFault = (text: string): string | undefined =>
  text.isWellFormed() ? undefined : 'text with a lone surrogate';

function numberFault(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'a number beyond the range of a double';
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? 'an integer beyond 2^53' : undefined;
}
