/**
 * Job shop instances: `jobs machines`, then per job a line of `machine duration` pairs in order, machines 0-based.
 *
 * Lines that start with `#` are comments. A job visits each machine once.
 */

import type { InstanceMode, ReadResult } from './instance.ts';
import { problemOf } from './instance.ts';
import { reading, type NumberReader } from './number-reader.ts';
import { MAX_DURATION, MAX_JOBS, MAX_MACHINES } from './caps.ts';

export function readJsp(text: string): ReadResult {
  const result = reading(text, (reader) => {
    const jobCount = reader.integer('the number of jobs', 1, MAX_JOBS);
    const machineCount = reader.integer('the number of machines', 1, MAX_MACHINES);
    const jobs = Array.from({ length: jobCount }, (_, job) => readJob(reader, job, machineCount));
    reader.end();
    return { problem: problemOf({ machineCount, jobs }) };
  });
  return 'findings' in result ? { kind: 'rejected', ...result } : { kind: 'problem', ...result };
}

function readJob(reader: NumberReader, job: number, machineCount: number): InstanceMode[][] {
  const seen = new Set<number>();
  return Array.from({ length: machineCount }, (_, k) => {
    const machine = reader.integer(`the machine of operation ${k} of job ${job}`, 0, machineCount - 1);
    if (seen.has(machine)) reader.reject(`job ${job} visits machine ${machine} twice`);
    seen.add(machine);
    const duration = reader.integer(`the duration of operation ${k} of job ${job}`, 0, MAX_DURATION);
    return [{ machine, duration }];
  });
}
