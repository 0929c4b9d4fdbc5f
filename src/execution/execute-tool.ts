/** Runs the process of an attempt in its folder, from start to end, and keeps what it said. */

import path from 'node:path';

import type { Invocation } from '../model/index.ts';
import type { AttemptContext } from './attempt-context.ts';
import { STDERR_FILE, STDOUT_FILE, TEMPORARY_FOLDER } from './layout.ts';
import type { ProcessEnd, RunFiles } from './ports.ts';
import { endOf } from './stop-process.ts';
import { systemErrorCode } from './system-error.ts';

export interface Executed<End = ProcessEnd> {
  readonly end: End;
  /** Of the process, in milliseconds since 1970. */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Kills for lack of memory that the kernel counted meanwhile; undefined: not known. */
  readonly oomKills: number | undefined;
  /** System error that kept the logs from being written. */
  readonly logError: string | undefined;
}

export interface ToExecute {
  readonly invocation: Invocation;
  /** Absolute path. */
  readonly executable: string;
  /** Working directory, absolute; the logs go there too. */
  readonly folder: string;
  /** Aborting it stops the process. */
  readonly signal: AbortSignal;
}

export async function executeTool(
  { processes, files, timers, environment, nowMs }: AttemptContext,
  { invocation, executable, folder, signal }: ToExecute,
): Promise<Executed> {
  await files.makeFolder(path.join(folder, TEMPORARY_FOLDER));
  const before = await processes.oomKills();
  const { argv, stdoutFile } = invocation;
  const startedMs = nowMs();
  const running = processes.start({
    executable,
    argv,
    cwd: folder,
    environment,
    ...(stdoutFile === undefined ? {} : { stdoutFile: path.join(folder, stdoutFile) }),
  });
  const end = await endOf(running, signal, timers);
  // Wall clocks step back.
  const endedMs = Math.max(startedMs, nowMs());
  const after = await processes.oomKills();
  return {
    end,
    startedMs,
    endedMs,
    oomKills: before === undefined || after === undefined ? undefined : after - before,
    logError: end.kind === 'ended' ? await keepLogs(files, folder, end, stdoutFile === undefined) : undefined,
  };
}

/** The system error, if one came: the process has ended all the same, and its record must stay. */
async function keepLogs(
  files: RunFiles,
  folder: string,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  withStdout: boolean,
): Promise<string | undefined> {
  try {
    await files.writeText(path.join(folder, STDERR_FILE), stderr);
    if (withStdout) await files.writeText(path.join(folder, STDOUT_FILE), stdout);
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return code;
  }
}
