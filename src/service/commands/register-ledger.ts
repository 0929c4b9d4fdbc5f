/** The words that read ledgers: verify, prove, check, judge, decide again, export. */

import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { several, wholeNumber, type Conclude } from '../command-options.ts';
import { FILE_MODES } from '../exports/export-crate.ts';
import { EXPORT_FORMATS } from '../exports/exporting.ts';
import { auditCommand } from './audit.ts';
import { checkCommand, type CheckCommandOptions } from './check.ts';
import { exportCommand, type ExportCommandOptions } from './export.ts';
import { proveCommand, type ProveOptions } from './prove.ts';
import { replayCommand, type LedgerOptions } from './replay.ts';
import { verifyCommand, type VerifyCommandOptions } from './verify.ts';

export function registerLedger(program: Command, context: CommandContext, conclude: Conclude): void {
  program
    .command('verify')
    .description('verify a ledger, every byte of it')
    .argument('<ledger>', 'ledger folder')
    .option('--json', 'one JSON document on standard output', false)
    .option('--root <hash>', 'root hash, kept elsewhere, that the ledger must have')
    .option('--checkpoint <file>', 'checkpoints, kept elsewhere, that it must continue (repeatable)', several, [])
    .option('--vkey <key>', 'key of its signer or of a witness, or a file with one (repeatable)', several, [])
    .option('--tail', 'accept records behind the last checkpoint', false)
    .action(async (folder: string, options: VerifyCommandOptions) => {
      conclude(await verifyCommand(folder, options, context));
    });

  program
    .command('prove')
    .description('prove that a record is in a ledger, to somebody who has neither')
    .argument('<ledger>', 'ledger folder, or one that it was exported to as a tiled log')
    .argument('<record>', 'its number, 0 for the first', wholeNumber)
    .option('--json', 'one JSON document on standard output', false)
    .option('--out <file>', 'file for the proof, best named .tlog-proof; default is standard output')
    .option('--record <file>', "file for the record's bytes, which go with the proof")
    .action(async (folder: string, record: number, options: ProveOptions) => {
      conclude(await proveCommand(folder, record, options, context));
    });

  program
    .command('check')
    .description('check such a proof, without the ledger: exit 0 proven, 1 not, 2 it could not be tried')
    .argument('<file>', 'proof')
    .requiredOption('--record <file>', "the record's exact bytes")
    .option('--vkey <key>', 'key of its signer, or a file with it; one must do (repeatable)', several, [])
    .option('--witness <key>', 'key of a witness that must have cosigned, or a file with it (repeatable)', several, [])
    .option('--threshold <n>', 'how many of the witnesses must have; default all', wholeNumber)
    .option('--origin <name>', 'the ledger that it must be about')
    .option('--root <hash>', 'root hash, kept elsewhere, that the ledger must have')
    .option('--json', 'one JSON document on standard output', false)
    .action(async (file: string, options: CheckCommandOptions) => {
      conclude(await checkCommand(file, options, context));
    });

  onLedger(program.command('audit'), 'judge a finished run by its ledger: every rule that it broke').action(
    async (folder: string, options: LedgerOptions) => {
      conclude(await auditCommand(folder, options, context));
    },
  );
  onLedger(program.command('replay'), 'decide a run again from its ledger, and compare decision by decision').action(
    async (folder: string, options: LedgerOptions) => {
      conclude(await replayCommand(folder, options, context));
    },
  );

  program
    .command('export')
    .description('write a verified ledger in a format that others read')
    .argument('<ledger>', 'ledger folder')
    .addOption(new Option('--format <format>', 'what to write').choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption('--out <path>', 'file; folder for ro-crate and tlog')
    .option('--scenario <file>', 'the scenario that the run is of; default is the one that the ledger keeps')
    .option('--license <id>', 'SPDX identifier or URI; without it all rights are reserved')
    .option('--author <name>', "'NAME' or 'NAME <URI>'; default is the laboratory")
    .addOption(new Option('--files <how>', "the run's files in a crate").choices(FILE_MODES).default('copy'))
    .option('--run <dir>', "folder of the run with its results; default is the ledger's parent")
    .option('--json', 'one JSON document on standard output', false)
    .action(async (folder: string, options: ExportCommandOptions) => {
      conclude(await exportCommand(folder, options, context));
    });
}

function onLedger(command: Command, description: string): Command {
  return command
    .description(description)
    .argument('<ledger>', 'ledger folder')
    .option('--scenario <file>', 'the scenario of the run, for ledgers that do not hold it')
    .option('--json', 'one JSON document on standard output', false);
}
