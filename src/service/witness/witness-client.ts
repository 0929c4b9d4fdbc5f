/** Puts a ledger's last checkpoint before a witness, and its cosignature under the checkpoint. */

import {
  checkpointText,
  consistencyProof,
  cosignaturesBy,
  cosignatureTime,
  encodeCheckpoint,
  equalBytes,
  formatAddCheckpoint,
  MAX_RESPONSE_BYTES,
  MAX_SIGNATURE_LINES,
  parseSize,
  readCosignatures,
  readLeaves,
  readSignedCheckpoints,
  type LedgerStorage,
  type SignatureLine,
  type SignedCheckpoint,
  type VerifierKey,
} from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';

export type Witnessed =
  /** `time`: of the witness, seconds after 1970-01-01T00:00:00Z. */
  | { readonly kind: 'cosigned'; readonly size: number; readonly time: number; readonly wasThere: boolean }
  /** The witness has seen what this ledger does not continue. */
  | { readonly kind: 'contradicted'; readonly message: string };

export interface AddOptions {
  readonly storage: LedgerStorage;
  /** Submission prefix of the witness. */
  readonly url: string;
  readonly witness: VerifierKey;
}

/** The first attempt may guess wrong what the witness has seen; between the next two another client may have come. */
const ATTEMPTS = 4;
const TIMEOUT_MS = 15_000;

/**
 * @throws ServiceError `REJECTED`: a ledger without checkpoint or that does not hold, a witness that does not know it. `IO`: the
 * network, or an answer that is none.
 */
export async function addToWitness({ storage, url, witness }: AddOptions): Promise<Witnessed> {
  const { list, fault } = await readSignedCheckpoints(storage);
  const last = list.at(-1);
  if (fault !== undefined || last === undefined) throw rejected('LEDGER-BROKEN', fault?.message ?? 'no checkpoint');
  const text = checkpointText(last.checkpoint);
  const { size } = last.checkpoint;
  const [there] = cosignaturesBy(witness, text, last.lines);
  if (there !== undefined) return { kind: 'cosigned', size, time: timeOf(there), wasThere: true };
  // Nothing else is put before a witness.
  const leaves = await readLeaves(storage, last.checkpoint);
  if (leaves === undefined) throw rejected('LEDGER-BROKEN', 'the records do not give the root of the last checkpoint');
  const note = encodeCheckpoint(last);
  let oldSize = lastCosigned(list, witness);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const proof = oldSize === 0 ? [] : consistencyProof(leaves, oldSize);
    const { status, body } = await post(
      `${url.replace(/\/$/, '')}/add-checkpoint`,
      formatAddCheckpoint({ oldSize, proof, note }),
    );
    if (status === 409) {
      const seen = parseSize(body);
      if (seen === undefined) throw new ServiceError('IO', `${url} answers 409 without a size`);
      if (seen > size) {
        const message = `the witness has seen ${seen} records of this ledger, which has a checkpoint of ${size}: it was set back, or is an old copy`;
        return { kind: 'contradicted', message };
      }
      oldSize = seen;
    } else if (status === 422) {
      return { kind: 'contradicted', message: `the witness has seen other records (${body.trim()})` };
    } else if (status === 200) {
      const lines = readCosignatures(body, text, witness);
      if (typeof lines === 'string') throw new ServiceError('IO', `${url}: ${lines}`);
      await addLine(storage, last, lines[0]);
      return { kind: 'cosigned', size, time: timeOf(lines[0]), wasThere: false };
    } else if (status >= 500) {
      throw new ServiceError('IO', `${url} answers ${status}: ${body.trim()}`);
    } else {
      throw rejected(`WITNESS-${status}`, `the witness refuses (${status}): ${body.trim()}`);
    }
  }
  throw new ServiceError('IO', `${url} told another size ${ATTEMPTS} times`);
}

/** Of the last checkpoint under which the ledger has the witness's cosignature; 0 where it has none. */
const lastCosigned = (list: readonly SignedCheckpoint[], witness: VerifierKey): number =>
  list.findLast(({ checkpoint, lines }) => cosignaturesBy(witness, checkpointText(checkpoint), lines).length > 0)
    ?.checkpoint.size ?? 0;

/** Under the checkpoint as it is now: others may have cosigned it meanwhile. */
async function addLine(storage: LedgerStorage, { checkpoint }: SignedCheckpoint, line: SignatureLine): Promise<void> {
  const { list } = await readSignedCheckpoints(storage);
  const now = list.find(
    (one) => one.checkpoint.size === checkpoint.size && equalBytes(one.checkpoint.root, checkpoint.root),
  );
  if (now === undefined || now.lines.length >= MAX_SIGNATURE_LINES) {
    throw rejected('CHECKPOINT-FULL', `the checkpoint of ${checkpoint.size} records has no room for a signature`);
  }
  const name = `checkpoints/${String(checkpoint.size).padStart(10, '0')}`;
  await storage.writeAtomic(name, encodeCheckpoint({ checkpoint, lines: [...now.lines, line] }));
}

const timeOf = (line: SignatureLine): number => cosignatureTime(line.signature) ?? 0;

async function post(url: string, body: Uint8Array): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > MAX_RESPONSE_BYTES) throw new Error(`an answer of more than ${MAX_RESPONSE_BYTES} bytes`);
      chunks.push(chunk);
    }
    return { status: response.status, body: Buffer.concat(chunks).toString('utf8') };
  } catch (cause) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw new ServiceError('IO', `cannot reach ${url}: ${why}`, { cause });
  }
}

function rejected(code: string, message: string): ServiceError {
  const hint = 'See what seqplan verify says, and which logs and keys the witness trusts.';
  return new ServiceError('REJECTED', message, { findings: [{ code, severity: 'error', path: '', message, hint }] });
}
