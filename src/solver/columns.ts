/**
 * Reading and writing the columns of problem tables.
 *
 * The readers carry the caller's promise that the index is inside the column. There is one per column type on purpose:
 * a shared one would see several array kinds, and the engine's inline caches would give up on all callers at once.
 */

export const i32 = (column: Int32Array, index: number): number => column[index] as number;
export const f64 = (column: Float64Array, index: number): number => column[index] as number;
export const u8 = (column: Uint8Array, index: number): number => column[index] as number;
export const item = (list: readonly number[], index: number): number => list[index] as number;

export const ints = (values: readonly number[]): Int32Array => Int32Array.from(values);
export const numbers = (values: readonly number[]): Float64Array => Float64Array.from(values);
export const bytes = (values: readonly number[]): Uint8Array => Uint8Array.from(values);

/** The starts of rows whose keys are sorted ascending: row k begins where the keys reach k; length `rowCount + 1`. */
export function rowStarts(keys: readonly number[], rowCount: number): Int32Array {
  const first = new Int32Array(rowCount + 1);
  for (const key of keys) first[key + 1] = i32(first, key + 1) + 1;
  for (let row = 0; row < rowCount; row++) first[row + 1] = i32(first, row + 1) + i32(first, row);
  return first;
}

/** Numbers names in the order of their first mention. */
export class Numbering {
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(name, number);
    return number;
  }

  get count(): number {
    return this.#numbers.size;
  }

  names(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}

/** Numbers things in the order of their first mention, where things are themselves numbers, from 0, of some larger world. */
export class Mentions {
  readonly #numbers: number[] = [];
  readonly #things: number[] = [];

  of(thing: number): number {
    const known = this.#numbers[thing];
    if (known !== undefined) return known;
    const number = this.#things.push(thing) - 1;
    this.#numbers[thing] = number;
    return number;
  }

  /** The number of a thing that was mentioned. */
  find(thing: number): number | undefined {
    return this.#numbers[thing];
  }

  get count(): number {
    return this.#things.length;
  }

  /** What was mentioned, first mention first. */
  get things(): readonly number[] {
    return this.#things;
  }
}
