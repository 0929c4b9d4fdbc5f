/** Runs tools/verify_ledger.py over many ledgers in one process: starting one takes longer than verifying. */

import { Buffer } from 'node:buffer';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Files } from './spec-ledger.ts';
import type { Given } from './mutation-bases.ts';

export const SCRIPT = fileURLToPath(new URL('../../tools/verify_ledger.py', import.meta.url));

export const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('skipped: there is no python3 for the second verifier');

/** Without the message: wording is each verifier's own. */
export interface Verdict {
  readonly kind: string;
  readonly record?: number | string;
  readonly code?: string;
  readonly records?: number;
  readonly root?: string;
  readonly origin?: string;
  readonly checkpoints?: number;
  readonly tail?: number;
  readonly signedBy?: readonly string[];
  readonly cosignedBy?: readonly string[];
  readonly recordSignatures?: number;
}

/** A ledger as a line of a batch. */
export function batchLine(files: Files, given: Given): string {
  const contents = Object.fromEntries([...files].map(([name, bytes]) => [name, base64(bytes)]));
  return `${JSON.stringify({
    files: contents,
    ...(given.expectedRoot !== undefined && { expectedRoot: given.expectedRoot }),
    ...(given.anchors !== undefined && { checkpoints: given.anchors.map(base64) }),
    ...(given.trusted !== undefined && { vkeys: given.trusted }),
    ...(given.acceptTail !== undefined && { tail: given.acceptTail }),
  })}\n`;
}

/** One verdict a line, in order. `lines` are drawn as the process takes them. */
export async function secondVerdicts(lines: Iterable<string> | AsyncIterable<string>): Promise<readonly Verdict[]> {
  const child = spawn('python3', [SCRIPT, '--batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await pipeline(Readable.from(lines), child.stdin);
  await closed;
  const text = Buffer.concat(chunks).toString().trimEnd();
  return text === '' ? [] : text.split('\n').map((line) => withoutMessage(JSON.parse(line) as Verdict));
}

/** Without what is not in the specification: wording, and how our verifier sums up who signed. */
export const withoutMessage = (verdict: object): Verdict =>
  Object.fromEntries(
    Object.entries(verdict).filter(([name]) => name !== 'message' && name !== 'signer'),
  ) as unknown as Verdict;

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
