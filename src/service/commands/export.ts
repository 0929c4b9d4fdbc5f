/** `seqplan export LEDGER --format FORMAT --out PATH` */

import type { CommandContext } from '../command-context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exportLedger, type ExportFormat } from '../exports/exporting.ts';
import type { FileMode } from '../exports/export-crate.ts';
import { verificationLine } from '../text.ts';

export interface ExportCommandOptions {
  readonly format: ExportFormat;
  readonly out: string;
  readonly scenario?: string;
  readonly license?: string;
  readonly author?: string;
  readonly files: FileMode;
  readonly run?: string;
  readonly json: boolean;
}

/** Exit 0 where all went well, 1 where the ledger is broken (nothing is written) or its clock times contradict each other. */
export async function exportCommand(
  folder: string,
  { json, ...options }: ExportCommandOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const outcome = await exportLedger(folder, options);
  if (json) terminal.print(JSON.stringify(outcome, null, 2));
  if (outcome.kind === 'broken') {
    terminal.note(verificationLine(outcome.verification));
    terminal.note(`seqplan: ${folder} is not exported: it is broken`);
    return EXIT.no;
  }
  const { format, out, records, root, holds, timeFaults } = outcome;
  for (const { code, at, message } of timeFaults) terminal.note(`${folder} error ${code} ${at}\n  ${message}`);
  if (!json) terminal.print(`exported ${format} to ${out}: ${holds}; of ${records} records with root ${root}`);
  return timeFaults.length === 0 ? EXIT.done : EXIT.no;
}
