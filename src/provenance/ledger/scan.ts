/** The records behind a head, read strictly up to where the last write may have been torn. Nothing is changed here. */

import { Buffer } from 'node:buffer';
import { assert } from '../../base/index.ts';
import { equalBytes, type Hash } from '../hash.ts';
import { brokenAt, LedgerError, type BreakCode } from '../ledger-error.ts';
import { FRAME_HEADER_BYTES, readFrame } from '../log/frame.ts';
import type { FramePlace } from '../log/segment-writer.ts';
import { isSegmentFile, isTemporary, SEGMENT_FOLDER, segmentFile, type LedgerStorage } from '../log/storage.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import { createRecordCodec, type LedgerRecord } from '../record/record.ts';
import { createMerkleTree, leafHash } from '../tree/merkle.ts';
import type { Head } from './head.ts';
import { doesNotFollow, MAX_SEGMENT_BYTES } from './read-ledger.ts';
import { createRecordScanner, isHexOf, isZeros } from './verify-record.ts';

export interface Scan {
  /** After the last whole record. */
  readonly head: Head;
  /** After the last checkpoint; undefined where there is none. */
  readonly checkpoint?: { readonly size: number; readonly subtrees: readonly Hash[] };
  /** The rest of a write that never ended. */
  readonly torn?: { readonly segment: string; readonly offset: number; readonly bytes: Uint8Array };
  /** Segments behind all others that hold nothing. */
  readonly empty: readonly string[];
  /** Files of cuts that a record tells of. */
  readonly told: ReadonlySet<string>;
}

/** `checkpoints`: those of `from.size` records and more, in order. Throws a `LedgerError`: `BROKEN`, `OLD-VERSION`. */
export async function scan(storage: LedgerStorage, from: Head, checkpoints: readonly Checkpoint[]): Promise<Scan> {
  const progress = createProgress(from, checkpoints);
  const { segments, empty } = await segmentsFrom(storage, from);
  const mustHold = checkpoints.at(-1)?.size ?? 0;
  let torn: Scan['torn'];
  for (const [k, segment] of segments.entries()) {
    const begin = k === 0 ? (from.last?.end ?? 0) : 0;
    if (segment !== (k === 0 ? (from.last?.segment ?? segmentFile(0)) : segmentFile(progress.size()))) {
      throw brokenAt(progress.size(), 'SEGMENT-NAME', `segment ${segment} does not begin with the record to come`);
    }
    const bytes = await readFrom(storage, { segment, begin, next: progress.size() });
    const fault = readFrames(bytes, { segment, begin, progress });
    if (fault === undefined) continue;
    const size = progress.size();
    const isLast = k === segments.length - 1;
    if (size < mustHold || !isLast) throw brokenAt(size, fault.code, `${fault.message} of segment ${segment}`);
    torn = { segment, offset: begin + fault.offset, bytes: bytes.subarray(fault.offset) };
  }
  if (progress.size() < mustHold) {
    throw brokenAt(progress.size(), 'RECORD-MISSING', `the last checkpoint counts ${mustHold} records`);
  }
  return { ...progress.end(), ...(torn && { torn }), empty };
}

/** Names from the head's segment on, and apart from them those at the end that hold nothing. */
async function segmentsFrom(storage: LedgerStorage, { size, last }: Head) {
  const names = (await storage.list(SEGMENT_FOLDER)).filter((name) => !isTemporary(name));
  const foreign = names.find((name) => !isSegmentFile(name));
  if (foreign !== undefined) throw brokenAt(size, 'FOREIGN-FILE', `${SEGMENT_FOLDER}/${foreign} is no segment`);
  const segments = names.filter((name) => last === undefined || name >= last.segment);
  const empty: string[] = [];
  for (let name = segments.at(-1); name !== undefined; name = segments.at(-1)) {
    if ((await storage.size(`${SEGMENT_FOLDER}/${name}`)) !== 0) break;
    empty.push(name);
    segments.pop();
  }
  return { segments, empty };
}

async function readFrom(
  storage: LedgerStorage,
  { segment, begin, next }: { readonly segment: string; readonly begin: number; readonly next: number },
): Promise<Uint8Array> {
  const file = `${SEGMENT_FOLDER}/${segment}`;
  const bytes = (await storage.size(file)) ?? 0;
  if (bytes >= 1 && bytes <= MAX_SEGMENT_BYTES) return storage.readAt(file, begin, bytes - begin);
  throw brokenAt(next, 'SEGMENT-SIZE', `segment ${segment} has ${bytes} bytes; it needs 1 to ${MAX_SEGMENT_BYTES}`);
}

