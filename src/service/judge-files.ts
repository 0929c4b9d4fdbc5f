/** Files of sequencing judged where they are: opened with what lies beside them, closed again. */

import { judgeFile, judgePair, type FileJudging, type FileReport } from '../validation/files/index.ts';
import { openCompanions, openOrRefuse, type OpenedSource } from './sources/index.ts';

/** `place`: a path or a URI. Never rejects: what the system refuses is the verdict `unreadable`. */
export async function validateFile(place: string, judging: FileJudging = {}): Promise<FileReport> {
  const opened: OpenedSource[] = [];
  try {
    const source = await openOrRefuse(place);
    opened.push(source);
    const companions = await openCompanions(place, judging.format);
    opened.push(...Object.values(companions));
    return await judgeFile(source, { ...judging, companions: { ...companions, ...judging.companions } });
  } finally {
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
