/** Finds where a record of four lines begins in bytes from the middle of a FASTQ file. */

const [LF, AT, PLUS] = [0x0a, 0x40, 0x2b];

/** Reads that are longer than this together are not looked for. */
const MOST_BYTES = 8 << 20;
/** So many lines have two beginnings of records in them. */
const ENOUGH_LINES = 12;

export interface RecordSearch {
  /** The next bytes; those from the first record on, once it is found: not the caller's memory. */
  push(bytes: Uint8Array): Uint8Array | undefined;
  /** Lines enough for two records were looked at, and there was none. */
  readonly isHopeless: boolean;
}

/**
 * A line with @ that is followed by any line and one with +: in files of four lines a record that is a title and nothing else, as no
 * sequence begins with +.
 */
export function createRecordSearch(): RecordSearch {
  let held = new Uint8Array(1 << 17);
  let length = 0;
  // Where the line begins that is looked at, the first being of a record that began before.
  let at = -1;
  let lines = 0;

  const lineEnd = (start: number): number => {
    const feed = held.subarray(0, length).indexOf(LF, start);
    return feed < 0 ? length : feed;
  };

  /** Whether a record begins at `at`; false: not in what is held. */
  const look = (): boolean => {
    if (at < 0) {
      const end = lineEnd(0);
      if (end === length) return false;
      at = end + 1;
    }
    for (;;) {
      const first = lineEnd(at);
      const second = first < length ? lineEnd(first + 1) : length;
      if (second + 1 >= length) return false;
      if (held[at] === AT && held[second + 1] === PLUS) return true;
      lines++;
      at = first + 1;
    }
  };

  return {
    push(bytes) {
      if (length + bytes.length > MOST_BYTES) return undefined;
      if (length + bytes.length > held.length) {
        const larger = new Uint8Array(Math.min(MOST_BYTES, 2 * (length + bytes.length)));
        larger.set(held.subarray(0, length));
        held = larger;
      }
      held.set(bytes, length);
      length += bytes.length;
      return look() ? held.subarray(at, length) : undefined;
    },
    get isHopeless() {
      return lines >= ENOUGH_LINES;
    },
  };
}
