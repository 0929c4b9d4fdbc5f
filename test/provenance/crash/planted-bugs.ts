/** Bugs that a durable log might have, each as a change of a line or two of ours, and what catches it. */

import type { LogPatch } from './planted-log.ts';

export interface PlantedBug {
  readonly name: string;
  readonly patches: readonly LogPatch[];
  /** Some crash under this workload is a violation; or else the trial that fails, by the beginning of its name. */
  readonly caughtBy: { readonly workload: string } | { readonly trial: string };
  /** Through the copy of `node-fs`. */
  readonly usesNodeFs?: boolean;
}

const FLUSHES = 'one flush after the other';
const AT_ONCE = 'many flush at once';
const SEGMENTS = 'segments of a few records';
const ONE_EACH = 'segments that end where a record does';
const CHECKPOINTS = 'checkpoints by count, between appends';
const ON_DEMAND = 'checkpoints on demand, with signatures';
const KEYS = 'the key rotates';
const BURST = 'a burst, and no end';

type Caught = PlantedBug['caughtBy'];

const by = (workload: string): Caught => ({ workload });
const trial = (name: string): Caught => ({ trial: name });

interface Change {
  readonly in: string;
  readonly find: string;
  readonly put?: string;
}

const bug = (name: string, caughtBy: Caught, ...changes: readonly Change[]): PlantedBug => ({
  name,
  caughtBy,
  patches: changes.map(({ in: file, find, put = '' }) => ({ file, find, put })),
  usesNodeFs: changes.some((change) => change.in === 'service/node-fs'),
});

const GROUP = 'provenance/log/group-commit';
const SEGMENT = 'provenance/log/segment-writer';
const STORAGE = 'provenance/log/storage';
const FRAME = 'provenance/log/frame';
const WRITER = 'provenance/ledger/ledger-writer';
const CHECKPOINT = 'provenance/ledger/checkpoint-writer';
const RECOVER = 'provenance/ledger/recover';
const SCAN = 'provenance/ledger/scan';
const OPEN = 'provenance/ledger/open-ledger';
const TREE = 'provenance/tree/merkle';
const NODE_FS = 'service/node-fs';

