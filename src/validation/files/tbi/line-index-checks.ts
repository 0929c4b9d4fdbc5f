/** The indexes that lie beside a file of text with columns, VCF or BED, held against its lines: Tabix, CSIv1. */

import { Buffer } from 'node:buffer';
import type { Companion } from '../companions.ts';
import { EOF_MARKER } from '../container/bgzf.ts';
import type { FileFormat } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createIndexCollector, type CollectedIndex } from '../index-files/collected-index.ts';
import { createIndexCheck, type IndexCheck } from '../index-files/index-check.ts';
import { createIndexReading } from '../index-files/index-judge.ts';
import type { IndexCode } from '../index-files/index-rules.ts';
import type { TabixHeader } from '../index-files/tabix-header.ts';
import { isSameBytes } from '../text/same-bytes.ts';
import { createVirtualPlaces } from './virtual-places.ts';

const [TAB, LF, ZERO] = [0x09, 0x0a, 0x30];
/** Contig and place of a line must lie in so many of its first bytes. */
const LONGEST_START = 4096;

export interface LineIndexChecks {
  block(offset: number): void;
  push(bytes: Uint8Array): void;
  end(): void;
}

interface OpenIndex {
  readonly name: string;
  readonly header: TabixHeader;
  readonly numbers: ReadonlyMap<string, number>;
  readonly check: IndexCheck;
  readonly mapped: Float64Array;
  /** Its number for the contig of the line before; -1 where it has none. */
  contig: number;
  isTold: boolean;
}

/** undefined without any that can be read; what is wrong with them has been told. */
export function checkLineIndexes(
  beside: ReadonlyMap<FileFormat, Companion> | undefined,
  preset: TabixHeader['preset'],
  findings: FileFindings,
): LineIndexChecks | undefined {
  const places = createVirtualPlaces();
  const open: OpenIndex[] = [];
  for (const format of ['tbi', 'csi'] as const) {
    const companion = beside?.get(format);
    const one = companion && openIndex(format, companion, preset, findings, places.block);
    if (one !== undefined) open.push(one);
  }
  const [first] = open;
  if (first === undefined) return undefined;
  const { comment } = first.header;
  let isBgzf = false;
  let isTold = false;
  // The start of a line that is not whole yet.
  const held = new Uint8Array(LONGEST_START);
  let heldBytes = 0;
  let [startsAt, startsAfter] = [0, 0];
  let contig = new Uint8Array();

  const add = (code: IndexCode, message: string): void => findings.add(code, { offset: places.block() }, message);

  const onLine = (bytes: Uint8Array, start: number, end: number): void => {
    if (start === end || bytes[start] === comment) return;
    let tab = start;
    while (tab < end && bytes[tab] !== TAB) tab++;
    let position = 0;
    let digit = tab + 1;
    for (; digit < end && bytes[digit] !== TAB; digit++) position = position * 10 + (bytes[digit] ?? 0) - ZERO;
    // Of lines that are none the judge of the content tells.
    if (!(position >= 0) || digit === tab + 1) return;
    const isNew = !isSameBytes(contig, bytes, start, tab);
    if (isNew) contig = bytes.slice(start, tab);
    for (const one of open) oneLine(one, isNew, position);
  };

  const oneLine = (one: OpenIndex, isNew: boolean, position: number): void => {
    if (isNew) {
      const name = Buffer.from(contig).toString('latin1');
      one.contig = one.numbers.get(name) ?? -1;
      if (one.contig < 0 && !one.isTold) {
        one.isTold = true;
        add('INDEX-NAMES', `${excerpt(one.name)} has no contig '${excerpt(name)}'`);
      }
    }
    if (one.contig < 0) return;
    one.mapped[one.contig] = (one.mapped[one.contig] ?? 0) + 1;
    // How far a record reaches indexers see differently; all have its first base.
    const begin = one.header.isZeroBased ? position : position - 1;
    one.check.record(one.contig, begin, begin + 1, true, startsAt, startsAfter);
  };

  const take = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length;) {
      if (heldBytes === 0) [startsAt, startsAfter] = [places.at(at), places.alias(at)];
      const lf = bytes.indexOf(LF, at);
      const end = lf < 0 ? bytes.length : lf;
      if (heldBytes === 0 && lf >= 0) onLine(bytes, at, end);
      else {
        const room = Math.min(end - at, LONGEST_START - heldBytes);
        held.set(bytes.subarray(at, at + room), heldBytes);
        heldBytes += room;
        if (lf >= 0) onLine(held, 0, heldBytes);
      }
      if (lf >= 0) heldBytes = 0;
      at = end + 1;
    }
  };

  return {
    block(offset) {
      isBgzf = true;
      places.enter(offset);
    },
    push(bytes) {
      if (!isBgzf && !isTold)
        add('INDEX-CONTAINER', `${excerpt(first.name)} lies beside a file that is not in blocks of BGZF`);
      isTold = true;
      if (!isBgzf) return;
      take(bytes);
      places.pass(bytes.length);
    },
    end() {
      if (!isBgzf) return;
      if (heldBytes > 0) onLine(held, 0, heldBytes);
      for (const { check, mapped } of open) {
        const nothing = new Float64Array(mapped.length);
        check.end((places.block() + EOF_MARKER.length) * 65_536, { mapped, unmapped: nothing, unplaced: [0] });
      }
    },
  };
}

function openIndex(
  format: 'tbi' | 'csi',
  { name, bytes }: Companion,
  preset: TabixHeader['preset'],
  findings: FileFindings,
  offset: () => number,
): OpenIndex | undefined {
  const collector = createIndexCollector();
  const before = findings.errors;
  const add = (code: IndexCode, message: string): void =>
    findings.add(code, { offset: offset() }, `${excerpt(name)}: ${message}`);
  let header: TabixHeader | undefined;
  const reading = createIndexReading(format, {
    ...collector.events,
    tabix: (read) => (header = read),
    fault: (code, at, message) => add(code, `at ${at}: ${message}`),
  });
  reading.push(bytes);
  reading.end();
  // An index that is broken says nothing of its file.
  if (findings.errors > before) return undefined;
  const index = collector.collected();
  if (header === undefined) return void add('INDEX-NAMES', 'it has no names');
  if (header.preset !== preset) return void add('INDEX-PRESET', `it is for ${header.preset} files, not ${preset}`);
  return opened(name, header, index, findings, offset);
}

function opened(
  name: string,
  header: TabixHeader,
  index: CollectedIndex,
  findings: FileFindings,
  offset: () => number,
): OpenIndex {
  const references = index.references.length;
  return {
    name,
    header,
    numbers: new Map(header.names.map((one, i) => [one, i])),
    check: createIndexCheck({ name, index, references, findings, offset }),
    mapped: new Float64Array(references),
    contig: -1,
    isTold: false,
  };
}
