/** Cuts a line of BED into its fields. */

/** Further columns are not looked at, but counted. */
export const MOST_FIELDS = 4096;

export interface Fields {
  /** Where each begins and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  count: number;
}

export const createFields = (): Fields => ({
  starts: new Int32Array(MOST_FIELDS),
  ends: new Int32Array(MOST_FIELDS),
  count: 0,
});

const [TAB, SPACE] = [0x09, 0x20];

/** Fields may be empty, and have blanks. */
export function cutAtTabs(fields: Fields, bytes: Uint8Array, start: number, end: number): void {
  let count = 0;
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && bytes[at] !== TAB) continue;
    if (count < MOST_FIELDS) {
      fields.starts[count] = from;
      fields.ends[count] = at;
    }
    count++;
    from = at + 1;
  }
  fields.count = count;
}

/** At runs of blanks and tabs; those at the ends of the line say nothing. */
export function cutAtBlanks(fields: Fields, bytes: Uint8Array, start: number, end: number): void {
  let count = 0;
  let at = start;
  for (;;) {
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
    if (at >= end) break;
    const from = at;
    while (at < end && bytes[at] !== SPACE && bytes[at] !== TAB) at++;
    if (count < MOST_FIELDS) {
      fields.starts[count] = from;
      fields.ends[count] = at;
    }
    count++;
  }
  fields.count = count;
}

/** Digits only, at most twenty (2^64 has as many); -1 where it is no number. Beyond 2^53 it is not exact. */
export function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > 20) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value;
}
