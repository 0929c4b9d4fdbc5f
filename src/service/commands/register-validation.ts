/** The word that judges what comes in: scenarios, and files of sequencing. */

import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { inflatingThreads, timeSpan, type Conclude } from '../command-options.ts';
import { validateCommand, type ValidateOptions } from './validate.ts';
import { FORMAT_NAMES } from './validate-files.ts';

export function registerValidation(program: Command, context: CommandContext, conclude: Conclude): void {
  program
    .command('validate')
    .description('judge a scenario, or files of sequencing: every finding at once')
    .argument('<files...>', 'one scenario (YAML or JSON), or files of sequencing, packed or not')
    .addOption(
      new Option('--format <format>', 'what the files are; default: what they look like').choices(FORMAT_NAMES),
    )
    .addOption(
      new Option('--depth <depth>', 'how much of a file is read').choices(['full', 'sampled', 'quick']).default('full'),
    )
    .addOption(
      new Option(
        '--metrics <level>',
        'what is counted; all: by cycle, duplicates, adapters, coverage... (docs/METRICS.md)',
      )
        .choices(['basic', 'all'])
        .default('basic'),
    )
    .addOption(
      new Option('--dialect <dialect>', 'of FASTQ; permissive: lines may be wrapped')
        .choices(['permissive', 'four-line'])
        .default('permissive'),
    )
    .addOption(
      new Option('--paired', 'FASTQ files two by two, R1 and R2: names and numbers of reads too').conflicts('format'),
    )
    .option('--timeout <time>', 'for each file, 500ms, 30s or 10m: what is not read by then is unreadable', timeSpan)
    .option('--workers <n>', 'threads that unpack BGZF beside the one that judges, 0 to 4', inflatingThreads, 0)
    .addOption(
      new Option(
        '--for <purpose>',
        'of a scenario, what is to come: plan and simulate need the document alone; for run, what is wrong with this machine is an error',
      ).choices(['plan', 'simulate', 'run']),
    )
    .option('--out <dir>', 'of a scenario, folder of the run: its disk must hold the outputs')
    .option('--remote', 'of a scenario, look at inputs that it names by address too', false)
    .option('--json', 'JSON on standard output; one line for each file of sequencing', false)
    .action(async (files: string[], options: ValidateOptions) => {
      conclude(await validateCommand(files, options, context));
    });
}
