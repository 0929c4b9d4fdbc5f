// The runs whose exports are judged: a simulated one that has failures, retries, reuse and a fallback, and a real one where the
// tools are installed. Made once for all judges.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SIMULATED = 'examples/provenance.yaml';
const REAL = 'examples/lambda/scenario.yaml';
const REAL_TOOLS = ['bwa', 'wgsim', 'samtools', 'bcftools'];

/** What the simulated run must have, or the judges would be shown an easy case: column of its trace and text in it. */
const MUST_HAVE = [
  ['status', 'COMPLETED'],
  ['status', 'FAILED'],
  ['status', 'CACHED'],
  ['error_action', 'RETRY'],
  ['error_action', 'FALLBACK'],
  ['error_action', 'IGNORE'],
];

let made;

/** Resolves with a list of { name, scenario, ledger, folder }. */
export const ledgersToExport = (ctx) => (made ??= makeRuns(ctx));

async function makeRuns(ctx) {
  const runs = [await makeRun(ctx, 'simulate', SIMULATED, ['--seed', '9'])];
  const trace = await exported(ctx, runs[0], 'trace', 'trace.tsv');
  assertHasAll(readFileSync(trace, 'utf8'));
  if (REAL_TOOLS.every(isInstalled)) runs.push(await makeRun(ctx, 'run', REAL, []));
  else
    console.log(`  notice: no real run: ${REAL_TOOLS.filter((tool) => !isInstalled(tool)).join(', ')} not installed`);
  return runs;
}

async function makeRun(ctx, command, scenario, options) {
  const folder = path.join(ctx.work, command);
  const { status, output } = await ctx.seqplan([command, path.join(ctx.root, scenario), '--out', folder, ...options]);
  // 1: some sample was not delivered, which is what the example is for.
  if (status !== 0 && status !== 1) throw new Error(`seqplan ${command} ${scenario}: exit ${status}\n${output}`);
  return {
    name: command === 'run' ? 'real run' : 'simulated run',
    scenario,
    folder,
    ledger: path.join(folder, 'ledger'),
  };
}

/** Exports a run and resolves with the place. */
export async function exported(ctx, run, format, name, options = []) {
  const out = path.join(run.folder, 'exports', name);
  if (existsSync(out)) return out;
  const scenario = ['--scenario', path.join(ctx.root, run.scenario)];
  const words = ['export', run.ledger, '--format', format, '--out', out, ...scenario, ...options];
  const { status, output } = await ctx.seqplan(words);
  if (status !== 0) throw new Error(`seqplan ${words.join(' ')}: exit ${status}\n${output}`);
  return out;
}

function assertHasAll(text) {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const columns = head.split('\t');
  const rows = lines.map((line) => line.split('\t'));
  for (const [column, word] of MUST_HAVE) {
    const at = columns.indexOf(column);
    if (!rows.some((row) => row[at]?.split('+').includes(word))) throw new Error(`no ${word} in ${SIMULATED}'s trace`);
  }
}

function isInstalled(tool) {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
