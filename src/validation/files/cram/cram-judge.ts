/** Judges CRAM: file definition, containers, blocks and slices, by CRAMv3 and CRAMv2.1. Records are not decoded; data are passed over. */

import { Buffer } from 'node:buffer';
import type { Companion } from '../companions.ts';
import type { ContentJudge, FileFormat } from '../content-judge.ts';
import type { FileFindings } from '../file-finding.ts';
import type { SamHeader } from '../sam/header.ts';
import { EOF_BYTES, EOF_CONTAINERS, marksEnd, readContainerHeader, type ContainerHeader } from './container-header.ts';
import type { CramCode } from './cram-rules.ts';
import { createFeed, type Cursor, type Step } from './cursor.ts';
import { headerText, judgeHeader, LARGEST_HEADER_BYTES } from './file-header.ts';
import { createIndexWatch } from './index-watch.ts';
import { readItf8 } from './numbers.ts';
import { LARGEST_SLICE_HEADER } from './slice-header.ts';
import { createSliceWatch } from './slice-watch.ts';
import { hex32 } from '../text/hex.ts';

const DEFINITION_BYTES = 26;
const [FILE_HEADER, COMPRESSION_HEADER, SLICE_HEADER, EXTERNAL, CORE] = [0, 1, 2, 4, 5];
const [RAW, GZIP] = [0, 1];
/** The last method that a version has. */
const LAST_METHOD: Readonly<Record<string, number>> = { '2.0': 2, '2.1': 2, '3.0': 4, '3.1': 8 };

const NEWEST_METHOD = 8;

export interface CramJudging {
  readonly beside?: ReadonlyMap<FileFormat, Companion>;
  /** Given the header of the file once it is read. */
  readonly onHeader?: (text: Buffer) => void;
}

interface Block {
  readonly at: number;
  readonly method: number;
  readonly type: number;
  readonly contentId: number;
  readonly size: number;
  readonly rawSize: number;
}

