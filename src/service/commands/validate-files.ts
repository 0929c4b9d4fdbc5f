/** `seqplan validate FILE...`: files of sequencing, one verdict each. */

import {
  JUDGED_FORMATS,
  judgeFile,
  judgePair,
  type FileFormat,
  type FileJudging,
  type FileReport,
} from '../../validation/files/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openCompanions, openOrRefuse, type OpenedSource } from '../sources/index.ts';
import type { Terminal } from '../terminal.ts';

export const FORMAT_NAMES: readonly FileFormat[] = JUDGED_FORMATS.map(({ format }) => format).toSorted();

export interface ValidateFilesOptions extends FileJudging {
  /** Files are R1, R2, R1, R2...; FASTQ. */
  readonly paired?: boolean;
  readonly json: boolean;
}

/** Exit codes of this command alone: scenarios keep theirs. */
const FILES_EXIT = { accepted: 0, rejected: 1, unreadable: 2 } as const;

export async function validateFilesCommand(
  files: readonly string[],
  { json, paired = false, ...judging }: ValidateFilesOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  if (paired && files.length % 2 === 1) {
    terminal.note(`--paired takes files two by two; there are ${files.length}`);
    return EXIT.badInput;
  }
  let exit: ExitCode = FILES_EXIT.accepted;
  const step = paired ? 2 : 1;
  for (let at = 0; at < files.length; at += step) {
    const reports = await reportOn(files.slice(at, at + step), judging);
    for (const report of reports) {
      tell(report, json, terminal);
      exit = worse(exit, FILES_EXIT[report.verdict]);
    }
  }
  return exit;
}

function tell(report: FileReport, json: boolean, terminal: Terminal): void {
  const { file, verdict, findings } = report;
  terminal.print(json ? JSON.stringify(report) : `${file}: ${verdict}`);
  for (const { severity, code, line, offset, message, hint } of findings) {
    const place = line === undefined ? `byte ${offset ?? 0}` : String(line);
    terminal.note(`${file}:${place}: ${severity} ${code}: ${message}\n  ${hint}`);
  }
}

const worse = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);

/** Of one file, or of a pair. */
async function reportOn(files: readonly string[], judging: FileJudging): Promise<readonly FileReport[]> {
  const sources = await Promise.all(files.map(openOrRefuse));
  const beside: OpenedSource[] = [];
  try {
    const [one, two] = sources;
    if (one === undefined) return [];
    if (two !== undefined) return await judgePair([one, two], judging);
    const companions = await openCompanions(one.name, judging.format);
    beside.push(...Object.values(companions));
    return [await judgeFile(one, { ...judging, companions })];
  } finally {
    for (const source of [...sources, ...beside]) await source.close();
  }
}
