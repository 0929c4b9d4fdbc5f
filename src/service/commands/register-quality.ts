/** The word that judges quality by numbers. */

import { InvalidArgumentError, Option, type Command } from 'commander';
import { ASSAYS, INSTRUMENTS } from '../../model/index.ts';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber, type Conclude } from '../command-options.ts';
import { gateCommand, type GateOptions } from './gate.ts';

export function registerQuality(program: Command, context: CommandContext, conclude: Conclude): void {
  program
    .command('gate')
    .description(
      'judge what tools measured against limits: exit 0 pass or warn, 1 fail, 2 unreadable or nothing measured',
    )
    .argument(
      '<files...>',
      'of samtools stats, bcftools stats, fastp, Picard, mosdepth, MultiQC, checkQC, VerifyBamID, GA4GH WGS-QC, or validate --json',
    )
    .addOption(new Option('--assay <assay>', 'what the samples are for').choices(ASSAYS).makeOptionMandatory())
    .addOption(
      new Option('--instrument <name>', 'what sequenced them, with flow cell or kit where limits depend on it').choices(
        INSTRUMENTS,
      ),
    )
    .option('--read-length <cycles>', 'cycles of read 1', positive)
    .option('--plex <n>', 'samples that share a lane', positive)
    .option('--thresholds <file>', 'YAML or JSON: gates, each in place of the default limits of its metric')
    .option('--json', 'one JSON document on standard output', false)
    .action(async (files: string[], options: GateOptions) => {
      conclude(await gateCommand(files, options, context));
    });
}

function positive(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('write 1 or more.');
  return value;
}
