/**
 * The command line as a function of its words: parses them, calls the command, turns what it says into an exit code.
 */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { INSTANCE_FORMATS } from '../solver/index.ts';
import { auditCommand, type AuditOptions } from './commands/audit.ts';
import { experimentCommand, type ExperimentCommandOptions } from './commands/experiment.ts';
import { exportProblemCommand, type ExportProblemOptions } from './commands/export-problem.ts';
import { explainCommand, type ExplainCommandOptions } from './commands/explain.ts';
import { planCommand, type PlanCommandOptions } from './commands/plan.ts';
import { runCommand } from './commands/run.ts';
import { simulateCommand } from './commands/simulate.ts';
import { solveCommand, type SolveOptions } from './commands/solve.ts';
import { registerKeys } from './commands/register-keys.ts';
import { registerSigning } from './commands/register-signing.ts';
import { registerVault } from './commands/register-vault.ts';
import { registerWitness } from './commands/register-witness.ts';
import { validateCommand } from './commands/validate.ts';
import { verifyCommand, type VerifyCommandOptions } from './commands/verify.ts';
import type { CommandContext, ScenarioOptions } from './command-context.ts';
import { ServiceError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { serviceErrorOf } from './ledger-fault.ts';
import { KEY_VARIABLE } from './keys.ts';
import type { Budget } from './planning.ts';
import { describeFinding } from './terminal.ts';
import { packageVersion } from './version.ts';

/** `words`: the arguments after the program's name. Never throws for bad input or a failing machine. */
export async function runCommandLine(words: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const program = new Command('seqplan')
    .description('Plans a sequencing laboratory, simulates and runs the plan, and proves what happened')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.print(text.trimEnd()),
      writeErr: (text) => context.terminal.note(text.trimEnd()),
    });

  program
    .command('validate')
    .description('judge a scenario: every finding at once')
    .argument('<scenario>', 'YAML or JSON file')
    .option('--json', 'one JSON document on standard output', false)
    .action(async (file: string, options: { json: boolean }) => {
      exit = await validateCommand(file, options, context);
    });

  onScenario(program.command('plan'), 'plan a scenario, with FIFO and EDD beside')
    .option('--mip', 'mixed-integer programs too: pooling proposed to the search, sharper bounds', false)
    .action(async (file: string, options: PlanCommandOptions) => {
      exit = await planCommand(file, options, context);
    });
  onScenario(program.command('explain'), 'say why orders are late or lost, and what would save them')
    .option('--order <id>', 'one order; without it every late or lost one')
    .option('--changes <n>', 'changes tried per order, at most', wholeNumber, 8)
    .action(async (file: string, options: ExplainCommandOptions) => {
      exit = await explainCommand(file, options, context);
    });
  onScenario(program.command('simulate'), 'plan a scenario and carry the plan out in the virtual world')
    .option('--key <file>', SIGNING_KEY)
    .action(async (file: string, options: ScenarioOptions) => {
      exit = await simulateCommand(file, options, context);
    });
  onScenario(program.command('run'), 'carry a scenario out for real, with the tools that its stages name')
    .option('--key <file>', SIGNING_KEY)
    .action(async (file: string, options: ScenarioOptions) => {
      exit = await runCommand(file, options, context);
    });

  program
    .command('experiment')
    .description('compare variants of a scenario in simulated courses that share their chance')
    .argument('<file>', 'experiment, YAML or JSON')
    .option('--json', 'one JSON document on standard output', false)
    .option('--out <dir>', 'folder for results and measurements; what was measured there is not measured again')
    .option('--workers <n>', 'threads, 1 to 64; the result is the same with any number', threads, 1)
    .action(async (file: string, options: ExperimentCommandOptions) => {
      exit = await experimentCommand(file, options, context);
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
      exit = await solveCommand(file, options, context);
    });

  program
    .command('export-problem')
    .description('write the flat problem that the planner solves, for other solvers')
    .argument('<scenario>', 'YAML or JSON file')
    .option('--out <file>', 'file for the problem; default is standard output')
    .action(async (file: string, options: ExportProblemOptions) => {
      exit = await exportProblemCommand(file, options, context);
    });

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
      exit = await verifyCommand(folder, options, context);
    });

  program
    .command('audit')
    .description('judge a finished run by its ledger: every rule that it broke')
    .argument('<ledger>', 'ledger folder')
    .requiredOption('--scenario <file>', 'the scenario that the run is of')
    .option('--json', 'one JSON document on standard output', false)
    .action(async (folder: string, options: AuditOptions) => {
      exit = await auditCommand(folder, options, context);
    });

  const conclude = (code: ExitCode): void => {
    exit = code;
  };
  registerKeys(program, context, conclude);
  registerWitness(program, context, conclude);
  registerSigning(program, context, conclude);
  registerVault(program, context, conclude);

  try {
    await program.parseAsync([...words], { from: 'user' });
    return exit;
  } catch (error) {
    return explain(error, words, context);
  }
}

const SIGNING_KEY = `key file that signs the ledger; default: the one that ${KEY_VARIABLE} names, else nobody signs`;

function onScenario(command: Command, description: string): Command {
  return command
    .description(description)
    .argument('<scenario>', 'YAML or JSON file')
    .option('--json', 'one JSON document on standard output', false)
    .option('--out <dir>', 'folder for plan, report, figures and ledger')
    .option('--seed <n>', 'seed of everything random', wholeNumber, 1)
    .option('--budget <b>', 'steps of the search (1000) or a time limit (100ms, 10s)', parseBudget, {
      iterations: 1000,
    })
    .option('--workers <n>', 'planner threads', wholeNumber, 1);
}

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('not a whole number.');
  return value;
}

function threads(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64)
    throw new InvalidArgumentError('write a number from 1 to 64.');
  return value;
}

/** `1000`: that many steps, reproducible; `100ms` or `10s`: a time limit, not reproducible. */
export function parseBudget(text: string): Budget {
  const match = /^(\d{1,9})(ms|s)?$/.exec(text);
  const amount = Number(match?.[1]);
  if (match === null || amount === 0) throw new InvalidArgumentError('write 200, 100ms or 10s.');
  if (match[2] === undefined) return { iterations: amount };
  return { ms: match[2] === 's' ? amount * 1000 : amount };
}

/** Expected failures become findings or one line; a bug keeps its stack and ends as a fault of the machine. */
function explain(thrown: unknown, words: readonly string[], { terminal }: CommandContext): ExitCode {
  const error = serviceErrorOf(thrown) ?? thrown;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  if (error instanceof ServiceError) {
    const file = words.slice(1).find((word) => !word.startsWith('-')) ?? '';
    const isJson = words.includes('--json');
    if (isJson && error.findings.length > 0) {
      terminal.print(JSON.stringify({ kind: 'rejected', code: error.code, findings: error.findings }, null, 2));
    }
    for (const finding of error.findings) terminal.note(describeFinding(finding, file));
    terminal.note(`seqplan: ${error.message}`);
    return error.code === 'REJECTED' ? EXIT.badInput : EXIT.fault;
  }
  terminal.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.fault;
}