export const PLANTED_BUGS: readonly PlantedBug[] = [
  // Writing.
  bug('never syncs a segment', by(FLUSHES), { in: SEGMENT, find: 'await handle.sync();' }),
  bug('acknowledges before the sync', by(FLUSHES), {
    in: WRITER,
    find: 'return writing;',
    // Nobody waits for what becomes of it.
    put: 'writing.catch(() => {}); return Promise.resolve();',
  }),
  bug('lets those without anything queued go at once', by(AT_ONCE), {
    in: GROUP,
    find: 'return underWay ?? Promise.resolve();',
    put: 'return Promise.resolve();',
  }),
  bug('shares a write that began before', by(AT_ONCE), {
    in: GROUP,
    find: 'if (upcoming !== undefined)',
    put: 'if (underWay !== undefined) return underWay; if (upcoming !== undefined)',
  }),
  bug('writes the segments of a batch in any order', by(ONE_EACH), {
    in: SEGMENT,
    find: 'for (const [k, batch] of batches.entries())',
    put: 'for (const [k, batch] of batches.toReversed().entries())',
  }),
  bug('syncs the last segment of a batch only', by(SEGMENTS), {
    in: SEGMENT,
    find: 'await handle.sync();',
    put: 'if (planned?.file === file) await handle.sync();',
  }),
  bug('names a segment for the record before', by(SEGMENTS), {
    in: SEGMENT,
    find: 'planned = { file: segmentFile(seq), bytes: 0 };',
    put: 'planned = { file: segmentFile(Math.max(seq - 1, 0)), bytes: 0 };',
  }),
  bug('ends a segment one byte too early', trial('a segment ends where'), {
    in: SEGMENT,
    find: 'planned.bytes + frame.length > segmentBytes',
    put: 'planned.bytes + frame.length >= segmentBytes',
  }),
  bug('makes the CRC over one byte less', by(FLUSHES), {
    in: FRAME,
    find: 'frame.writeUInt32BE(crc32(frame.subarray(FRAME_HEADER_BYTES)), 4);',
    put: 'frame.writeUInt32BE(crc32(frame.subarray(FRAME_HEADER_BYTES, -1)), 4);',
  }),
  bug(
    'makes and checks the CRC over the length too',
    by(FLUSHES),
    {
      in: FRAME,
      find: 'frame.writeUInt32BE(crc32(frame.subarray(FRAME_HEADER_BYTES)), 4);',
      put: 'frame.writeUInt32BE(crc32(Buffer.concat([frame.subarray(0, 4), frame.subarray(8)])), 4);',
    },
    {
      in: FRAME,
      find: 'const computed = crc32(bytes);',
      put: 'const computed = crc32(Buffer.concat([segment.subarray(offset, offset + 4), bytes]));',
    },
  ),
  bug('hashes leaves as if they were nodes', by(FLUSHES), {
    in: TREE,
    find: 'LEAF_PREFIX = 0x00',
    put: 'LEAF_PREFIX = 0x01',
  }),
  bug('hashes nodes as if they were leaves', by(CHECKPOINTS), {
    in: TREE,
    find: 'NODE_PREFIX = 0x01',
    put: 'NODE_PREFIX = 0x00',
  }),
  // Checkpoints.
  bug('writes a checkpoint before its records', by(CHECKPOINTS), {
    in: CHECKPOINT,
    find: 'inTurn(() => durable.then(() => write(moment)))',
    put: 'inTurn(() => write(moment))',
  }),
  bug('acknowledges a checkpoint before it is written', by(ON_DEMAND), {
    in: CHECKPOINT,
    find: 'write: (moment, durable) => inTurn(() => durable.then(() => write(moment))),',
    put: 'write: (moment, durable) => (void inTurn(() => durable.then(() => write(moment))), durable),',
  }),
  bug('lets a checkpoint count a record more', by(ON_DEMAND), {
    in: CHECKPOINT,
    find: '`${CHECKPOINT_FOLDER}/${countName(size)}`, bytes',
    put: '`${CHECKPOINT_FOLDER}/${countName(size + 1)}`, await signed({ origin, size: size + 1, root: rootOfSubtrees(subtrees) }, signers)',
  }),
  bug('signs with the new key what the old one has to', by(KEYS), {
    in: WRITER,
    find: '[rotation.from, signer]',
    put: '[signer]',
  }),
  bug('goes on signing with the old key', by(KEYS), {
    in: WRITER,
    find: '[signer, vkey, rotation] = [next, next.vkey, { size: tree.size(), from }];',
    put: '[vkey, rotation] = [next.vkey, { size: tree.size(), from }];',
  }),
  // Failing disks.
  bug('takes the second sync for a success', trial('EIO in a sync'), {
    in: SEGMENT,
    find: 'await handle.sync();',
    put: 'await handle.sync().catch(() => handle.sync());',
  }),
  bug('goes on after a failure', trial('EIO in a'), { in: WRITER, find: 'failure ??= error;' }),
  bug('takes a full disk at a sync for one that can be waited out', trial('ENOSPC in a sync'), {
    in: SEGMENT,
    find: "throw new LedgerError('WRITE-FAILED', messageOf(cause), { cause });",
    put: 'throw cause;',
  }),
  bug('drops the queue when the disk is full', trial('ENOSPC in any write'), {
    in: SEGMENT,
    find: 'queue.unshift(...batches.slice(k));',
  }),
  bug('writes a batch again behind its own beginning', trial('a disk of any size'), {
    in: SEGMENT,
    find: 'await cutBack(file);',
    put: ';',
  }),
  bug('acknowledges to all but the first when the disk is full', trial('ENOSPC in any write'), {
    in: GROUP,
    find: 'upcoming = before.then(begin);',
    put: 'upcoming = before.then(begin); const mine = upcoming; upcoming = upcoming.catch(() => {}); return mine;',
  }),
  // Recovery.
  bug('keeps the torn tail', by(FLUSHES), {
    in: RECOVER,
    find: 'await storage.writeAtomic(segment, await storage.readAt(segment, 0, last.end));',
  }),
  bug('keeps a segment whose first record is torn', by(SEGMENTS), {
    in: RECOVER,
    find: 'if (torn.offset === 0)',
    put: 'if (false)',
  }),
  bug('keeps segments that hold nothing', by(SEGMENTS), {
    in: RECOVER,
    find: 'for (const name of empty)',
    put: 'for (const name of [])',
  }),
  bug('throws away what it cuts', by(FLUSHES), {
    in: RECOVER,
    find: 'await storage.writeAtomic(`${CUT_FOLDER}/${head.size}-${digest.slice(0, 16)}`, torn.bytes);',
  }),
  bug(
    'cuts first and keeps afterwards',
    by(FLUSHES),
    {
      in: RECOVER,
      find: 'await storage.writeAtomic(`${CUT_FOLDER}/${head.size}-${digest.slice(0, 16)}`, torn.bytes);',
    },
    {
      in: RECOVER,
      find: 'await storage.writeAtomic(segment, await storage.readAt(segment, 0, last.end));',
      put: 'await storage.writeAtomic(segment, await storage.readAt(segment, 0, last.end)); if (torn) await storage.writeAtomic(`${CUT_FOLDER}/${head.size}-${toHex(sha256(torn.bytes)).slice(0, 16)}`, torn.bytes);',
    },
  ),
  bug('tells only of the cut that it made itself', by(FLUSHES), {
    in: RECOVER,
    find: 'cuts: await untoldCuts(storage, { from: from.size, told: found.told }),',
    put: 'cuts: found.torn === undefined ? [] : await untoldCuts(storage, { from: from.size, told: found.told }),',
  }),
  bug('tells of every cut at every opening', by(FLUSHES), {
    in: RECOVER,
    find: ' || told.has(file))',
    put: ')',
  }),
  bug('leaves half-written files lying', by(FLUSHES), {
    in: RECOVER,
    find: "await storage.remove(folder === '' ? name : `${folder}/${name}`);",
    put: ';',
  }),
  bug('builds on records that only the system remembers', by(SEGMENTS), {
    in: RECOVER,
    find: '(torn === undefined && head.size === checkpoint?.size)',
    put: 'torn === undefined',
  }),
  bug('builds on a folder that only the system remembers', by(BURST), {
    in: NODE_FS,
    find: 'await syncCreated(path.resolve(folder), path.resolve(first ?? folder));',
    put: 'if (first !== undefined) await syncCreated(path.resolve(folder), path.resolve(first));',
  }),
  bug('says nothing of a cut', by(FLUSHES), {
    in: OPEN,
    find: "...cuts.map((cut) => ({ type: 'tail-cut', ...cut }))",
  }),
  bug('cuts what a checkpoint counts', trial('refused: a bad frame'), {
    in: SCAN,
    find: 'const mustHold = checkpoints.at(-1)?.size ?? 0;',
    put: 'const mustHold = 0;',
  }),
  bug('cuts in the middle', trial('refused: a torn segment'), { in: SCAN, find: ' || !isLast)', put: ')' }),
  bug('does not look at prev', trial('refused: a record'), {
    in: SCAN,
    find: 'if (!isLinked)',
    put: 'if (false)',
  }),
  bug('does not compare roots', trial('refused: a last record'), {
    in: SCAN,
    find: 'if (!equalBytes(root, tree.root())) {',
    put: 'if (false) {',
  }),
  bug('does not miss records', trial('refused: records under'), {
    in: SCAN,
    find: 'if (progress.size() < mustHold) {',
    put: 'if (false) {',
  }),
  bug(
    'believes any snapshot',
    trial('a snapshot of another'),
    {
      in: RECOVER,
      find: 'equalBytes(first.root, rootOfSubtrees(snapshot.subtrees));',
      put: 'true;',
    },
    {
      in: 'provenance/ledger/head',
      find: 'if (!equalBytes(leafHash(frame.bytes), where.leaf))',
      put: 'if (false)',
    },
  ),
  // Locks.
  bug('takes no lock', trial('a second writer'), {
    in: OPEN,
    find: 'return await storage.lock(LOCK_FILE);',
    put: 'return { release: async () => {} };',
  }),
  bug('lets go of the lock before its last write', trial('a second writer'), {
    in: WRITER,
    find: 'const { moment, size } = await checkpointNow();',
    put: 'await lock.release(); const { moment, size } = await checkpointNow();',
  }),
  // What the operating system is asked for.
  bug('does not sync the folder of a new segment', by(FLUSHES), {
    in: NODE_FS,
    find: '// Also where the file was there: whoever made it may have died before its entry was durable.\n                await syncFolder(path.dirname(file));',
  }),
  bug('does not sync the folder of what it replaces', by(ON_DEMAND), {
    in: NODE_FS,
    find: 'throw error;\n            }\n            await syncFolder(path.dirname(file));\n        },\n        async openAppend',
    put: 'throw error;\n            }\n        },\n        async openAppend',
  }),
  bug('does not sync a file before it takes its name', by(ON_DEMAND), {
    in: NODE_FS,
    find: 'await handle.writeFile(bytes);\n        await handle.sync();',
    put: 'await handle.writeFile(bytes);',
  }),
  bug('does not sync new folders', by(FLUSHES), {
    in: NODE_FS,
    find: 'await syncCreated(path.resolve(folder), path.resolve(first ?? folder));',
  }),
  bug('writes a checkpoint in its place', by(ON_DEMAND), {
    in: STORAGE,
    find: 'await fs.writeFileAtomic(path(name), bytes);',
    put: 'const file = await fs.openAppend(path(name)); await file.append(bytes); await file.sync();',
  }),
];