interface FrameFault {
  readonly code: BreakCode;
  readonly message: string;
  /** In the bytes read. */
  readonly offset: number;
}

interface FrameSource {
  readonly segment: string;
  /** Where the bytes read begin in it. */
  readonly begin: number;
  readonly progress: Progress;
}

/** The first bad frame or record, or undefined where all are good. */
function readFrames(bytes: Uint8Array, { segment, begin, progress }: FrameSource): FrameFault | undefined {
  const mayTell = asBuffer(bytes).includes('"type":"tail-cut"');
  for (let offset = 0; offset < bytes.length;) {
    const frame = readFrame(bytes, offset);
    if (frame.kind === 'fault') return { ...frame, offset };
    const place = { segment, begin: begin + offset, end: begin + frame.end };
    const fault = progress.add({ within: bytes, start: offset + FRAME_HEADER_BYTES, end: frame.end, mayTell, place });
    if (fault !== undefined) return { code: 'RECORD-FORMAT', message: `${fault} at offset ${offset}`, offset };
    offset = frame.end;
  }
  return undefined;
}

/** A record where it lies in the bytes read. */
interface Candidate {
  readonly within: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Whether any record among those bytes may be the notice of a cut. */
  readonly mayTell: boolean;
  readonly place: FramePlace;
}

interface Progress {
  size(): number;
  /** Takes the next record; what keeps the bytes from being one, or undefined. Throws where a whole record is out of place. */
  add(candidate: Candidate): string | undefined;
  end(): Pick<Scan, 'head' | 'checkpoint' | 'told'>;
}

function createProgress(from: Head, checkpoints: readonly Checkpoint[]): Progress {
  // Looks at most records without parsing them; those that say something about the ledger are parsed.
  const scanner = createRecordScanner();
  const codec = createRecordCodec();
  const tree = createMerkleTree(from);
  const roots = new Map(checkpoints.map(({ size, root }) => [size, root]));
  const told = new Set<string>();
  let { origin, vkey } = from;
  let lastLeaf = from.last?.leaf;
  let last: { readonly bytes: Uint8Array; readonly place: FramePlace } | undefined;
  let checkpoint: Scan['checkpoint'];

  const compare = (): void => {
    const size = tree.size();
    const root = roots.get(size);
    if (root === undefined) return;
    if (!equalBytes(root, tree.root())) {
      throw brokenAt('checkpoint', 'CHECKPOINT-ROOT', `the first ${size} records have another root`);
    }
    checkpoint = { size, subtrees: tree.subtrees() };
  };

  /** Of bytes that are a record. */
  const parse = (bytes: Uint8Array): LedgerRecord => {
    const decoded = codec.decode(bytes);
    assert(decoded.kind === 'record', 'the scanner took for a record what the codec does not');
    return decoded.record;
  };

  const learn = ({ seq, actor, fact }: LedgerRecord): void => {
    if (actor === undefined) throw ofVersion1();
    if (seq === 0 && fact.type === 'ledger-opened') [origin, vkey] = [fact.origin, fact.vkey ?? ''];
    if (fact.type === 'key-rotated') vkey = fact.to;
    if (fact.type === 'tail-cut') told.add(fact.file);
  };

  compare();
  return {
    size: () => tree.size(),
    add({ within, start, end, mayTell, place }) {
      const wrong = scanner.scan(within, start, end);
      if (wrong !== undefined) return wrong;
      const { seq, prev, isSigned } = scanner.form;
      const next = tree.size();
      if (seq !== next) throw brokenAt(next, 'RECORD-SEQ', `record ${seq} stands in the place of ${next}`);
      const isLinked = lastLeaf === undefined ? isZeros(within, prev) : isHexOf(within, prev, lastLeaf);
      if (!isLinked) throw brokenAt(next, 'RECORD-PREV', doesNotFollow(next));
      const bytes = within.subarray(start, end);
      if (isSigned || mayTell || next === 0) learn(parse(bytes));
      lastLeaf = leafHash(bytes);
      tree.append(lastLeaf);
      last = { bytes, place };
      compare();
      return undefined;
    },
    end() {
      const lastRecord =
        last === undefined || lastLeaf === undefined
          ? from.last
          : { leaf: lastLeaf, at: parse(last.bytes).at, ...last.place };
      const head: Head = {
        size: tree.size(),
        subtrees: tree.subtrees(),
        vkey,
        ...(lastRecord && { last: lastRecord }),
        ...(origin !== undefined && { origin }),
      };
      return { head, ...(checkpoint && { checkpoint }), told };
    },
  };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const ofVersion1 = (): LedgerError =>
  new LedgerError('OLD-VERSION', 'a ledger of version 1 is read, never continued\nRecord the run in a new ledger.');
