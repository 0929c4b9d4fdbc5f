/**
 * Judges FASTQ by the definition of the Open Bioinformatics Foundation (Cock et al. 2010), line by line; good records of four lines
 * take a faster way.
 */

import type { ContentJudge, MetricsLevel } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createReadMetrics } from '../metrics/read-metrics.ts';
import { createLineCutter, MAX_LINE_BYTES } from '../text/lines.ts';
import { FIELD, isSequenceCharacter, QUALITY, SEQUENCE, THIRD } from './characters.ts';
import { createRecordSearch, type RecordSearch } from './record-search.ts';
import type { FastqCode } from './fastq-rules.ts';
import { passPlainRecords } from './kernel/kernel.ts';
import { createTally, encodingOf, lookAtEncoding, metricsOf } from './tally.ts';
import { createReadKeeper } from './read-keeper.ts';
import { passWholeRecords, type OnTitle } from './whole-records.ts';
import { inPairs } from '../text/piece.ts';
import { isSameBytes } from '../text/same-bytes.ts';

/**
 * - `permissive`: sequence and qualities may be wrapped; the number of quality characters decides where a record ends.
 * - `four-line`: as sequencers write it.
 */
export type FastqDialect = 'permissive' | 'four-line';

export interface FastqJudging {
  readonly dialect?: FastqDialect;
  /** Told of every title in order, good or not, without @ and carriage return; valid during the call only. */
  readonly onTitle?: OnTitle;
  /** Absent: `basic`. */
  readonly metrics?: MetricsLevel;
}

type Due = 'title' | 'sequence' | 'quality';

const [LF, CR, AT, PLUS] = [0x0a, 0x0d, 0x40, 0x2b];

