/** Judges the content of BAM: SAMv1 section 4.2. Memory grows neither with the file nor with the length of its reads. */

import type { Companion } from '../companions.ts';
import { EOF_MARKER } from '../container/bgzf.ts';
import type { ContentJudge, FileFormat, Metrics, MetricsLevel } from '../content-judge.ts';
import type { FileFindings } from '../file-finding.ts';
import { createAlignmentMetrics } from '../metrics/alignment-metrics.ts';
import { FIXED_BYTES, type AlignmentObserver } from './alignment.ts';
import { createAlignmentNumbers } from './alignment-numbers.ts';
import { createAlignmentJudge, type AlignmentJudge } from './alignment-judge.ts';
import { createAlignmentSearch, type AlignmentSearch } from './alignment-search.ts';
import type { BamCode } from './bam-rules.ts';
import { createBinaryHeader } from './binary-header.ts';
import { checkIndexes, type IndexChecks } from './index-checks.ts';
import { createPlainAlignments, ROW, type PlainAlignments } from './kernel/kernel.ts';
import { createLongAlignment, LARGEST_HELD, type LongAlignment } from './long-alignment.ts';
import { pieceOf, type Piece } from './piece.ts';
import { createReferenceCounts, type ReferenceCounts } from './reference-counts.ts';

export interface BamJudging {
  /** Its indexes, read whole, by format. */
  readonly beside?: ReadonlyMap<FileFormat, Companion>;
  /** Told of every alignment that is whole. */
  readonly onAlignment?: AlignmentObserver;
  /** Absent: `basic`. */
  readonly metrics?: MetricsLevel;
  /** Without the kernel, which must say the same: for tests. */
  readonly isOneByOne?: boolean;
}

