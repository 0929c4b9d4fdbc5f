/** Files of sequencing judged where they are: opened with what lies beside them, closed again. */

import { judgeFile, judgePair, type FileJudging, type FileReport } from '../validation/files/index.ts';
import { createInflaters } from './inflaters.ts';
import { openCompanions, openOrRefuse, type OpenedSource } from './sources/index.ts';

export interface ValidateFileOptions extends Omit<FileJudging, 'inflater'> {
  /** Threads, up to 4, that inflate BGZF beside the one that judges, where all of a file is read; default 0. The report is the same. */
  readonly workers?: number | undefined;
}

/** More would wait for the thread that judges; each takes 12 MB, and there are 150 MB. */
const MOST_THREADS = 4;
/** Stored bytes; threads for less take longer to start than they save. */
const WORTH_THREADS = 8 << 20;

/** `place`: a path or a URI. Never rejects: what the system refuses is the verdict `unreadable`. */
export async function validateFile(
  place: string,
  { workers = 0, ...judging }: ValidateFileOptions = {},
): Promise<FileReport> {
  const opened: OpenedSource[] = [];
  const inflaters = workers > 0 ? createInflaters({ threads: Math.min(workers, MOST_THREADS) }) : undefined;
  try {
    const source = await openOrRefuse(place);
    opened.push(source);
    const companions = await openCompanions(place, judging.format);
    opened.push(...Object.values(companions));
    const isLarge = source.size === undefined || source.size >= WORTH_THREADS;
    return await judgeFile(source, {
      ...judging,
      companions: { ...companions, ...judging.companions },
      inflater: isLarge ? inflaters : undefined,
    });
  } finally {
    await inflaters?.close();
    for (const source of opened) await source.close();
  }
}

/** FASTQ of both ends of reads: each by itself, and names and number of one against the other; the latter in the report of R2. */
export async function validatePair(
  places: readonly [r1: string, r2: string],
  judging: FileJudging = {},
): Promise<readonly [FileReport, FileReport]> {
  const opened: OpenedSource[] = [];
  try {
    for (const place of places) opened.push(await openOrRefuse(place));
    const [one, two] = opened as [OpenedSource, OpenedSource];
    return await judgePair([one, two], judging);
  } finally {
    for (const source of opened) await source.close();
  }
}