export function createFastqJudge(
  findings: FileFindings,
  { dialect = 'permissive', onTitle, metrics }: FastqJudging = {},
): ContentJudge {
  const tally = createTally();
  const reads = metrics === 'all' ? createReadMetrics() : undefined;
  const kept = createReadKeeper(reads);
  const watch = { onTitle, reads, read: kept.read };
  const isWatched = onTitle !== undefined || reads !== undefined;
  const isFourLine = dialect === 'four-line';
  let due: Due = 'title';
  // After a record that is broken: lines are passed over up to the next that may be a title.
  let isLost = false;
  let title = new Uint8Array();
  let [letters, sequenceLines] = [0, 0];
  let [qualities, qualityLine] = [0, 0];
  // Blank lines that nothing has followed yet, and the first of them.
  let [blanks, firstBlank] = [0, 0];
  let hasCarriageReturns = false;
  let isMidLine = false;
  let passed = 0;
  // Of a part of the file, until its first record is found.
  let search: RecordSearch | undefined;
  let isWrapped = false;

  const add = (code: FastqCode, line: number, message: string | (() => string)): void =>
    findings.add(code, { line }, message);

  const onLine = (bytes: Uint8Array, start: number, lineEnd: number, cut: number): void => {
    const line = passed + cut;
    let end = lineEnd;
    if (end > start && bytes[end - 1] === CR) {
      end--;
      if (!hasCarriageReturns) add('FASTQ-CRLF', line, 'a line ends in carriage return and line feed');
      hasCarriageReturns = true;
    }
    if (end === start) blankLine(line);
    else if (due === 'title') titleLine(bytes, start, end, line);
    else if (due === 'sequence') sequenceLine(bytes, start, end, line);
    else qualityText(bytes, start, end, line);
  };

  const blankLine = (line: number): void => {
    if (due === 'quality') {
      if (qualityLine === 0) qualityLine = line;
      if (letters === 0) return endRecord();
      if (isFourLine) return qualitiesDiffer(() => `${letters} letters, no qualities`);
    }
    if (blanks++ === 0) firstBlank = line;
  };

  const refuseBlanks = (): void => {
    if (blanks > 0 && !isLost)
      add('FASTQ-BLANK-LINE', firstBlank, () => `${blanks === 1 ? 'a line is' : `${blanks} lines are`} blank`);
    blanks = 0;
  };

  const titleLine = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    refuseBlanks();
    if (bytes[start] !== AT) {
      if (!isLost) add('FASTQ-TITLE', line, () => `'${show(bytes, start, end)}' is where a title is due`);
      isLost = true;
      return;
    }
    isLost = false;
    title = bytes.slice(start + 1, end);
    if ((title[0] ?? 0) <= 0x20) add('FASTQ-NAME', line, 'a title without a name');
    onTitle?.(title, 0, title.length);
    due = 'sequence';
    letters = 0;
    sequenceLines = 0;
    kept.begin();
  };

  const sequenceLine = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (bytes[start] === PLUS) return plusLine(bytes, start, end, line);
    refuseBlanks();
    if (bytes[start] === AT) {
      add('FASTQ-PLUS', line, () => `'${show(bytes, start, end)}' is where + is due`);
      return titleLine(bytes, start, end, line);
    }
    if (isFourLine && sequenceLines > 0) {
      add('FASTQ-PLUS', line, () => `'${show(bytes, start, end)}' is where + is due`);
      return giveUp();
    }
    sequenceLines++;
    if (sequenceLines > 1) isWrapped = true;
    letters += end - start;
    let sum = 0;
    let isOdd = false;
    let bad = -1;
    let gc = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      sum = SEQUENCE[byte] ?? 0;
      gc += sum & FIELD;
      tally.unknown += (sum >> 10) & FIELD;
      if (sum !== THIRD) continue;
      if (isSequenceCharacter(byte)) isOdd = true;
      else if (bad < 0) bad = at;
    }
    tally.gc += gc;
    kept.letters(bytes, start, end, gc);
    if (bad >= 0)
      add(
        'FASTQ-SEQUENCE',
        line,
        () => `'${show(bytes, bad, bad + 1)}' at ${bad - start + 1} in '${show(bytes, start, end)}'`,
      );
    else if (isOdd) add('FASTQ-LETTER', line, () => `'${show(bytes, start, end)}'`);
  };

  const plusLine = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (blanks === 1 && letters === 0) blanks = 0;
    refuseBlanks();
    if (end - start > 1 && !isSameBytes(title, bytes, start + 1, end)) {
      add('FASTQ-PLUS-TEXT', line, () => `'${show(bytes, start, end)}' after '@${excerpt(title)}'`);
    }
    due = 'quality';
    qualities = 0;
    qualityLine = 0;
  };

  const qualityText = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (qualityLine === 0) qualityLine = line;
    const isTitle = bytes[start] === AT;
    // Wrapped away altogether: there was nothing to write.
    if (letters === 0 && isTitle && !isFourLine) {
      endRecord();
      return titleLine(bytes, start, end, line);
    }
    const total = qualities + end - start;
    const isLate = isTitle && total < letters && !isAll(bytes, start, end);
    if (total > letters || (isFourLine && total < letters) || isLate) {
      // A title in their place: they are missing, or too few.
      const found = isTitle ? `${qualities} qualities before the next title` : `${total} qualities`;
      qualitiesDiffer(() => `${letters} letters, ${found}`);
      if (isTitle) titleLine(bytes, start, end, line);
      return;
    }
    refuseBlanks();
    qualities = total;
    kept.qualities(bytes, start, end);
    let bad = -1;
    for (let at = start; at < end; at++) {
      const value = QUALITY[bytes[at] ?? 0] ?? 0;
      tally.q20 += value & FIELD;
      tally.q30 += (value >> 10) & FIELD;
      if (value === THIRD && bad < 0) bad = at;
    }
    if (bad >= 0)
      add(
        'FASTQ-QUALITY',
        line,
        () => `'${show(bytes, bad, bad + 1)}' at ${bad - start + 1} in '${show(bytes, start, end)}'`,
      );
    else if (!tally.isSanger) lookAtEncoding(tally, bytes, start, end);
    if (qualities === letters) endRecord();
  };

  const qualitiesDiffer = (message: () => string): void => {
    add('FASTQ-QUALITY-LENGTH', qualityLine, message);
    giveUp();
  };

  const giveUp = (): void => {
    due = 'title';
    isLost = true;
    blanks = 0;
  };

  const endRecord = (): void => {
    due = 'title';
    blanks = 0;
    kept.end();
    tally.reads++;
    tally.bases += letters;
    tally.shortest = Math.min(tally.shortest, letters);
    tally.longest = Math.max(tally.longest, letters);
  };

  const cutter = createLineCutter(onLine, (cut) => {
    add('FASTQ-LINE-TOO-LONG', passed + cut, 'longer than 32 MiB');
    giveUp();
  });

  /** What follows on `search`: a file whose records have four lines has some everywhere. */
  const endSearch = (): void => {
    if (search?.isHopeless === true)
      add('FASTQ-TITLE', passed + cutter.count, 'no record of four lines begins in this part');
    search = undefined;
  };

  const take = (bytes: Uint8Array): void => {
    const piece = inPairs(bytes);
    let at = 0;
    while (at < bytes.length) {
      if (due === 'title' && !isMidLine && blanks === 0) {
        const before = tally.reads;
        // The kernel tells nobody of single records.
        if (tally.isSanger && !isWatched) at = passPlainRecords(bytes, at, tally);
        at = passWholeRecords(piece, at, tally, watch);
        passed += 4 * (tally.reads - before);
        if (tally.reads > before) isLost = false;
        if (at >= bytes.length) return;
      }
      const feed = bytes.indexOf(LF, at);
      const next = feed < 0 ? bytes.length : feed + 1;
      if (isMidLine || feed < 0 || feed - at > MAX_LINE_BYTES) cutter.push(bytes.subarray(at, next));
      else {
        passed++;
        onLine(bytes, at, feed, cutter.count);
      }
      isMidLine = feed < 0;
      at = next;
    }
  };

  return {
    push(bytes) {
      if (search === undefined) return take(bytes);
      const found = search.push(bytes);
      if (found === undefined) return;
      endSearch();
      take(found);
    },
    gap() {
      // Where a record begins is told by that of four lines only.
      if (isWrapped) return false;
      endSearch();
      cutter.forget();
      [due, isLost, isMidLine, blanks] = ['title', false, false, 0];
      search = createRecordSearch();
      return true;
    },
    end() {
      endSearch();
      const isOpen = cutter.end();
      const last = Math.max(1, passed + cutter.count);
      if (due === 'quality' && letters === 0 && !isFourLine) endRecord();
      if (isOpen && due === 'title') add('FASTQ-LAST-LINE', last, 'the last line has no line feed');
      if (due === 'title' && blanks > 0) add('FASTQ-BLANK-END', firstBlank, () => `blank lines at the end: ${blanks}`);
      if (due === 'sequence') add('FASTQ-TRUNCATED', last, () => `the file ends after '@${excerpt(title)}', before +`);
      if (due === 'quality') {
        add(
          'FASTQ-TRUNCATED',
          last,
          () => `the file ends after ${qualities} of ${letters} qualities of '@${excerpt(title)}'`,
        );
      }
      if (tally.reads === 0 && findings.errors === 0) add('FASTQ-EMPTY', 1, 'the file has no reads');
      const encoding = encodingOf(tally);
      if (encoding === 'solexa') add('FASTQ-ENCODING', 1, 'qualities from ; (59) on, none below: those of Solexa');
      if (encoding === 'illumina-1.3')
        add('FASTQ-ENCODING', 1, 'qualities from @ (64) on, none below: those of Illumina 1.3');
    },
    get metrics() {
      const basic = metricsOf(tally);
      if (reads === undefined) return basic;
      return { ...basic, ...reads.metrics(encodingOf(tally) === 'sanger' ? 33 : 64, tally.longest) };
    },
  };
}

/** Qualities only. A title with a comment is not. */
function isAll(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (QUALITY[bytes[at] ?? 0] === THIRD) return false;
  return true;
}

const show = (bytes: Uint8Array, start: number, end: number): string =>
  excerpt(bytes.subarray(start, Math.min(end, start + 61)));
