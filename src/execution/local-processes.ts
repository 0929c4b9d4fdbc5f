/** Processes of this machine: `child_process.spawn` without a shell, each in a process group of its own. */

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import type { ResourcesUsed } from '../model/index.ts';
import { createExcerpt, type Excerpt } from './excerpt.ts';
import type { ProcessEnd, Processes, ProcessSpec, RunningProcess } from './ports.ts';
import { watchUsage } from './process-usage.ts';

/** Of each stream that is not a file: enough for a stack trace at either end. */
const HEAD_BYTES = 16 * 1024;
const TAIL_BYTES = 48 * 1024;

export const createLocalProcesses = (): Processes => ({
  start,
  async oomKills() {
    try {
      const match = /^oom_kill (\d+)$/m.exec(await readFile('/proc/vmstat', 'utf8'));
      return match === null ? undefined : Number(match[1]);
    } catch {
      // No /proc here, or a kernel before 4.13: then there is no such evidence.
      return undefined;
    }
  },
});

function start(spec: ProcessSpec): RunningProcess {
  const stdout = createExcerpt(HEAD_BYTES, TAIL_BYTES);
  const stderr = createExcerpt(HEAD_BYTES, TAIL_BYTES);
  let file: number | undefined;
  let child: ChildProcess;
  try {
    // Exclusive: an output that is there already belongs to somebody else.
    if (spec.stdoutFile !== undefined) file = openSync(spec.stdoutFile, 'wx', 0o644);
    child = spawn(spec.executable, spec.argv.slice(1), {
      argv0: spec.argv[0] ?? spec.executable,
      cwd: spec.cwd,
      env: { ...spec.environment },
      detached: true,
      shell: false,
      stdio: ['ignore', file ?? 'pipe', 'pipe'],
    });
  } catch (error) {
    return { ended: Promise.resolve(notStarted(error)), kill: () => {} };
  } finally {
    if (file !== undefined) closeSync(file);
  }
  collect(child.stdout, stdout);
  collect(child.stderr, stderr);

  const usage = child.pid === undefined ? undefined : watchUsage(child.pid);
  let isOver = false;
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || isOver) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // ESRCH: nobody is left in the group, which is what a signal is for.
    }
  };
  let used: ResourcesUsed | undefined;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(notStarted(error));
    });
    // The leader is gone; children it left behind would hold the pipes open and write into the attempt.
    child.once('exit', () => {
      used = usage?.stop();
      signalGroup('SIGKILL');
    });
    child.once('close', (exitCode, signal) => {
      isOver = true;
      const said = { stdout: stdout.text(), stderr: stderr.text() };
      resolve({ kind: 'ended', exitCode, signal, ...said, ...(used && { used }) });
    });
  });
  return { ended, kill: signalGroup };
}

function collect(stream: Readable | null, into: Excerpt): void {
  stream?.on('data', (bytes: Buffer) => into.add(bytes));
  // A broken pipe ends the stream; the process's own end says what happened.
  stream?.on('error', () => {});
}

function notStarted(error: unknown): ProcessEnd {
  const { code, message } = error as NodeJS.ErrnoException;
  return { kind: 'not-started', code: code ?? 'UNKNOWN', message };
}
