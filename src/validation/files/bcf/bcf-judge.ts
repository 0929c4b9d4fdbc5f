/** Judges the content of BCF: the header by the rules of VCF, then record by record. VCFv4.3 section 6. */

import { Buffer } from 'node:buffer';
import type { Companion } from '../companions.ts';
import { EOF_MARKER } from '../container/bgzf.ts';
import type { ContentJudge, FileFormat, Metrics } from '../content-judge.ts';
import type { FileFindings } from '../file-finding.ts';
import { createVirtualPlaces } from '../tbi/virtual-places.ts';
import { createVcfJudge } from '../vcf/vcf-judge.ts';
import { createBcfRecordJudge, FIXED_BYTES, LENGTHS_BYTES, type BcfRecordJudge } from './bcf-record.ts';
import { checkBcfIndex, type BcfIndexCheck } from './bcf-index-check.ts';
import type { BcfCode } from './bcf-rules.ts';
import { readDictionaries } from './dictionary.ts';

const MAGIC_BYTES = 5;
const HEADER_START = MAGIC_BYTES + 4;
/** Larger records are given up: half a million samples have some 10 MB. */
const LARGEST_BYTES = 64 << 20;

export interface BcfJudging {
  /** Its index, read whole, by format. */
  readonly beside?: ReadonlyMap<FileFormat, Companion>;
}

