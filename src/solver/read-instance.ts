/** From the text of a classic instance to what the searches take: a flat problem, and for ovens the prices beside it. */

import type { Finding } from '../base/index.ts';
import { readFjsp, readJsp, readOsp, readRcpsp, type SolutionDocument } from './formats/index.ts';
import type { Problem } from './problem.ts';
import type { BatchingInstance } from './search/batching/index.ts';

export const INSTANCE_FORMATS = ['jsp', 'fjsp', 'rcpsp', 'osp'] as const;
export type InstanceFormat = (typeof INSTANCE_FORMATS)[number];

/** Plain data: can be sent to another thread. */
export type ClassicInstance =
  | { readonly format: 'osp'; readonly batching: BatchingInstance }
  | { readonly format: SolutionDocument['problem']; readonly problem: Problem };

export type InstanceReading =
  | { readonly kind: 'instance'; readonly instance: ClassicInstance }
  /** The text is not an instance of the format. */
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

const READERS = { jsp: readJsp, fjsp: readFjsp, rcpsp: readRcpsp } as const;

export function readInstance(format: InstanceFormat, text: string): InstanceReading {
  if (format === 'osp') {
    const reading = readOsp(text);
    if (reading.kind === 'rejected') return reading;
    return { kind: 'instance', instance: { format, batching: reading.instance } };
  }
  const reading = READERS[format](text);
  if (reading.kind === 'rejected') return reading;
  return { kind: 'instance', instance: { format, problem: reading.problem } };
}
