/** Programmer errors end the process: they are never caught and never carry advice for users. */

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

export function assert(claim: unknown, message: string): asserts claim {
  if (!claim) throw new AssertionError(message);
}

/** The exhaustiveness check of a `switch` over a union. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}

/** The value at `key`, which the caller knows to be there. */
export function mustGet<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  assert(value !== undefined, `no entry for ${String(key)}`);
  return value;
}

/** The element at `index`, which the caller knows to be there. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  assert(item !== undefined, `no element at ${index} of ${items.length}`);
  return item;
}