export function createBcfJudge(findings: FileFindings, { beside }: BcfJudging = {}): ContentJudge {
  // What is not whole yet: the header, or a record from its lengths on.
  let held = new Uint8Array(1 << 12);
  let heldBytes = 0;
  let records: BcfRecordJudge | undefined;
  let isLost = false;
  let minor = 2;
  let [isBgzf, isTold] = [false, false];
  const places = createVirtualPlaces();
  let index: BcfIndexCheck | undefined;
  // Where what is held begins, and how much of the piece in hand is behind.
  let [heldAt, heldAlias] = [0, 0];
  let passed = 0;
  let [count, variants, samples] = [0, 0, 0];

  const add = (code: BcfCode, message: string): void => findings.add(code, { offset: places.block() }, message);
  const lose = (code: BcfCode, message: string): number => {
    add(code, message);
    isLost = true;
    return 0;
  };

  /** How many bytes the header or record that begins at `start` has; 0 where that cannot be told yet, or never. */
  const sizeAt = (view: DataView, start: number, end: number): number => {
    if (records === undefined) return headerSize(view, start, end);
    if (end - start < LENGTHS_BYTES) return 0;
    const [shared, indiv] = [view.getUint32(start, true), view.getUint32(start + 4, true)];
    const name = `record ${count + 1}`;
    if (shared < FIXED_BYTES) return lose('BCF-LENGTH', `l_shared of ${name} is ${shared}`);
    if (shared + indiv > LARGEST_BYTES) return lose('BCF-LENGTH', `${name} has ${shared} + ${indiv} bytes`);
    return LENGTHS_BYTES + shared + indiv;
  };

  const headerSize = (view: DataView, start: number, end: number): number => {
    if (end - start < HEADER_START) return 0;
    const magic = Array.from({ length: MAGIC_BYTES }, (_, i) => view.getUint8(start + i));
    minor = magic[4] ?? 0;
    const isMagic = magic[0] === 0x42 && magic[1] === 0x43 && magic[2] === 0x46 && magic[3] === 2;
    if (!isMagic || minor < 1 || minor > 2) return lose('BCF-MAGIC', `the content begins with ${magic.join(', ')}`);
    const length = view.getUint32(start + MAGIC_BYTES, true);
    if (length > LARGEST_BYTES) return lose('BCF-HEADER', `l_text is ${length}`);
    return HEADER_START + length;
  };

  const take = (bytes: Uint8Array, view: DataView, start: number, size: number): void => {
    const isHeld = bytes === held;
    if (records === undefined) return header(bytes.subarray(start + HEADER_START, start + size));
    count++;
    records.judge(bytes, view, start);
    if (records.record.alternatives > 0) variants++;
    if (index === undefined) return;
    const at = passed + start;
    index.record(records.record, isHeld ? heldAt : places.at(at), isHeld ? heldAlias : places.alias(at));
  };

  const header = (text: Uint8Array): void => {
    if (minor === 1) add('BCF-VERSION-OLD', 'the version is 2.1');
    const nul = text.indexOf(0);
    if (nul < 0 || nul !== text.length - 1) {
      const where = nul < 0 ? 'no NUL' : `a NUL after ${nul} of ${text.length} bytes`;
      // Some writers fill up with more of them.
      if (nul < 0 || text.subarray(nul).some((byte) => byte !== 0)) add('BCF-HEADER', `the text has ${where}`);
    }
    const lines = text.subarray(0, nul < 0 ? text.length : nul);
    const judge = createVcfJudge(findings);
    judge.push(lines);
    judge.end();
    const dictionaries = readDictionaries(Buffer.from(lines).toString('utf8'), (line, message) =>
      findings.add('BCF-DICTIONARY', { line }, message),
    );
    ({ samples } = dictionaries);
    records = createBcfRecordJudge(dictionaries, add);
    index = isBgzf ? checkBcfIndex(beside, findings, places.block) : undefined;
  };

  /** All that is whole from the start of `bytes`; how many bytes that are. */
  const takeWhole = (bytes: Uint8Array): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    while (at < bytes.length && !isLost) {
      const size = sizeAt(view, at, bytes.length);
      if (size === 0 || at + size > bytes.length) break;
      take(bytes, view, at, size);
      at += size;
    }
    return at;
  };

  /** Adds to what is held as much as makes it whole, or all; how many bytes that were. */
  const complete = (bytes: Uint8Array): number => {
    let at = 0;
    for (;;) {
      const view = new DataView(held.buffer, 0, heldBytes);
      const size = sizeHeld(view);
      if (isLost) return bytes.length;
      const wanted = Math.max(size, records === undefined ? HEADER_START : LENGTHS_BYTES);
      const end = Math.min(bytes.length, at + wanted - heldBytes);
      hold(bytes, at, end);
      at = end;
      if (heldBytes < wanted) return at;
      if (size === 0) continue;
      heldBytes = 0;
      take(held, new DataView(held.buffer, 0, size), 0, size);
      return at;
    }
  };

  // Of what is held, once it is known: it is asked for with every piece.
  let sizeKnown = 0;
  const sizeHeld = (view: DataView): number => {
    if (sizeKnown === 0) sizeKnown = sizeAt(view, 0, heldBytes);
    const size = sizeKnown;
    if (size > 0 && heldBytes >= size) sizeKnown = 0;
    return size;
  };

  const hold = (bytes: Uint8Array, start: number, end: number): void => {
    if (heldBytes + end - start > held.length) {
      const larger = new Uint8Array(2 * (heldBytes + end - start));
      larger.set(held.subarray(0, heldBytes));
      held = larger;
    }
    held.set(bytes.subarray(start, end), heldBytes);
    heldBytes += end - start;
  };

  return {
    block(offset) {
      places.enter(offset);
      isBgzf = true;
    },
    push(bytes) {
      if (!isBgzf && !isTold) add('BCF-CONTAINER', 'the content is not in blocks of BGZF');
      isTold = true;
      let at = 0;
      while (at < bytes.length && !isLost) {
        passed = at;
        if (heldBytes > 0) at += complete(bytes.subarray(at));
        else {
          at += takeWhole(bytes.subarray(at));
          if (!isLost && at < bytes.length) {
            heldAt = places.at(at);
            heldAlias = places.alias(at);
            hold(bytes, at, bytes.length);
            sizeKnown = 0;
            at = bytes.length;
          }
        }
      }
      places.pass(bytes.length);
    },
    end() {
      if (isLost) return;
      if (records === undefined) add('BCF-TRUNCATED', 'the file ends inside the header');
      else if (heldBytes > 0) add('BCF-TRUNCATED', `the file ends inside record ${count + 1}`);
      else index?.end((places.block() + EOF_MARKER.length) * 65_536);
    },
    get metrics(): Metrics {
      return records === undefined ? {} : { records: count, variants, samples };
    },
  };
}
