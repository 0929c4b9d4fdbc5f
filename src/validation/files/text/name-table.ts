/** Which names came before: exact, without an object for each; a million names take some 30 MB. */

const FIRST_SLOTS = 1 << 10;

/** Beyond either, names are no longer kept. */
export interface NameLimits {
  readonly names: number;
  readonly bytes: number;
}

export const NAME_LIMITS: NameLimits = { names: 1 << 21, bytes: 1 << 26 };

export interface NameTable {
  /** Adds `bytes[start, end)`. False where it is there already. True, and nothing added, once the table is full. */
  add(bytes: Uint8Array, start: number, end: number): boolean;
  readonly count: number;
  readonly isFull: boolean;
}

export function createNameTable({ names: mostNames, bytes: mostBytes }: NameLimits = NAME_LIMITS): NameTable {
  // The names one after the other; `ends[i]` is where name i ends.
  let arena = new Uint8Array(1 << 14);
  let ends = new Uint32Array(FIRST_SLOTS);
  let hashes = new Int32Array(FIRST_SLOTS);
  // Open addressing: the number of a name and 1; 0 is free. At most half of it is used.
  let slots = new Uint32Array(2 * FIRST_SLOTS);
  let count = 0;
  let used = 0;
  let isFull = false;

  const isAt = (index: number, bytes: Uint8Array, start: number, end: number): boolean => {
    const from = index === 0 ? 0 : (ends[index - 1] ?? 0);
    if ((ends[index] ?? 0) - from !== end - start) return false;
    for (let i = start; i < end; i++) if (arena[from + i - start] !== bytes[i]) return false;
    return true;
  };

  const grow = (): void => {
    ends = larger(ends, new Uint32Array(2 * ends.length));
    hashes = larger(hashes, new Int32Array(2 * hashes.length));
    slots = new Uint32Array(2 * slots.length);
    for (let index = 0; index < count; index++) {
      let slot = (hashes[index] ?? 0) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index + 1;
    }
  };

  return {
    get count() {
      return count;
    },
    get isFull() {
      return isFull;
    },
    add(bytes, start, end) {
      const hash = hashOf(bytes, start, end);
      let slot = hash & (slots.length - 1);
      for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
        const index = (slots[slot] ?? 0) - 1;
        if (hashes[index] === hash && isAt(index, bytes, start, end)) return false;
      }
      isFull ||= count >= mostNames || used + end - start > mostBytes;
      if (isFull) return true;
      while (used + end - start > arena.length) arena = larger(arena, new Uint8Array(2 * arena.length));
      for (let i = start; i < end; i++) arena[used++] = bytes[i] ?? 0;
      ends[count] = used;
      hashes[count] = hash;
      slots[slot] = ++count;
      if (count === ends.length) grow();
      return true;
    },
  };
}

/** FNV-1a, its bits mixed once more: names that count upwards fall far apart. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (hash >>> 13);
}

function larger<T extends Uint8Array | Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
