/** Blocks of a BED12 line: BEDv1 section 1.9. */

export interface Blocks {
  /** There is a list of several: it can be nothing else. */
  readonly isEvident: boolean;
  /** What is wrong; undefined where nothing is. */
  readonly fault: string | undefined;
}

const COMMA = 0x2c;

/** `sizes` and `starts` of a feature as long as `length`; undefined where the three are no count and lists. */
export function readBlocks(count: number, sizes: Uint8Array, starts: Uint8Array, length: number): Blocks | undefined {
  if (count < 0) return undefined;
  const [sizeOf, startOf] = [createList(sizes), createList(starts)];
  let found = 0;
  let fault: string | undefined;
  let end = 0;
  for (;;) {
    const [size, start] = [sizeOf.next(), startOf.next()];
    if (size === 'bad' || start === 'bad') return undefined;
    if (size === undefined || start === undefined) {
      if (size !== start) fault ??= 'there are not as many sizes as starts';
      break;
    }
    if (found === 0 && start !== 0) fault ??= `the first block starts at ${start}, not 0`;
    if (start < end) fault ??= `block ${found + 1} starts at ${start}, the one before ends at ${end}`;
    if (start + size > length) fault ??= `block ${found + 1} ends at ${start + size} of ${length}`;
    end = start + size;
    found++;
  }
  if (sizeOf.next() === 'bad' || startOf.next() === 'bad') return undefined;
  if (count === 0) fault ??= 'blockCount is 0';
  if (found !== count) fault ??= `blockCount is ${count}, there are ${found}`;
  if (end !== length) fault ??= `the last block ends at ${end} of ${length}`;
  return { isEvident: sizeOf.hasComma || startOf.hasComma, fault };
}

/** Whole numbers between commas, one may be at the end. */
function createList(bytes: Uint8Array) {
  let at = 0;
  let hasComma = false;
  return {
    get hasComma() {
      return hasComma;
    },
    /** undefined behind the last. */
    next(): number | 'bad' | undefined {
      if (at >= bytes.length) return at === 0 ? 'bad' : undefined;
      const from = at;
      let value = 0;
      for (; at < bytes.length && bytes[at] !== COMMA; at++) {
        const digit = (bytes[at] ?? 0) - 0x30;
        if (digit < 0 || digit > 9) return 'bad';
        value = 10 * value + digit;
      }
      if (at === from || at - from > 20) return 'bad';
      if (at < bytes.length) {
        hasComma = true;
        at++;
      }
      return value;
    },
  };
}
