/** What is under test: the writer of `src/provenance`, or a copy of it with a bug planted. */

import { directoryStorage, openLedger } from '../../../src/provenance/index.ts';
import type { Fs } from '../../../src/base/index.ts';
import { createSimFs, type SimDisk } from '../../support/sim-fs/index.ts';

export interface Subject {
  readonly openLedger: typeof openLedger;
  readonly directoryStorage: typeof directoryStorage;
  /** `held`: locks of living processes. */
  fsOn<T>(disk: SimDisk<T>, held: Set<string>): Fs;
}

export const OURS: Subject = { openLedger, directoryStorage, fsOn: createSimFs };

export type LedgerWriter = Awaited<ReturnType<typeof openLedger>>['writer'];
export type Recovery = Awaited<ReturnType<typeof openLedger>>['recovery'];
