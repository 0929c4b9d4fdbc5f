/**
 * What a running process has used so far, as Linux tells it in /proc; Node.js has no `wait4` that would tell it in the end.
 *
 * Processor time is that of the process and of the children that it has waited for. Memory is the largest resident set that the
 * process itself has had; its children are not in it.
 */

import { readFile } from 'node:fs/promises';

import type { ResourcesUsed } from '../model/index.ts';

/** In clock ticks; Linux shows 100 to a second on every machine. */
const TICKS_PER_SECOND = 100;

/** The first reading comes after this long, each next one half as long again after the one before, at most a second. */
const FIRST_READING_MS = 10;
const MOST_MS = 1000;

export interface UsageWatch {
  /** As last seen: not later than a second, or a third of its life, before its end. undefined: it was over before, or there is no /proc. */
  stop(): ResourcesUsed | undefined;
}

export function watchUsage(pid: number): UsageWatch {
  let last: ResourcesUsed | undefined;
  let isOver = false;
  let delayMs = FIRST_READING_MS;
  let timer: NodeJS.Timeout;
  const read = async (): Promise<void> => {
    const seen = await usageOf(pid);
    if (isOver) return;
    last = seen ?? last;
    delayMs = Math.min(MOST_MS, delayMs * 1.5);
    plan();
  };
  const plan = (): void => {
    timer = setTimeout(() => void read(), delayMs);
    timer.unref();
  };
  plan();
  return {
    stop() {
      isOver = true;
      clearTimeout(timer);
      return last;
    },
  };
}

async function usageOf(pid: number): Promise<ResourcesUsed | undefined> {
  try {
    const [stat, status] = await Promise.all(
      ['stat', 'status'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
    );
    return parseUsage(stat ?? '', status ?? '');
  } catch {
    // It has ended meanwhile, or this is not Linux.
    return undefined;
  }
}

/** From `/proc/PID/stat` and `/proc/PID/status` (proc(5)): utime, stime, cutime and cstime are fields 14 to 17, VmHWM is in kB. */
export function parseUsage(stat: string, status: string): ResourcesUsed | undefined {
  // The name, field 2, is in parentheses and may hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).map(Number);
  const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (ticks.length < 4 || !ticks.every(Number.isSafeInteger)) return undefined;
  const cpuSeconds = ticks.reduce((sum, one) => sum + one, 0) / TICKS_PER_SECOND;
  return { cpuSeconds, ...(peakKb === undefined ? {} : { peakMemoryBytes: Number(peakKb) * 1024 }) };
}