export function createCramJudge(findings: FileFindings, { beside, onHeader }: CramJudging = {}): ContentJudge {
  const crai = beside?.get('crai');
  const index = crai === undefined ? undefined : createIndexWatch(crai, findings);
  const counts = { containers: 0, slices: 0, blocks: 0, records: 0, bases: 0 };
  let version = '';
  let header: SamHeader | undefined;
  let lengths: readonly number[] = [];
  let offset = 0;
  // The last bytes of all.
  let tail = Buffer.alloc(0);
  let isEnd = false;
  let isBetween = false;
  let hasHeader = false;

  /** At the container or block in hand. */
  const add = (code: CramCode, message: string): void => findings.add(code, { offset }, message);
  const major = (): number => Number(version[0]);

  function* parse(cursor: Cursor): Step<void> {
    const definition = yield* cursor.take(DEFINITION_BYTES);
    if (definition.toString('latin1', 0, 4) !== 'CRAM') return add('CRAM-MAGIC', 'the first bytes are not CRAM');
    version = `${definition[4]}.${definition[5]}`;
    if (LAST_METHOD[version] === undefined) return add('CRAM-VERSION', `version ${version}`);
    for (let index = 0; ; index++) {
      isBetween = true;
      offset = cursor.offset;
      // Waits here for a byte: there may be none.
      const container = yield* readContainerHeader(cursor, major());
      isBetween = false;
      const isAgain = isEnd && typeof container === 'object' && marksEnd(container);
      if (isAgain) add('CRAM-EOF-TWICE', 'the end is marked again');
      else if (isEnd) return add('CRAM-TRAILING', 'bytes after the end');
      if (typeof container === 'string') return add('CRAM-CONTAINER', container);
      checkContainer(container, index);
      const isFramed =
        index === 0 ? yield* headerContainer(cursor, container) : yield* dataContainer(cursor, container);
      if (!isFramed) return;
      isEnd = index > 0 && marksEnd(container);
    }
  }

  const checkContainer = (container: ContainerHeader, index: number): void => {
    const { crc, records, blocks, bases, counter } = container;
    if (crc !== undefined && crc.stored !== crc.found) {
      add('CRAM-CONTAINER-CRC', `CRC-32 ${hex32(crc.stored)}, the header has ${hex32(crc.found)}`);
    }
    if (records < 0) add('CRAM-CONTAINER', `${records} records`);
    if (blocks < 0) add('CRAM-CONTAINER', `${blocks} blocks`);
    if (bases < 0) add('CRAM-CONTAINER', 'a negative number of bases');
    if (index === 0 || marksEnd(container)) return;
    counts.containers++;
    place(container.reference, container.start, container.span, 'container');
    if (major() >= 3 && counter !== counts.records) {
      add('CRAM-RECORD-COUNTER', `container: ${counter}, not ${counts.records}`);
    }
    counts.records += Math.max(0, records);
    counts.bases += Math.max(0, bases);
  };

  const place = (reference: number, start: number, span: number, what: string): void => {
    if (reference < -2) return add('CRAM-REFERENCE', `${what}: reference ${reference}`);
    if (reference < 0 || header === undefined) return;
    const length = lengths[reference];
    if (length === undefined) return add('CRAM-REFERENCE', `${what}: reference ${reference} of ${lengths.length}`);
    if (start + span - 1 > length) {
      add('CRAM-BEYOND-END', `${what}: ${start} and ${span} bases; reference ${reference} has ${length}`);
    }
  };

  /** The head of a block, where it fits into what is left of the container. */
  function* blockHead(cursor: Cursor, container: ContainerHeader): Step<Block | undefined> {
    const at = cursor.offset;
    offset = at;
    cursor.crc = 0;
    const end = container.body + container.length;
    const crcBytes = major() < 3 ? 0 : 4;
    if (end - at < 5 + crcBytes) {
      add('CRAM-BLOCK-SIZE', `${end - at} bytes are left of the container`);
      return undefined;
    }
    const first = yield* cursor.take(2);
    const [method = 0, type = 0] = first;
    const contentId = yield* readItf8(cursor);
    const size = yield* readItf8(cursor);
    const rawSize = yield* readItf8(cursor);
    if (size < 0 || rawSize < 0 || cursor.offset + size + crcBytes > end) {
      const left = end - cursor.offset - crcBytes;
      add('CRAM-BLOCK-SIZE', `${size} bytes, ${rawSize} unpacked; ${left} are left of the container`);
      return undefined;
    }
    counts.blocks++;
    if (method > NEWEST_METHOD) add('CRAM-BLOCK-METHOD', `method ${method}`);
    else if (method > (LAST_METHOD[version] ?? 0)) {
      add('CRAM-BLOCK-METHOD-NEWER', `method ${method} in version ${version}`);
    }
    if (method === RAW && size !== rawSize) add('CRAM-BLOCK-SIZE', `raw, with ${size} bytes and ${rawSize}`);
    return { at, method, type, contentId, size, rawSize };
  }

  function* blockEnd(cursor: Cursor, { at }: Block): Step<void> {
    if (major() < 3) return;
    const found = cursor.crc;
    const stored = (yield* cursor.take(4)).readUInt32LE(0);
    offset = at;
    if (stored !== found) add('CRAM-BLOCK-CRC', `CRC-32 ${hex32(stored)}, the block has ${hex32(found)}`);
  }

  /** False where the next container cannot be found. */
  function* rest(cursor: Cursor, { body, length }: ContainerHeader): Step<boolean> {
    const left = body + length - cursor.offset;
    yield* cursor.pass(Math.max(0, left));
    return left >= 0;
  }

  function* headerContainer(cursor: Cursor, container: ContainerHeader): Step<boolean> {
    const block = yield* blockHead(cursor, container);
    if (block === undefined) return yield* rest(cursor, container);
    const { method, type, size, rawSize } = block;
    const isReadable = type === FILE_HEADER && (method === RAW || method === GZIP) && size <= LARGEST_HEADER_BYTES;
    if (isReadable) {
      const data = yield* cursor.take(size);
      const text = headerText(data, method, rawSize);
      if (typeof text === 'string') add('CRAM-HEADER', text);
      else {
        header = judgeHeader(text, findings);
        lengths = [...header.references.values()].map(({ length }) => length);
        onHeader?.(text);
      }
    } else {
      add('CRAM-HEADER', `a block of type ${type}, method ${method}, ${size} bytes`);
      yield* cursor.pass(size);
    }
    yield* blockEnd(cursor, block);
    hasHeader = true;
    for (let index = 1; index < container.blocks; index++) {
      const padding = yield* blockHead(cursor, container);
      if (padding === undefined) break;
      if (padding.type !== FILE_HEADER) add('CRAM-BLOCK-TYPE', `type ${padding.type} in the header container`);
      yield* cursor.pass(padding.size);
      yield* blockEnd(cursor, padding);
    }
    // Space that is not in a block is allowed here.
    return yield* rest(cursor, container);
  }

  function* dataContainer(cursor: Cursor, container: ContainerHeader): Step<boolean> {
    const end = container.body + container.length;
    const at = container.offset;
    const slices = createSliceWatch({
      container,
      major: major(),
      add,
      place,
      onSlice: (slice, landmark, size) => index?.slice({ ...slice, container: container.offset, landmark, size }),
    });
    let blocks = 0;
    while (cursor.offset < end) {
      if (blocks === container.blocks) {
        offset = at;
        add('CRAM-CONTAINER-LENGTH', `${end - cursor.offset} bytes behind the last of ${blocks} blocks`);
        return yield* rest(cursor, container);
      }
      const block = yield* blockHead(cursor, container);
      if (block === undefined) return yield* rest(cursor, container);
      const { method, type, size, contentId } = block;
      const isFirst = blocks++ === 0;
      if (isFirst !== (type === COMPRESSION_HEADER)) {
        add('CRAM-BLOCK-TYPE', `block ${blocks} of the container is of type ${type}`);
      }
      if (type === SLICE_HEADER) {
        const isHeld = method === RAW && size <= LARGEST_SLICE_HEADER;
        const content = isHeld ? yield* cursor.take(size) : yield* passed(cursor, size);
        slices.header(block.at - container.body, content);
      } else {
        if (type === CORE || type === EXTERNAL) slices.data(type, contentId);
        else if (type !== COMPRESSION_HEADER) add('CRAM-BLOCK-TYPE', `type ${type}`);
        yield* cursor.pass(size);
      }
      yield* blockEnd(cursor, block);
    }
    offset = at;
    // A container without records may be left with the count of what it had.
    const isEmpty = container.records === 0 && container.landmarks.length === 0;
    if (blocks !== container.blocks && !isEmpty)
      add('CRAM-BLOCK-COUNT', `${container.blocks} blocks are said to be, ${blocks} are`);
    counts.slices += slices.end(container.length).slices;
    return cursor.offset === end;
  }

  const isMark = (last: Uint8Array): boolean =>
    EOF_CONTAINERS[major()]?.some((one) => Buffer.from(last).toString('hex').endsWith(one)) === true;
  const feed = createFeed(parse);

  return {
    push(bytes) {
      feed.push(bytes);
      if (bytes.length >= EOF_BYTES) tail = Buffer.from(bytes.subarray(-EOF_BYTES));
      else tail = Buffer.concat([tail, bytes]).subarray(-EOF_BYTES);
    },
    end() {
      if (feed.isOver) return;
      const { cursor } = feed;
      const isWhole = isBetween && hasHeader && feed.cursor.offset === offset;
      if (!isWhole) {
        if (isEnd) add('CRAM-TRAILING', `${cursor.offset - offset} bytes after the end`);
        else add('CRAM-TRUNCATED', `the file ends at ${cursor.offset}`);
        return;
      }
      index?.end();
      // Version 2.0 has no mark.
      if (version === '2.0') return;
      if (!isEnd || !isMark(tail))
        add('CRAM-EOF-MISSING', isEnd ? 'the last container is not quite it' : 'there is none');
    },
    last(bytes, at) {
      if (feed.isOver || version === '2.0' || isMark(bytes)) return;
      findings.add('CRAM-EOF-MISSING', { offset: at }, 'the last bytes are not it');
    },
    get metrics() {
      const minor = Number(version.slice(2));
      return version === '' ? counts : { ...counts, version_major: major(), version_minor: minor };
    },
  };
}

function* passed(cursor: Cursor, size: number): Step<undefined> {
  yield* cursor.pass(size);
  return undefined;
}
