/** Judges the parts of an alignment of BAM one by one, and what they say of each other: SAMv1 sections 1.4 and 4.2. */

import { excerpt, type FileFindings } from '../file-finding.ts';
import { baiBin, BAI_BINNING, reach } from '../index-files/binning.ts';
import type { SamCode } from '../sam/sam-rules.ts';
import { createSortWatch, UNPLACED } from '../sam/sort-watch.ts';
import { createAlignment, readFixed, type Alignment } from './alignment.ts';
import type { BamCode } from './bam-rules.ts';
import { cigarText, readBinaryCigar, SKIP, SOFT_CLIP, type BinaryCigar } from './binary-cigar.ts';
import type { BinaryHeader } from './binary-header.ts';
import { createTagWalk, RG, type TagFault } from './binary-tags.ts';
import { areMissing, areQualities, isReadName } from './characters.ts';
import {
  COVERED,
  END,
  GROUP,
  GROUP_END,
  SECOND_GROUP,
  SECOND_GROUP_END,
  type PlainAlignments,
  type PlainRun,
} from './kernel/kernel.ts';
import { createKnownIds } from './known-ids.ts';
import { pieceOf, type Piece } from './piece.ts';

const UNMAPPED = 4;
const BAI_REACH = reach(BAI_BINNING);
const MAX_POSITION = 2 ** 31 - 2;
const MISSING = 0xff;

export interface AlignmentJudge {
  /** The one in hand. */
  readonly alignment: Readonly<Alignment>;
  /** Judged so far. */
  readonly count: number;
  /** Begins one, stored in a block at `offset`: the fixed fields. False where its parts do not fit: nothing else is judged of it. */
  fixed(piece: Piece, start: number, end: number, offset: number): boolean;
  /** Name, places and CIGAR. */
  head(piece: Piece): void;
  /** `bytes[start, end)` are some of the qualities, in order. */
  qualities(piece: Piece, start: number, end: number): void;
  /** All optional fields. False where they cannot be read. */
  tags(piece: Piece, start: number, end: number): boolean;
  /** What the parts say of each other. */
  whole(): void;
  /**
   * In place of all of the above, one that the kernel found good in itself, at `row` of its rows: what the header says of it, and the
   * one before. Where the next begins.
   */
  plain(piece: Piece, start: number, offset: number, passed: PlainAlignments, row: number): number;
  /** Those behind that one of which nothing is to be said: nobody is shown them. Not where names are in order. */
  follow(passed: PlainAlignments, row: number): PlainRun | undefined;
}

