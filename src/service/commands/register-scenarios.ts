/** The words that plan, simulate, run and compare scenarios. */

import { Option, type Command } from 'commander';
import { INSTANCE_FORMATS } from '../../solver/index.ts';
import type { CommandContext, ScenarioOptions } from '../command-context.ts';
import { parseBudget, threads, wholeNumber, type Conclude } from '../command-options.ts';
import { KEY_VARIABLE } from '../keys/keys.ts';
import { experimentCommand, type ExperimentCommandOptions } from './experiment.ts';
import { exportProblemCommand, type ExportProblemOptions } from './export-problem.ts';
import { explainSampleCommand, type ExplainSampleOptions } from './explain-sample.ts';
import { explainCommand, type ExplainCommandOptions } from './explain.ts';
import { planCommand, type PlanCommandOptions } from './plan.ts';
import { runCommand, type RunCommandOptions } from './run.ts';
import { simulateCommand } from './simulate.ts';
import { solveCommand, type SolveOptions } from './solve.ts';

export function registerScenarios(program: Command, context: CommandContext, conclude: Conclude): void {
  onScenario(program.command('plan'), 'plan a scenario, with FIFO and EDD beside')
    .option('--mip', 'mixed-integer programs too: pooling proposed to the search, sharper bounds', false)
    .action(async (file: string, options: PlanCommandOptions) => {
      conclude(await planCommand(file, options, context));
    });
  onScenario(
    program.command('explain'),
    'say why orders are late or lost, and what would save them; with --ledger, tell the life of a sample or an order',
    'YAML or JSON file; with --ledger the id of a sample or an order',
  )
    .option('--order <id>', 'one order; without it every late or lost one')
    .option('--changes <n>', 'changes tried per order, at most', wholeNumber, 8)
    .option('--ledger <dir>', 'ledger folder: what is on record of the sample, record by record')
    .option('--scenario <file>', 'with --ledger: the scenario of the run, for ledgers that do not hold it')
    .action(async (word: string, options: ExplainCommandOptions & Partial<ExplainSampleOptions>) => {
      const { ledger, ...rest } = options;
      if (ledger === undefined) conclude(await explainCommand(word, options, context));
      else conclude(await explainSampleCommand(word, { ...rest, ledger }, context));
    });
  onScenario(program.command('simulate'), 'plan a scenario and carry the plan out in the virtual world')
    .option('--key <file>', SIGNING_KEY)
    .action(async (file: string, options: ScenarioOptions) => {
      conclude(await simulateCommand(file, options, context));
    });
  onScenario(program.command('run'), 'carry a scenario out for real, with the tools that its stages name')
    .option('--key <file>', SIGNING_KEY)
    .option('--resume', 'go on with the run in the folder, whose program died', false)
    .action(async (file: string, options: RunCommandOptions) => {
      conclude(await runCommand(file, options, context));
    });

  program
    .command('experiment')
    .description('compare variants of a scenario in simulated courses that share their chance')
    .argument('<file>', 'experiment, YAML or JSON')
    .option('--json', 'one JSON document on standard output', false)
    .option('--out <dir>', 'folder for results and measurements; what was measured there is not measured again')
    .option('--workers <n>', 'threads, 1 to 64; the result is the same with any number', threads, 1)
    .action(async (file: string, options: ExperimentCommandOptions) => {
      conclude(await experimentCommand(file, options, context));
    });

  program
    .command('solve')
    .description("solve a classic scheduling instance with the laboratory's own searches")
    .argument('<file>', 'instance')
    .addOption(new Option('--format <format>', 'what it is').choices(INSTANCE_FORMATS).makeOptionMandatory())
    .option('--budget <b>', 'steps (10000) or a time limit (500ms, 10s)', parseBudget, { ms: 10_000 })
    .option('--seed <n>', 'seed of the search', wholeNumber, 1)
    .option('--workers <n>', 'threads, 1 to 64; only one is reproducible', threads, 1)
    .option('--out <file>', 'file for the full schedule')
    .action(async (file: string, options: SolveOptions) => {
      conclude(await solveCommand(file, options, context));
    });

  program
    .command('export-problem')
    .description('write the flat problem that the planner solves, for other solvers')
    .argument('<scenario>', 'YAML or JSON file')
    .option('--out <file>', 'file for the problem; default is standard output')
    .action(async (file: string, options: ExportProblemOptions) => {
      conclude(await exportProblemCommand(file, options, context));
    });
}

const SIGNING_KEY = `key file that signs the ledger; default: the one that ${KEY_VARIABLE} names, else nobody signs`;

function onScenario(command: Command, description: string, argument = 'YAML or JSON file'): Command {
  return command
    .description(description)
    .argument('<scenario>', argument)
    .option('--json', 'one JSON document on standard output', false)
    .option('--out <dir>', 'folder for plan, report, figures and ledger')
    .option('--seed <n>', 'seed of everything random', wholeNumber, 1)
    .option('--budget <b>', 'steps of the search (1000) or a time limit (100ms, 10s)', parseBudget, {
      iterations: 1000,
    })
    .option('--workers <n>', 'planner threads', wholeNumber, 1);
}
