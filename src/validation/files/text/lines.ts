/** Cuts a stream of bytes into lines, without copying those that lie whole in one piece. */

/** `bytes[start, end)` is the line without its line feed; valid during the call only. */
export type OnLine = (bytes: Uint8Array, start: number, end: number, line: number) => void;

/**
 * Takes the line that begins at `start`, if it can tell at a glance what to think of it: where the next one begins; -1 has the line cut
 * and given as all others are. There is a line feed at `start` or behind it, and SPARE_BYTES more bytes, whatever they are. It may take
 * more that end at `last` or before, and says so by `alsoTaken`.
 */
export type TakeLine = (bytes: Uint8Array, start: number, last: number) => number;

/** So that whoever takes lines may look at several bytes at a time. */
export const SPARE_BYTES = 4;

export interface LineCutter {
  push(bytes: Uint8Array): void;
  /** The line in hand is not given. */
  forget(): void;
  /** Nor is what comes up to the next line feed: it is of a line that began elsewhere. */
  passOver(): void;
  /** Gives what is left after the last line feed; true where there was something. */
  end(): boolean;
  /** So many lines were taken with the one whose end TakeLine returns. */
  alsoTaken(lines: number): void;
  /** Lines given so far. */
  readonly count: number;
}

/**
 * Longer lines are given up: `onTooLong` is told once per line, the line is not given. What comes nearest in the field: a record of half
 * a million samples with GT:AD:DP:GQ:PL has up to 25 MB, the longest nanopore read as SAM (4.2 million bases) 9 MB.
 */
export const MAX_LINE_BYTES = 32 * 1024 * 1024;

/** A line that is longer gets room for the longest at once: memory that is not written to costs nothing, copies of it do. */
const SMALL_BYTES = 1 << 20;

/** The room for a long line, while nobody has one: files that are judged one after the other use the same. */
let spareRoom: Uint8Array<ArrayBuffer> | undefined;

const LF = 0x0a;

export function createLineCutter(
  onLine: OnLine,
  onTooLong: (line: number) => void,
  take: TakeLine = () => -1,
): LineCutter {
  let small = new Uint8Array(1024);
  // What is kept of the line in hand: in `small`, or in the room for long lines.
  let carry = small;
  let carried = 0;
  let isTooLong = false;
  let isPassingOver = false;
  let count = 0;

  /** The lines from `start` on that can be taken; none begins behind `last`, a line feed. Where the first that cannot begins. */
  const takeLines = (bytes: Uint8Array, start: number, last: number): number => {
    let at = start;
    while (at <= last) {
      const next = take(bytes, at, last);
      if (next < 0) break;
      count++;
      at = next;
    }
    return at;
  };

  const keep = (bytes: Uint8Array): void => {
    if (isTooLong) return;
    const wanted = carried + bytes.length;
    if (wanted > MAX_LINE_BYTES) {
      isTooLong = true;
      return drop();
    }
    if (wanted > carry.length) {
      const before = carry;
      if (wanted <= SMALL_BYTES) carry = small = new Uint8Array(Math.min(SMALL_BYTES, 2 * wanted));
      else {
        carry = spareRoom ?? new Uint8Array(MAX_LINE_BYTES);
        spareRoom = undefined;
      }
      carry.set(before.subarray(0, carried));
    }
    carry.set(bytes, carried);
    carried += bytes.length;
  };

  const drop = (): void => {
    if (carry !== small) spareRoom = carry;
    carry = small;
    carried = 0;
  };

  const forget = (): void => {
    isTooLong = false;
    drop();
  };

  const giveCarried = (hasLineFeed: boolean): void => {
    if (hasLineFeed && !isTooLong && carried + SPARE_BYTES < carry.length) {
      carry[carried] = LF;
      if (takeLines(carry, 0, 0) > 0) return drop();
    }
    count++;
    if (isTooLong) onTooLong(count);
    else onLine(carry, 0, carried, count);
    forget();
  };

  return {
    push(bytes) {
      const last = bytes.length > SPARE_BYTES ? bytes.lastIndexOf(LF, bytes.length - 1 - SPARE_BYTES) : -1;
      let start = 0;
      if (isPassingOver) {
        if (last < 0) return;
        start = bytes.indexOf(LF) + 1;
        isPassingOver = false;
      }
      for (;;) {
        if (carried === 0 && !isTooLong) start = takeLines(bytes, start, last);
        const end = bytes.indexOf(LF, start);
        if (end < 0) break;
        if (carried > 0 || isTooLong) {
          keep(bytes.subarray(start, end));
          giveCarried(true);
        } else if (end - start > MAX_LINE_BYTES) onTooLong(++count);
        else onLine(bytes, start, end, ++count);
        start = end + 1;
      }
      if (start < bytes.length) keep(bytes.subarray(start));
    },
    forget,
    passOver() {
      forget();
      isPassingOver = true;
    },
    end() {
      if (carried === 0 && !isTooLong) return false;
      giveCarried(false);
      return true;
    },
    alsoTaken(lines) {
      count += lines;
    },
    get count() {
      return count;
    },
  };
}