export function createAlignmentJudge(findings: FileFindings, header: BinaryHeader): AlignmentJudge {
  const alignment = createAlignment();
  const cigar: BinaryCigar = { fault: undefined, query: 0, reference: 0 };
  const sorted = createSortWatch();
  sorted.claim(header.text.sortOrder);
  const groups = createKnownIds(header.text.groups);
  const programs = createKnownIds(header.text.programs);
  const references = header.lengths.length;
  const lengths = Float64Array.from(header.lengths);
  // What messages and fields of variable length are read from.
  let inHand = pieceOf(new Uint8Array());
  let offset = 0;
  let count = 0;
  let [hasQualities, hasNone, areBad] = [false, false, false];

  const add = (code: BamCode | SamCode, message: () => string): void =>
    findings.add(code, { offset }, () => `${label()}: ${message()}`);
  const label = (): string => {
    const { name, cigar: nameEnd } = alignment;
    return `alignment ${count} '${excerpt(inHand.bytes.subarray(name, Math.max(name, nameEnd - 1)))}'`;
  };

  const walk = createTagWalk({
    fault: (kind, at) =>
      add(TAG_CODES[kind], () => TAG_FAULTS[kind](excerpt(tagged.bytes.subarray(at, Math.min(at + 3, tagsEnd))))),
    group,
  });
  let tagged = inHand;
  // The last RG or PG.
  let isKnown = false;
  let tagsEnd = 0;

  return {
    alignment,
    get count() {
      return count;
    },
    fixed(piece, start, end, stored) {
      offset = stored;
      count++;
      readFixed(piece, start, end, alignment);
      if (alignment.bases >= 0 && alignment.tags <= end) return true;
      tooSmall();
      return false;
    },
    head,
    qualities(piece, start, end) {
      if (start === end) return;
      const first = piece.bytes[start] ?? 0;
      if (!hasQualities) hasNone = first === MISSING;
      hasQualities = true;
      areBad ||= !(hasNone ? areMissing(piece, start, end) : areQualities(piece, start, end));
    },
    tags(piece, start, end) {
      tagged = piece;
      tagsEnd = end;
      return walk.walk(piece, start, end);
    },
    whole,
    plain,
    follow,
  };

  // What makes a message has its own function: a closure would cost every alignment the memory of what it needs.

  function head(piece: Piece): void {
    inHand = piece;
    hasQualities = false;
    areBad = false;
    const { reference, position, nextReference, nextPosition, name, operations } = alignment;
    const nameEnd = alignment.cigar - 1;
    if (nameEnd < name || piece.bytes[nameEnd] !== 0) fault('BAM-NAME', 'the name is not closed by NUL');
    else if (nameEnd === name || !isReadName(piece, name, nameEnd)) fault('SAM-QNAME', 'the name is no QNAME');
    if (reference < -1 || reference >= references) badReference('refID', reference);
    if (nextReference < -1 || nextReference >= references) badReference('next_refID', nextReference);
    if (position < -1 || position > MAX_POSITION) fault('SAM-POS', `pos is ${position}`);
    if (nextPosition < -1 || nextPosition > MAX_POSITION) fault('SAM-PNEXT', `next_pos is ${nextPosition}`);
    readBinaryCigar(piece, alignment.cigar, operations, cigar);
    if (cigar.fault !== undefined) cigarFault(cigar.fault);
    order(piece, nameEnd);
  }

  function order({ bytes }: Piece, nameEnd: number): void {
    const { reference, position, name } = alignment;
    const disorder = sorted.next(reference === -1 ? UNPLACED : reference, position + 1, bytes, name, nameEnd);
    if (disorder !== undefined) fault('SAM-SORT-ORDER', disorder);
  }

  function group(tag: number, start: number, end: number): void {
    isKnown = true;
    const known = tag === RG ? groups : programs;
    if (known.has(tagged.bytes, start, end)) return;
    isKnown = false;
    const id = excerpt(tagged.bytes.subarray(start, Math.min(end, start + 61)));
    fault('SAM-TAG-GROUP', `${tag === RG ? 'RG' : 'PG'} '${id}' is not in the header`);
  }

  function plain(piece: Piece, start: number, stored: number, { rows, base }: PlainAlignments, row: number): number {
    offset = stored;
    count++;
    inHand = piece;
    const end = base + (rows[row + END] ?? 0);
    readFixed(piece, start, end, alignment);
    alignment.covered = rows[row + COVERED] ?? 0;
    order(piece, alignment.cigar - 1);
    const first = rows[row + GROUP] ?? 0;
    const second = rows[row + SECOND_GROUP] ?? 0;
    if (first > 0) plainGroup(piece, base + first, base + (rows[row + GROUP_END] ?? 0));
    if (second > 0) plainGroup(piece, base + second, base + (rows[row + SECOND_GROUP_END] ?? 0));
    ends();
    return end;
  }

  function follow(passed: PlainAlignments, row: number): PlainRun | undefined {
    const { start, reference } = alignment;
    // A length that is no number of a reference is told of in the header.
    const limit = reference < 0 ? -1 : Math.max(0, lengths[reference] ?? 0);
    const isOne = (passed.rows[row + SECOND_GROUP] ?? 0) === 0;
    const run = passed.follow({ at: start - 4, row, limit, isKnown: isKnown && isOne });
    if (run === undefined) return undefined;
    count += run.count;
    sorted.next(reference === -1 ? UNPLACED : reference, run.position + 1, inHand.bytes, 0, 0);
    return run;
  }

  /** Before its value are tag and type. */
  function plainGroup(piece: Piece, start: number, end: number): void {
    tagged = piece;
    group(piece.view.getUint16(start - 3, true), start, end);
  }

  /** 0-based, exclusive. */
  function ends(): number {
    const { reference, position, covered } = alignment;
    const end = position + Math.max(1, covered);
    if (reference >= 0 && reference < references && position >= 0 && position <= MAX_POSITION) {
      if (end > (lengths[reference] ?? 0)) beyondEnd(end);
    }
    return end;
  }

  function whole(): void {
    const { bases, operations, reference, position, flag, bin } = alignment;
    if (areBad) fault('SAM-QUAL', 'qualities are neither all 0 to 93 nor all missing');
    if (operations > 0 && walk.cigar >= 0) takeLongCigar();
    alignment.covered = cigar.reference;
    if (operations > 0 && bases > 0 && cigar.fault === undefined && cigar.query !== bases) {
      fault('SAM-CIGAR-LENGTH', `the CIGAR covers ${cigar.query} bases, there are ${bases}`);
    }
    const isUnmapped = (flag & UNMAPPED) !== 0;
    const end = ends();
    if (!isUnmapped && (reference === -1 || position === -1))
      fault('SAM-UNMAPPED', 'a mapped alignment without a place');
    // Beyond the reach of BAI there is no bin. Unmapped, some writers take the CIGAR for its length, some do not.
    if (position < -1 || end > BAI_REACH || bin === baiBin(position, isUnmapped ? position + 1 : end)) return;
    if (!isUnmapped || bin !== baiBin(position, end)) {
      badBin(isUnmapped ? position + 1 : end);
    }
  }

  function tooSmall(): void {
    const { start, end, bases, operations, name, cigar: nameEnd } = alignment;
    const parts = `a name of ${nameEnd - name} bytes, ${operations} operations and ${bases} bases`;
    const message = `alignment ${count}: block_size ${end - start} has no room for ${parts}`;
    findings.add('BAM-BLOCK-SIZE', { offset }, message);
  }

  function fault(code: BamCode | SamCode, message: string): void {
    add(code, () => message);
  }

  function badReference(field: string, reference: number): void {
    fault('BAM-REFERENCE-ID', `${field} is ${reference}; there are ${references} references`);
  }

  // Of these there may be one for every alignment.
  function badBin(end: number): void {
    add('BAM-BIN', () => `bin is ${alignment.bin}, its place is in ${baiBin(alignment.position, end)}`);
  }

  function beyondEnd(end: number): void {
    const { reference } = alignment;
    const name = (): string => excerpt(header.names[reference] ?? '');
    add('SAM-BEYOND-END', () => `ends at ${end}; '${name()}' has ${lengths[reference] ?? 0} bases`);
  }

  function cigarFault(kind: 'format' | 'clip'): void {
    const code = kind === 'clip' ? 'SAM-CIGAR-CLIP' : 'SAM-CIGAR';
    add(code, () => `CIGAR '${cigarText(inHand, alignment.cigar, alignment.operations)}'`);
  }

  /** More operations than their count can say are in CG, and the CIGAR stands for them as `kSmN`. */
  function takeLongCigar(): void {
    const { view } = inHand;
    const { bases, operations, cigar: start } = alignment;
    if (view.getUint32(start, true) !== bases * 16 + SOFT_CLIP) return;
    const second = operations === 2 ? view.getUint32(start + 4, true) : 0;
    readBinaryCigar(tagged, walk.cigar, walk.operations, cigar);
    if (cigar.fault !== undefined) cigarFault(cigar.fault);
    else if ((second & 15) === SKIP && second >>> 4 !== cigar.reference) {
      fault('BAM-CIGAR-PLACEHOLDER', `N of ${second >>> 4}, CG covers ${cigar.reference} of the reference`);
    }
  }
}

const TAG_CODES: Readonly<Record<TagFault, BamCode | SamCode>> = {
  cut: 'BAM-TAG',
  type: 'BAM-TAG',
  open: 'BAM-TAG',
  format: 'SAM-TAG-FORMAT',
  value: 'SAM-TAG-VALUE',
  duplicate: 'SAM-TAG-DUPLICATE',
  name: 'SAM-TAG-NAME',
  hex: 'SAM-TAG-HEX',
};

const TAG_FAULTS: Readonly<Record<TagFault, (tag: string) => string>> = {
  cut: (tag) => `'${tag}' is cut by the end of the alignment`,
  type: (tag) => `'${tag}' has no known type`,
  open: (tag) => `the text of '${tag}' is not closed by NUL`,
  format: (tag) => `'${tag}' is no tag`,
  value: (tag) => `the value of '${tag}' is not of its type`,
  duplicate: (tag) => `'${tag}' comes twice`,
  name: (tag) => `'${tag}' is not a letter and a letter or digit`,
  hex: (tag) => `'${tag}' has digits in lower case`,
};
