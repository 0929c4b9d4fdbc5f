/**
 * Flexible job shop instances: `jobs machines [flexibility]`, then per job a line with the number of operations and, per
 * operation, the number of alternatives followed by that many `machine duration` pairs, machines 1-based.
 */

import { MAX_DURATION, MAX_JOBS, MAX_MACHINES, MAX_OPERATIONS } from './caps.ts';
import { problemOf, type InstanceMode, type ReadResult } from './instance.ts';
import { reading, type NumberReader } from './number-reader.ts';

export function readFjsp(text: string): ReadResult {
  const result = reading(text, (reader) => {
    const jobCount = reader.integer('the number of jobs', 1, MAX_JOBS);
    const machineCount = reader.integer('the number of machines', 1, MAX_MACHINES);
    if (reader.isInsideLine()) reader.decimal('the flexibility');
    const jobs = Array.from({ length: jobCount }, (_, job) => {
      const count = reader.integer(`the number of operations of job ${job}`, 1, MAX_OPERATIONS);
      return Array.from({ length: count }, (__, k) => readModes(reader, `operation ${k} of job ${job}`, machineCount));
    });
    reader.end();
    return { problem: problemOf({ machineCount, jobs }) };
  });
  return 'findings' in result ? { kind: 'rejected', ...result } : { kind: 'problem', ...result };
}

function readModes(reader: NumberReader, name: string, machineCount: number): InstanceMode[] {
  const count = reader.integer(`the number of alternatives of ${name}`, 1, machineCount);
  return Array.from({ length: count }, () => {
    const machine = reader.integer(`a machine of ${name}`, 1, machineCount) - 1;
    const duration = reader.integer(`a duration of ${name}`, 0, MAX_DURATION);
    return { machine, duration };
  });
}
