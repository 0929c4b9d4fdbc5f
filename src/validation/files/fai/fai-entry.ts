/** A line of an index of FASTA: `NAME LENGTH OFFSET LINEBASES LINEWIDTH`, of FASTQ with the offset of qualities. */

export interface FaiEntry {
  readonly columns: 5 | 6;
  /** The name is as many bytes from the start of the line. */
  readonly nameBytes: number;
  readonly length: number;
  /** Of the first base, in the content. */
  readonly offset: number;
  readonly lineBases: number;
  readonly lineWidth: number;
  readonly qualityOffset: number | undefined;
}

const TAB = 0x09;

/** `bytes[start, end)` is the line without its end. What is wrong with it where it is no entry. */
export function readFaiLine(bytes: Uint8Array, start: number, end: number): FaiEntry | 'columns' | 'number' {
  let at = start;
  while (at < end && bytes[at] !== TAB) at++;
  const nameBytes = at - start;
  const numbers: number[] = [];
  let isNumber = true;
  while (at < end && numbers.length < 6) {
    const from = ++at;
    let value = 0;
    for (; at < end && bytes[at] !== TAB; at++) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) isNumber = false;
      value = 10 * value + digit;
    }
    if (at === from || !(value <= Number.MAX_SAFE_INTEGER)) isNumber = false;
    numbers.push(value);
  }
  const [length, offset, lineBases, lineWidth, qualityOffset] = numbers;
  if (length === undefined || offset === undefined || lineBases === undefined || lineWidth === undefined)
    return 'columns';
  if (numbers.length > 5) return 'columns';
  if (!isNumber) return 'number';
  return { columns: numbers.length === 4 ? 5 : 6, nameBytes, length, offset, lineBases, lineWidth, qualityOffset };
}
