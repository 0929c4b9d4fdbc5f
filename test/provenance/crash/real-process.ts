/** Runs the child that appends, under strace where a system call is to fail or to be the last, and reads what it left. */

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LedgerFiles } from './recovery-oracle.ts';

const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url));
const DIST = fileURLToPath(new URL('../../../dist/provenance/index.js', import.meta.url));

/** Why strace cannot be used, or undefined. */
export function straceMissing(): string | undefined {
  const { status } = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true'], { timeout: 10_000 });
  return status === 0 ? undefined : 'strace is not installed, or may not trace (tools/install-debian.sh)';
}

export interface ChildOptions {
  readonly folder: string;
  readonly count: number;
  /** About four records. */
  readonly segmentBytes?: number;
  /** Between two appends. */
  readonly waitMs?: number;
}

export interface ChildEnd {
  /** Records that the child told were durable. */
  readonly acknowledged: number;
  readonly closed: boolean;
  /** undefined: killed. */
  readonly exit: number | undefined;
  readonly errors: string;
}

const wordsOf = ({ folder, count, segmentBytes = 1000, waitMs = 0 }: ChildOptions): readonly string[] => {
  if (!existsSync(DIST)) throw new Error('the ledger is not built: npm run build');
  return [CHILD, folder, String(count), String(segmentBytes), String(waitMs)];
};

/** One thread for files: strace counts calls by thread. */
const ENVIRONMENT = { ...process.env, UV_THREADPOOL_SIZE: '1' };

/** `injection`: as for `strace -e inject=`; `file`: only calls on it. */
export function runTraced(options: ChildOptions, injection: string, file?: string): ChildEnd {
  const call = injection.split(':')[0] ?? '';
  const only = file === undefined ? [] : ['-P', file];
  const strace = ['-f', '-qq', '-o', '/dev/null', ...only, '-e', `trace=${call}`, '-e', `inject=${injection}`];
  const { status, stdout, stderr } = spawnSync('strace', [...strace, process.execPath, ...wordsOf(options)], {
    env: ENVIRONMENT,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return endOf(stdout, stderr, status);
}

export function runChild(options: ChildOptions): ChildEnd {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...wordsOf(options)], {
    env: ENVIRONMENT,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return endOf(stdout, stderr, status);
}

/** Kills the child when it has told of so many lines; `atLine` is called then, before the signal. */
export function killAfter(options: ChildOptions, lines: number, atLine: () => void = () => {}): Promise<ChildEnd> {
  const child = spawn(process.execPath, [...wordsOf(options)], { env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  let isKilled = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (isKilled || stdout.split('\n').length <= lines) return;
    isKilled = true;
    atLine();
    child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(endOf(stdout, stderr, status)));
  });
}

function endOf(stdout: string, errors: string, status: number | null): ChildEnd {
  const numbers = [...stdout.matchAll(/^(?:opened|acknowledged|closed) (\d+)$/gm)].map(([, count]) => Number(count));
  return {
    acknowledged: Math.max(0, ...numbers),
    closed: /^closed /m.test(stdout),
    // A shell's way to say that a signal ended it, which strace follows.
    exit: status === null || status > 128 ? undefined : status,
    errors,
  };
}

/** What lies in a ledger's folder, by relative name. */
export function filesIn(folder: string): LedgerFiles {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = names.map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
  return new Map(files.map((file) => [path.relative(folder, file), readFileSync(file)]));
}
