/**
 * Judges whether two FASTQ files are the two ends of the same reads, one by one: names up to the first blank, without /1 and /2. Names
 * that one file has and the other has not reached yet are held, so whoever reads them takes turns: from the one that is behind.
 */

import { excerpt, type FileFindings } from '../file-finding.ts';

const [SLASH, ONE, TWO, BLANK] = [0x2f, 0x31, 0x32, 0x20];

export interface PairJudge {
  /** Titles of one of the files (0: R1, 1: R2), in order, as FASTQ judges tell them. */
  title(file: 0 | 1, bytes: Uint8Array, start: number, end: number): void;
  /** The file that has had fewer reads, R1 where they are equal. */
  readonly behind: 0 | 1;
  /** No more titles of one of them: those of the other are counted, and no longer held. */
  over(file: 0 | 1): void;
  /** No more of either. */
  end(): void;
}

/** Findings are of R2, at the line that its record has in files of four lines a record. */
export function createPairJudge(findings: FileFindings): PairJudge {
  const counts: [number, number] = [0, 0];
  const isOver: [boolean, boolean] = [false, false];
  const waiting = createNameQueue();

  return {
    title(file, bytes, start, titleEnd) {
      const end = nameEnd(bytes, start, titleEnd);
      const other = file === 0 ? 1 : 0;
      const isAhead = counts[file] >= counts[other];
      counts[file]++;
      if (isAhead) {
        if (!isOver[other]) waiting.put(bytes, start, end);
      } else if (!waiting.takeIsSame(bytes, start, end)) {
        const name = excerpt(bytes.subarray(start, Math.min(end, start + 61)));
        const pair = counts[file];
        findings.add(
          'FASTQ-PAIR-NAME',
          { line: 4 * pair - 3 },
          `pair ${pair}: '${name}' is '${waiting.taken()}' in the other file`,
        );
      }
    },
    over(file) {
      isOver[file] = true;
    },
    get behind() {
      return counts[1] < counts[0] ? 1 : 0;
    },
    end() {
      const [one, two] = counts;
      if (one !== two) {
        const line = 4 * Math.min(one, two) + 1;
        findings.add('FASTQ-PAIR-COUNT', { line }, `R1 has ${one} reads, R2 has ${two}`);
      }
    },
  };
}

/** Where the name ends: before a blank or tab, and before /1 or /2. */
function nameEnd(bytes: Uint8Array, start: number, titleEnd: number): number {
  let end = start;
  while (end < titleEnd && (bytes[end] ?? 0) > BLANK) end++;
  const mate = bytes[end - 1];
  const isMarked = end - start > 2 && bytes[end - 2] === SLASH && (mate === ONE || mate === TWO);
  return isMarked ? end - 2 : end;
}

/** Names in order, as bytes in one block of memory that is used again: four bytes of length, then the name. */
function createNameQueue() {
  let held = new Uint8Array(1 << 16);
  let [head, tail] = [0, 0];
  let last: readonly [number, number] = [0, 0];

  const makeRoom = (bytes: number): void => {
    if (tail + bytes <= held.length) return;
    const used = tail - head;
    const next = used + bytes > held.length / 2 ? new Uint8Array(2 * (used + bytes)) : held;
    next.set(held.subarray(head, tail));
    held = next;
    [head, tail] = [0, used];
  };

  return {
    put(bytes: Uint8Array, start: number, end: number): void {
      const length = end - start;
      makeRoom(length + 4);
      for (let shift = 0; shift < 32; shift += 8) held[tail++] = (length >>> shift) & 0xff;
      for (let at = start; at < end; at++) held[tail++] = bytes[at] ?? 0;
    },
    /** Takes the first. */
    takeIsSame(bytes: Uint8Array, start: number, end: number): boolean {
      let length = 0;
      for (let shift = 0; shift < 32; shift += 8) length |= (held[head++] ?? 0) << shift;
      const from = head;
      head += length;
      last = [from, head];
      if (length !== end - start) return false;
      for (let at = start, other = from; at < end; at++, other++) if (bytes[at] !== held[other]) return false;
      return true;
    },
    /** The one taken last, for a message; until the next is put. */
    taken: (): string => excerpt(held.subarray(last[0], Math.min(last[1], last[0] + 61))),
  };
}