export function createBamJudge(
  findings: FileFindings,
  { beside, onAlignment, metrics = 'basic', isOneByOne = false }: BamJudging = {},
): ContentJudge {
  const header = createBinaryHeader(findings);
  const all = createAlignmentMetrics(metrics);
  const counted = createAlignmentNumbers(all, metrics === 'all');
  let counts: ReferenceCounts | undefined;
  let judge: AlignmentJudge | undefined;
  let plain: PlainAlignments | undefined;
  // An alignment that is not whole yet: what came of it, from its block_size on.
  let held = pieceOf(new Uint8Array(1024));
  let heldBytes = 0;
  let long: LongAlignment | undefined;
  // Of a part of the file, until its first alignment is found; and what came before, for the mean length.
  let search: AlignmentSearch | undefined;
  let total = 0;
  // Where no one is to see alignments, and names are in no order, most are counted by the kernel.
  let isCountedInRuns = false;
  // What follows a size that cannot be is not read.
  let isLost = false;
  let [isBgzf, isTold] = [false, false];
  let indexes: IndexChecks | undefined;
  // Where the block in hand is stored, and how much of its content came before the piece in hand.
  let [block, within] = [0, 0];
  // Where an alignment that is held begins: the block, the virtual offset, and that of the end of the block before.
  let [beginsIn, beginsAt, beginsAfter] = [0, 0, 0];
  // The virtual offset of the end of the last block that was not empty.
  let blockEnd = 0;
  // Those of the alignment in hand; kept only for indexes.
  let [startsAt, startsAfter] = [0, 0];

  const add = (code: BamCode, message: string): void => findings.add(code, { offset: block }, message);

  /** Every alignment that lies whole in the piece from `from` on; where the next begins. */
  const passWhole = (piece: Piece, from: number, judge: AlignmentJudge): number => {
    const { bytes, view } = piece;
    const length = bytes.length;
    let at = from;
    plain?.hold(bytes, from);
    while (at + 4 <= length) {
      if (plain !== undefined) at = passPlain(plain, piece, at, judge);
      if (at + 4 > length) break;
      const size = view.getInt32(at, true);
      if (size < FIXED_BYTES) return lose(size);
      const end = at + 4 + size;
      if (end > length) break;
      if (indexes !== undefined) {
        startsAt = block * 65_536 + within + at;
        startsAfter = blockEnd;
      }
      one(piece, at + 4, end, block, judge);
      at = end;
    }
    return at;
  };

  /** Those that the kernel passes from `from` on; where the next begins. */
  const passPlain = (plain: PlainAlignments, piece: Piece, from: number, judge: AlignmentJudge): number => {
    let at = from;
    for (;;) {
      const passed = plain.pass(at);
      if (passed === 0) return at;
      for (let row = 0; row < ROW * passed; row += ROW) {
        if (indexes !== undefined) {
          startsAt = block * 65_536 + within + at;
          startsAfter = blockEnd;
        }
        at = judge.plain(piece, at + 4, block, plain, row);
        tell(judge, piece);
        if (onAlignment !== undefined) onAlignment.alignment(piece, judge.alignment);
        if (!isCountedInRuns) continue;
        const run = judge.follow(plain, row);
        if (run === undefined) continue;
        all.addRun(run);
        counts?.add(judge.alignment.reference, run);
        row += ROW * run.count;
        at = plain.base + (plain.rows[row] ?? 0);
      }
    }
  };

  const lose = (size: number): number => {
    add('BAM-BLOCK-SIZE', `block_size of alignment ${(judge?.count ?? 0) + 1} is ${size}`);
    isLost = true;
    return 0;
  };

  const one = (piece: Piece, start: number, end: number, offset: number, judge: AlignmentJudge): void => {
    if (!judge.fixed(piece, start, end, offset)) return;
    const { alignment } = judge;
    judge.head(piece);
    judge.qualities(piece, alignment.qualities, alignment.tags);
    const isWhole = judge.tags(piece, alignment.tags, end);
    finish(judge, isWhole ? piece : undefined);
    if (onAlignment !== undefined && isWhole) onAlignment.alignment(piece, alignment);
  };

  const finish = (judge: AlignmentJudge, piece: Piece | undefined): void => {
    judge.whole();
    tell(judge, piece);
  };

  const tell = (judge: AlignmentJudge, piece: Piece | undefined): void => {
    counted.tell(judge.alignment, piece);
    counts?.count(judge.alignment);
    indexes?.alignment(judge.alignment, startsAt, startsAfter);
  };

  /** More of the alignment that is held, from the start of `bytes`; where the next begins. */
  const complete = (bytes: Uint8Array, judge: AlignmentJudge): number => {
    let at = 0;
    let needed = 4;
    for (;;) {
      if (heldBytes >= 4) {
        const size = held.view.getInt32(0, true);
        if (size < FIXED_BYTES) return lose(size);
        if (size > LARGEST_HELD) return begin(size, bytes, at, judge);
        needed = 4 + size;
      }
      const end = Math.min(bytes.length, at + needed - heldBytes);
      hold(bytes, at, end);
      at = end;
      if (heldBytes < needed) return at;
      if (needed > 4) break;
    }
    heldBytes = 0;
    startsAt = beginsAt;
    startsAfter = beginsAfter;
    one(held, 4, needed, beginsIn, judge);
    return at;
  };

  const begin = (size: number, bytes: Uint8Array, at: number, judge: AlignmentJudge): number => {
    heldBytes = 0;
    long = createLongAlignment(judge, findings, size, beginsIn);
    return goOn(long, bytes, at, judge);
  };

  const goOn = (one: LongAlignment, bytes: Uint8Array, from: number, judge: AlignmentJudge): number => {
    const at = one.push(bytes, from);
    if (one.state === 'open') return at;
    long = undefined;
    startsAt = beginsAt;
    startsAfter = beginsAfter;
    if (one.state === 'broken') isLost = true;
    else finish(judge, undefined);
    return at;
  };

  const hold = (bytes: Uint8Array, start: number, end: number): void => {
    if (heldBytes + end - start > held.bytes.length) {
      const larger = new Uint8Array(2 * (heldBytes + end - start));
      larger.set(held.bytes.subarray(0, heldBytes));
      held = pieceOf(larger);
    }
    held.bytes.set(bytes.subarray(start, end), heldBytes);
    heldBytes += end - start;
  };

  const endSearch = (): void => {
    const hopeless = search?.hopeless ?? 0;
    if (hopeless > 0) add('BAM-BLOCK-SIZE', `no alignment begins in ${hopeless} bytes of content`);
    search = undefined;
  };

  const pushAlignments = (bytes: Uint8Array, from: number, judge: AlignmentJudge): void => {
    let at = from;
    if (long !== undefined) at = goOn(long, bytes, at, judge);
    while (at < bytes.length && !isLost) {
      if (heldBytes === 0) at = passWhole(pieceOf(bytes), at, judge);
      if (isLost || at === bytes.length) return;
      if (heldBytes === 0) {
        beginsIn = block;
        beginsAt = block * 65_536 + within + at;
        beginsAfter = blockEnd;
      }
      at += complete(bytes.subarray(at), judge);
    }
  };

  return {
    block(offset) {
      if (within > 0) blockEnd = block * 65_536 + within;
      block = offset;
      within = 0;
      isBgzf = true;
    },
    push(bytes) {
      if (!isLost) take(bytes);
      within += bytes.length;
      total += bytes.length;
    },
    gap() {
      if (judge === undefined || judge.count === 0) return false;
      endSearch();
      heldBytes = 0;
      long = undefined;
      isLost = false;
      search = createAlignmentSearch(header.lengths, total / judge.count);
      return true;
    },
    end() {
      endSearch();
      if (isLost) return;
      if (judge === undefined) add('BAM-TRUNCATED', 'the file ends inside the header');
      else if (heldBytes > 0 || long !== undefined) {
        findings.add('BAM-TRUNCATED', { offset: beginsIn }, `the file ends inside alignment ${judge.count + 1}`);
      } else if (counts !== undefined) indexes?.end((block + EOF_MARKER.length) * 65_536, counts);
    },
    get metrics(): Metrics {
      return { ...all.metrics(), references: header.lengths.length, ...counts?.metrics };
    },
  };

  function take(bytes: Uint8Array): void {
    let at = 0;
    if (judge === undefined) {
      if (!isBgzf && !isTold) add('BAM-CONTAINER', 'the content is not in blocks of BGZF');
      isTold = true;
      at = header.push(bytes, 0, block);
      if (header.state === 'broken') isLost = true;
      if (header.state !== 'done') return;
      judge = createAlignmentJudge(findings, header);
      if (!isOneByOne) plain = createPlainAlignments(header.lengths.length);
      counts = createReferenceCounts(header.lengths.length);
      if (isBgzf) indexes = checkIndexes(beside, { findings, references: header.lengths.length, offset: () => block });
      isCountedInRuns =
        metrics === 'basic' &&
        onAlignment === undefined &&
        indexes === undefined &&
        header.text.sortOrder !== 'queryname';
      all.references(header.names, header.lengths);
      onAlignment?.references?.(header.names, header.lengths);
    }
    if (search === undefined) return pushAlignments(bytes, at, judge);
    const found = search.push(bytes);
    if (found === undefined) return;
    endSearch();
    pushAlignments(found, 0, judge);
  }
}
