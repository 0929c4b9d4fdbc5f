/** SimPy 4 on the queues of bench/queues, with the same draws, in a process of its own. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LineInput, LineResult } from '../queues/line.ts';
import type { QueueInput, QueueResult } from '../queues/queue.ts';

export interface SimpyAnswer<T> {
  /** Processor time of the run alone. */
  readonly seconds: number;
  readonly result: T;
}

export interface Simpy {
  queue(input: QueueInput): SimpyAnswer<QueueResult>;
  line(input: LineInput): SimpyAnswer<LineResult>;
}

/** undefined where there is no Python with SimPy: bench/peers/README.md says how to get one. */
export function findSimpy(): Simpy | undefined {
  const python = process.env['SEQPLAN_PEERS_PYTHON'] ?? 'bench/peers/.venv/bin/python';
  if (!existsSync(python)) return undefined;
  if (spawnSync(python, ['-c', 'import simpy']).status !== 0) return undefined;
  return {
    queue: ({ servers, ...draws }) => ask(python, 'queue', { numbers: { servers }, draws }),
    line: ({ stations, failures, ...draws }) => ask(python, 'line', { numbers: { stations, failures }, draws }),
  };
}

interface Question {
  readonly numbers: Readonly<Record<string, number>>;
  readonly draws: Readonly<Record<string, Float64Array>>;
}

function ask<T>(python: string, model: string, { numbers, draws }: Question): SimpyAnswer<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-simpy-'));
  try {
    writeFileSync(path.join(folder, 'workload.json'), JSON.stringify(numbers));
    for (const [name, values] of Object.entries(draws)) writeFileSync(path.join(folder, `${name}.f64`), values);
    const { status, stdout, stderr } = spawnSync(python, ['bench/peers/simpy_queues.py', folder, model], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`simpy_queues.py ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as SimpyAnswer<T>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
