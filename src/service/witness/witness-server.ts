/** A witness on the network (C2SP tlog-witness): `add-checkpoint`, and the last checkpoint of each log for monitors. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../base/index.ts';
import {
  cosign,
  formatSignatureLine,
  judgeSubmission,
  MAX_REQUEST_BYTES,
  readSubmission,
  SIZE_TYPE,
  type NoteSigner,
  type VerifierKey,
} from '../../provenance/index.ts';
import { noteBytes, type WitnessState } from './witness-state.ts';

export interface WitnessOptions {
  readonly state: WitnessState;
  readonly signer: NoteSigner;
  /** Keys of the log with an origin; none: unknown. */
  readonly keysOf: (origin: string) => readonly VerifierKey[];
  readonly clock: Clock;
  /** What went wrong on this side; one line. */
  readonly onFault: (message: string) => void;
}

interface Answer {
  readonly status: number;
  readonly body: string | Uint8Array;
  readonly type?: string;
}

/** Not listening yet. Bodies, times and connections are bounded. */
export function createWitnessServer(options: WitnessOptions): Server {
  const addCheckpoint = createAddCheckpoint(options);
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { method, url = '' } = request;
    if (url === '/add-checkpoint') {
      if (method !== 'POST') return { status: 405, body: 'POST a checkpoint\n' };
      const body = await readBody(request);
      return body === undefined ? { status: 413, body: `at most ${MAX_REQUEST_BYTES} bytes\n` } : addCheckpoint(body);
    }
    const [, originHash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(url) ?? [];
    if (originHash === undefined || method !== 'GET') return { status: 404, body: 'not found\n' };
    const note = await options.state.note(originHash);
    return note === undefined ? { status: 404, body: 'no checkpoint of that log\n' } : { status: 200, body: note };
  };
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000, maxHeaderSize: 8192 });
  server.maxConnections = 64;
  server.on('request', (request, response) => {
    answer(request).then(
      (found) => send(response, found),
      (error: unknown) => {
        options.onFault(error instanceof Error ? error.message : String(error));
        send(response, { status: 500, body: 'the witness failed\n' });
      },
    );
  });
  return server;
}

/** One request after the other: between asking what was seen last and remembering the next, nothing may come. */
function createAddCheckpoint({ state, signer, keysOf, clock }: WitnessOptions): (body: Uint8Array) => Promise<Answer> {
  const add = async (body: Uint8Array): Promise<Answer> => {
    const submission = readSubmission(body, keysOf);
    if (submission.kind === 'refusal') return { status: submission.status, body: `${submission.message}\n` };
    const { origin, text, lines } = submission;
    const refusal = judgeSubmission(submission, await state.latest(origin));
    if (refusal?.size !== undefined) return { status: 409, body: `${refusal.size}\n`, type: SIZE_TYPE };
    if (refusal !== undefined) return { status: refusal.status, body: `${refusal.message}\n` };
    // Remembered first: what was signed and forgotten could be contradicted.
    await state.remember(origin, noteBytes(text, lines));
    const line = await cosign(text, Math.floor(clock.nowMs() / 1000), signer);
    await state.remember(origin, noteBytes(text, [...lines, line]));
    return { status: 200, body: formatSignatureLine(line) };
  };
  let turn: Promise<unknown> = Promise.resolve();
  return (body) => {
    const mine = turn.then(() => add(body));
    turn = mine.catch(() => {});
    return mine;
  };
}

/** undefined: longer than a request can be. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // The connection is still to carry the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_REQUEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, body, type = 'text/plain; charset=utf-8' }: Answer): void {
  // After a body that was not read to its end, the connection is of no use.
  if (status === 413 || status === 500) response.setHeader('connection', 'close');
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(body);
}
