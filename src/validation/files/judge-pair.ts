/** Judges the two FASTQ files of paired reads, each by itself and one against the other, in memory that does not grow with them. */

import type { ByteSource, FileReport } from './content-judge.ts';
import { createPairJudge } from './fastq/pair-judge.ts';
import { createFindings } from './file-finding.ts';
import { ALL_RULES, judgeFile, type FileJudging } from './judge-file.ts';

/** A file that is further ahead of the other is not read on until the other comes after. */
const MOST_READS_AHEAD = 10_000;

/** `sources`: R1 and R2. What is found of the pair is in the report of R2; of the numbers only where both are good. */
export async function judgePair(
  sources: readonly [ByteSource, ByteSource],
  judging: Omit<FileJudging, 'format' | 'onTitle'> = {},
): Promise<readonly [FileReport, FileReport]> {
  const ofSecond = createFindings(ALL_RULES);
  const pairs = createPairJudge(ofSecond);
  const turns = createTurns();
  const judge = async (file: 0 | 1): Promise<FileReport> => {
    const source = sources[file];
    const gated: ByteSource = {
      name: source.name,
      size: source.size,
      read: async (offset, into) => {
        await turns.wait(file);
        return source.read(offset, into);
      },
    };
    const report = await judgeFile(
      gated,
      {
        ...judging,
        // Pairs of parts are not there to be compared.
        ...(judging.depth === 'sampled' && { depth: 'quick' }),
        format: 'fastq',
        onTitle(bytes, start, end) {
          turns.count(file);
          pairs.title(file, bytes, start, end);
        },
      },
      file === 1 ? ofSecond : undefined,
    );
    turns.end(file);
    pairs.over(file);
    return report;
  };
  const [first, second] = await Promise.all([judge(0), judge(1)]);
  // Of files that are cut, or looked into, there are no numbers to compare.
  const isWhole = (judging.depth ?? 'full') === 'full' && first.verdict === 'accepted' && second.verdict === 'accepted';
  if (isWhole) pairs.end();
  const isRejected = second.verdict === 'accepted' && ofSecond.errors > 0;
  return [first, { ...second, verdict: isRejected ? 'rejected' : second.verdict, findings: ofSecond.list() }];
}

/** Who may read on: the file that is behind, or not far ahead. One of both always may. */
function createTurns() {
  const counts: [number, number] = [0, 0];
  const isOver: [boolean, boolean] = [false, false];
  const waiting: [(() => void) | undefined, (() => void) | undefined] = [undefined, undefined];
  const otherOf = (file: 0 | 1): 0 | 1 => (file === 0 ? 1 : 0);
  const mayRead = (file: 0 | 1): boolean =>
    isOver[otherOf(file)] || counts[file] - counts[otherOf(file)] < MOST_READS_AHEAD;
  const wake = (file: 0 | 1): void => {
    const go = waiting[file];
    if (go === undefined || !mayRead(file)) return;
    waiting[file] = undefined;
    go();
  };
  return {
    count(file: 0 | 1): void {
      counts[file]++;
      wake(otherOf(file));
    },
    end(file: 0 | 1): void {
      isOver[file] = true;
      wake(otherOf(file));
    },
    wait: (file: 0 | 1): Promise<void> =>
      mayRead(file) ? Promise.resolve() : new Promise((resolve) => (waiting[file] = resolve)),
  };
}
