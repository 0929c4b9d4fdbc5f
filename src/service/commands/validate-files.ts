/** `seqplan validate FILE...`: files of sequencing, one verdict each. */

import { JUDGED_FORMATS, type FileFormat, type FileJudging, type FileReport } from '../../validation/files/index.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printable } from '../../base/index.ts';
import { validateFile, validatePair } from '../judge-files.ts';
import type { Terminal } from '../terminal.ts';

export const FORMAT_NAMES: readonly FileFormat[] = JUDGED_FORMATS.map(({ format }) => format).toSorted();

export interface ValidateFilesOptions extends FileJudging {
  /** Files are R1, R2, R1, R2...; FASTQ. */
  readonly paired?: boolean;
  readonly json: boolean;
  /** For each file or pair, milliseconds; absent: any. */
  readonly timeout?: number;
  /** Threads that inflate BGZF beside the judge; not for pairs. */
  readonly workers?: number;
}

/** Exit codes of this command alone: scenarios keep theirs. */
const FILES_EXIT = { accepted: 0, rejected: 1, unreadable: 2 } as const;

export async function validateFilesCommand(
  files: readonly string[],
  { json, paired = false, timeout, workers, ...judging }: ValidateFilesOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  if (paired && files.length % 2 === 1) {
    terminal.note(`--paired takes files two by two; there are ${files.length}`);
    return EXIT.badInput;
  }
  let exit: ExitCode = FILES_EXIT.accepted;
  for (let at = 0; at < files.length; at += paired ? 2 : 1) {
    const [one = '', two = ''] = files.slice(at);
    const timed = timeout === undefined ? judging : { ...judging, signal: AbortSignal.timeout(timeout) };
    const reports = paired ? await validatePair([one, two], timed) : [await validateFile(one, { ...timed, workers })];
    for (const report of reports) {
      tell(report, json, terminal);
      exit = worse(exit, FILES_EXIT[report.verdict]);
    }
  }
  return exit;
}

function tell(report: FileReport, json: boolean, terminal: Terminal): void {
  const { file, verdict, findings } = report;
  // A name may hold what terminals obey.
  const name = printable(file);
  terminal.print(json ? JSON.stringify(report) : `${name}: ${verdict}`);
  for (const { severity, code, line, offset, message, hint } of findings) {
    const place = line === undefined ? `byte ${offset ?? 0}` : String(line);
    terminal.note(`${name}:${place}: ${severity} ${code}: ${printable(message)}\n  ${hint}`);
  }
}

const worse = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);
