/** Whether a fact that was read back is the one that the engine decides: as canonical JSON has it, without spelling it. */

export function sameFact(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, k) => sameFact(one, b[k]));
  }
  const [left, right] = [entries(a), entries(b)];
  return left.length === right.length && left.every(([key, value]) => sameFact(value, (b as Members)[key]));
}

type Members = Readonly<Record<string, unknown>>;

/** Members that are undefined are not written. */
const entries = (value: object): readonly [string, unknown][] =>
  Object.entries(value).filter(([, member]) => member !== undefined);
