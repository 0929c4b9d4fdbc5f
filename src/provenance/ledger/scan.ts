/** The records behind a head, read strictly up to where the last write may have been torn. Nothing is changed here. */

import { equalBytes, toHex, type Hash } from '../hash.ts';
import { brokenAt, LedgerError, type BreakCode } from '../ledger-error.ts';
import { readFrame } from '../log/frame.ts';
import type { FramePlace } from '../log/segment-writer.ts';
import { isSegmentFile, isTemporary, SEGMENT_FOLDER, segmentFile, type LedgerStorage } from '../log/storage.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import { createRecordCodec, NO_PREVIOUS, type LedgerRecord } from '../record/record.ts';
import { createMerkleTree, leafHash } from '../tree/merkle.ts';
import type { Head } from './head.ts';
import { doesNotFollow, MAX_SEGMENT_BYTES } from './read-ledger.ts';

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
  for (let offset = 0; offset < bytes.length;) {
    const frame = readFrame(bytes, offset);
    if (frame.kind === 'fault') return { ...frame, offset };
    const fault = progress.add(frame.bytes, { segment, begin: begin + offset, end: begin + frame.end });
    if (fault !== undefined) return { code: 'RECORD-FORMAT', message: `${fault} at offset ${offset}`, offset };
    offset = frame.end;
  }
  return undefined;
}

interface Progress {
  size(): number;
  /** Takes the next record; what keeps the bytes from being one, or undefined. Throws where a whole record is out of place. */
  add(bytes: Uint8Array, where: FramePlace): string | undefined;
  end(): Pick<Scan, 'head' | 'checkpoint' | 'told'>;
}

function createProgress(from: Head, checkpoints: readonly Checkpoint[]): Progress {
  const codec = createRecordCodec();
  const tree = createMerkleTree(from);
  const roots = new Map(checkpoints.map(({ size, root }) => [size, root]));
  const told = new Set<string>();
  let { last, origin, vkey } = from;
  let previous = last === undefined ? NO_PREVIOUS : toHex(last.leaf);
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

  const learn = ({ seq, fact }: LedgerRecord): void => {
    if (seq === 0 && fact.type === 'ledger-opened') [origin, vkey] = [fact.origin, fact.vkey ?? ''];
    if (fact.type === 'key-rotated') vkey = fact.to;
    if (fact.type === 'tail-cut') told.add(fact.file);
  };

  compare();
  return {
    size: () => tree.size(),
    add(bytes, where) {
      const decoded = codec.decode(bytes);
      if (decoded.kind === 'fault') return decoded.message;
      const { record } = decoded;
      const seq = tree.size();
      if (record.seq !== seq) throw brokenAt(seq, 'RECORD-SEQ', `record ${record.seq} stands in the place of ${seq}`);
      if (record.prev !== previous) throw brokenAt(seq, 'RECORD-PREV', doesNotFollow(seq));
      if (record.actor === undefined) throw ofVersion1();
      const leaf = leafHash(bytes);
      tree.append(leaf);
      previous = toHex(leaf);
      last = { leaf, at: record.at, ...where };
      learn(record);
      compare();
      return undefined;
    },
    end() {
      const head = { size: tree.size(), subtrees: tree.subtrees(), vkey, ...(last && { last }) };
      return { head: { ...head, ...(origin !== undefined && { origin }) }, ...(checkpoint && { checkpoint }), told };
    },
  };
}

export const ofVersion1 = (): LedgerError =>
  new LedgerError('OLD-VERSION', 'a ledger of version 1 is read, never continued\nRecord the run in a new ledger.');
