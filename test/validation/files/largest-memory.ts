/** Runs the command line on files in a process of its own, and reads the most memory that it held. */

import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileReport } from '../../../src/validation/files/content-judge.ts';

const CLI = fileURLToPath(new URL('../../../dist/service/cli.js', import.meta.url));
// The process tells it itself, as it ends, of its own memory: what the system counts for a process begins with what its parent held,
// and for children is the most of all of them.
const TELL = `import { readFileSync, writeSync } from 'node:fs';
process.on('exit', () => writeSync(3, /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]));`;

export interface Validated {
  /** Largest resident set, MB of 2^20 bytes. */
  readonly megabytes: number;
  readonly exit: number | null;
  readonly reports: readonly FileReport[];
}

/** `words`: files and options of `seqplan validate`. */
export async function validateApart(words: readonly string[]): Promise<Validated> {
  if (!existsSync(CLI)) throw new Error('there is no dist/: run `npm run build` first');
  const told = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const child = spawn(process.execPath, ['--import', told, CLI, 'validate', '--json', ...words], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const [text, memory] = [child.stdout, child.stdio[3]].map((stream) => {
    const pieces: Buffer[] = [];
    stream?.on('data', (piece: Buffer) => void pieces.push(piece));
    return pieces;
  });
  const exit = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const read = (pieces: readonly Buffer[] = []): string => Buffer.concat(pieces).toString('utf8');
  const lines = read(text)
    .split('\n')
    .filter((line) => line !== '');
  return {
    megabytes: Math.round(Number(read(memory)) / 102.4) / 10,
    exit,
    reports: lines.map((line) => JSON.parse(line) as FileReport),
  };
}
