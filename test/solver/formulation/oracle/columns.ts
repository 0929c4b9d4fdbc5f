/** Columns for the slow formulation. */

export const ints = (values: readonly number[]): Int32Array => Int32Array.from(values);
export const numbers = (values: readonly number[]): Float64Array => Float64Array.from(values);
export const bytes = (values: readonly number[]): Uint8Array => Uint8Array.from(values);

/** The starts of rows whose keys are sorted ascending: row k begins where the keys reach k; length `rowCount + 1`. */
export function rowStarts(keys: readonly number[], rowCount: number): Int32Array {
  const first = new Int32Array(rowCount + 1);
  for (const key of keys) first[key + 1] = (first[key + 1] ?? 0) + 1;
  for (let row = 0; row < rowCount; row++) first[row + 1] = (first[row + 1] ?? 0) + (first[row] ?? 0);
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
