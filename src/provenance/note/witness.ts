/**
 * What a witness makes of a checkpoint that is put before it: whether it is by a log that it knows, and continues what it has
 * seen of that log. Nothing here remembers or signs anything.
 */

import { equalBytes, type Hash } from '../hash.ts';
import { verifyConsistency } from '../tree/merkle-proof.ts';
import { emptyRoot } from '../tree/merkle.ts';
import { parseForeignCheckpoint } from './any-checkpoint.ts';
import { openNote, parseNote } from './open-note.ts';
import type { SignatureLine, VerifierKey } from './signed-note.ts';
import { parseAddCheckpoint, type AddCheckpoint } from './witness-protocol.ts';

/** With the HTTP status of C2SP tlog-witness. `size`: of the last checkpoint cosigned, with 409. */
export interface WitnessRefusal {
  readonly kind: 'refusal';
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly message: string;
  readonly size?: number;
}

/** A checkpoint that is signed by a log that the witness knows. */
export interface Submission {
  readonly kind: 'submission';
  readonly request: AddCheckpoint;
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** What is cosigned. */
  readonly text: string;
  /** The log's own. */
  readonly lines: readonly SignatureLine[];
}

/** The last checkpoint that the witness cosigned for a log. */
export interface Latest {
  readonly size: number;
  readonly root: Hash;
}

/** `keysOf`: of the log with an origin; none where it is unknown. */
export function readSubmission(
  body: Uint8Array,
  keysOf: (origin: string) => readonly VerifierKey[],
): Submission | WitnessRefusal {
  const request = parseAddCheckpoint(body);
  if (typeof request === 'string') return refusal(400, request);
  const parsed = parseNote(request.note);
  if ('kind' in parsed) return refusal(400, `the checkpoint is no note: ${parsed.message}`);
  const checkpoint = parseForeignCheckpoint(parsed.text);
  if (typeof checkpoint === 'string') return refusal(400, `the note is no checkpoint: ${checkpoint}`);
  const { origin, size, root } = checkpoint;
  const keys = keysOf(origin);
  if (keys.length === 0) return refusal(404, `origin ${origin} is not known here`);
  const opened = openNote(request.note, keys);
  if (opened.kind === 'fault') return refusal(403, opened.message);
  if (request.oldSize > size) return refusal(400, `old size ${request.oldSize} is past the checkpoint's, ${size}`);
  const lines = opened.verified.map(({ line }) => line);
  return { kind: 'submission', request, origin, size, root, text: opened.text, lines };
}

/** undefined: it may be cosigned, once it is remembered. `latest`: undefined where none was cosigned for its origin. */
export function judgeSubmission(submission: Submission, latest: Latest | undefined): WitnessRefusal | undefined {
  const { request, size, root } = submission;
  const { oldSize, proof } = request;
  const known = latest?.size ?? 0;
  if (oldSize !== known) {
    return { ...refusal(409, `old size ${oldSize}; the last checkpoint cosigned has ${known}`), size: known };
  }
  if (size === 0 && !equalBytes(root, emptyRoot())) return refusal(422, 'the root of an empty log is another');
  if (latest === undefined || oldSize === 0) {
    return proof.length === 0 ? undefined : refusal(422, 'a proof from size 0 is empty');
  }
  const isContinued = verifyConsistency({ oldSize, oldRoot: latest.root, newSize: size, newRoot: root, proof });
  return isContinued ? undefined : refusal(422, `the proof does not lead from ${oldSize} records to ${size}`);
}

const refusal = (status: WitnessRefusal['status'], message: string): WitnessRefusal => ({
  kind: 'refusal',
  status,
  message,
});
