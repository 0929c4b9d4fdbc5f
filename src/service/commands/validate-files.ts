/** `seqplan validate FILE...`: files of sequencing, one verdict each. */

import {
  JUDGED_FORMATS,
  judgeFile,
  type FileFormat,
  type FileJudging,
  type FileReport,
} from '../../validation/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
import { openLocalSource, type LocalSource } from '../local-source.ts';

export const FORMAT_NAMES: readonly FileFormat[] = JUDGED_FORMATS.map(({ format }) => format).toSorted();

export interface ValidateFilesOptions extends FileJudging {
  readonly json: boolean;
}

/** Exit codes of this command alone: scenarios keep theirs. */
const FILES_EXIT = { accepted: 0, rejected: 1, unreadable: 2 } as const;

export async function validateFilesCommand(
  files: readonly string[],
  { json, ...judging }: ValidateFilesOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  let exit: ExitCode = FILES_EXIT.accepted;
  for (const file of files) {
    const report = await reportOn(file, judging);
    if (json) terminal.print(JSON.stringify(report));
    else terminal.print(`${file}: ${report.verdict}`);
    for (const { severity, code, line, offset, message, hint } of report.findings) {
      const place = line === undefined ? `byte ${offset ?? 0}` : String(line);
      terminal.note(`${file}:${place}: ${severity} ${code}: ${message}\n  ${hint}`);
    }
    exit = worse(exit, FILES_EXIT[report.verdict]);
  }
  return exit;
}

const worse = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);

async function reportOn(file: string, judging: FileJudging): Promise<FileReport> {
  let source: LocalSource | undefined;
  try {
    source = await openLocalSource(file);
  } catch (error) {
    const refused: LocalSource = {
      name: file,
      size: undefined,
      read: () => Promise.reject(error),
      close: () => Promise.resolve(),
    };
    return judgeFile(refused, judging);
  }
  try {
    return await judgeFile(source, judging);
  } finally {
    await source.close();
  }
}
