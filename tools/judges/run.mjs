// Holds what seqplan exports against other people's judges, and each judge against a good and a bad case first.
//
//   node tools/judges/run.mjs [NAME...]
//
// Installs the judges into .judges/ (about 350 MB; nothing is done twice), runs the modules beside this file, prints a line a
// command, writes test-results/judges.json and ends with `N passed, N failed` and exit code 0 only where something passed and
// nothing failed. A judge that cannot be installed or does not answer with yes (exit 0) or no (exit 1) has failed.
// Where ../shared is absent nothing can be judged: exit code 1, or 0 with SEQPLAN_JUDGES=optional.
//
// A module exports `judges`, a list of { name, install(ctx), good(ctx): Command, bad(ctx): Command, cases(ctx): Command[] }, each of
// which may return a promise. Command = { title, argv, env?, stdin?: file, accept }; ctx = { root, shared, judges, work, seqplan }.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TIMEOUT_MS = 120_000;
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const shared = path.join(path.dirname(root), 'shared');
const wanted = process.argv.slice(2);
mkdirSync(path.join(root, 'test-results'), { recursive: true });
// What is left of an earlier run must not be taken for the result of this one.
rmSync(path.join(root, 'test-results/judges.json'), { force: true });

if (!existsSync(path.join(shared, 'data/provenance'))) {
  const isOptional = process.env.SEQPLAN_JUDGES === 'optional';
  console.log(
    `${shared} is absent: nothing was judged${isOptional ? '' : ' (SEQPLAN_JUDGES=optional lets this pass)'}`,
  );
  const totals = { passed: 0, failed: isOptional ? 0 : 1 };
  writeFileSync(path.join(root, 'test-results/judges.json'), `${JSON.stringify({ totals, judges: [] })}\n`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exit(totals.failed);
}

const work = mkdtempSync(path.join(os.tmpdir(), 'seqplan-judges-'));
const ctx = {
  root,
  shared,
  judges: path.join(root, '.judges'),
  work,
  /** Resolves with { status, output } of `seqplan ...words`; output is both streams together. */
  seqplan: (words) => run([process.execPath, path.join(root, 'dist/service/cli.js'), ...words]),
};
mkdirSync(ctx.judges, { recursive: true });

const began = process.uptime();
const report = [];
try {
  for (const judge of await modules()) report.push(await judgeAll(judge));
} finally {
  rmSync(work, { recursive: true, force: true });
}
const all = report.flatMap((judge) => judge.commands);
const totals = { passed: all.filter((one) => one.isOk).length, failed: all.filter((one) => !one.isOk).length };
const seconds = Math.round(process.uptime() - began);
writeFileSync(
  path.join(root, 'test-results/judges.json'),
  `${JSON.stringify({ totals, seconds, judges: report }, null, 1)}\n`,
);
console.log(`judges: ${report.length} in ${seconds} s`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);

/** Every module beside this one that exports `judges`, in order of names. */
async function modules() {
  const found = [];
  const folder = new URL('.', import.meta.url);
  for (const name of readdirSync(folder).toSorted()) {
    if (!name.endsWith('.mjs') || name === 'run.mjs') continue;
    const { judges } = await import(new URL(name, folder));
    found.push(...(judges ?? []));
  }
  return wanted.length === 0 ? found : found.filter(({ name }) => wanted.includes(name));
}

async function judgeAll(judge) {
  console.log(`\n${judge.name}`);
  const commands = [];
  const step = async (title, work) => {
    const start = process.uptime();
    try {
      return await work();
    } catch (error) {
      commands.push(
        told({ title, isOk: false, seconds: process.uptime() - start, output: String(error?.stack ?? error) }),
      );
      return undefined;
    }
  };
  const isInstalled = (await step('install', async () => (await judge.install(ctx), true))) === true;
  if (isInstalled) {
    const known = await step('good and bad case', async () => [
      { accept: true, ...(await judge.good(ctx)) },
      { accept: false, ...(await judge.bad(ctx)) },
    ]);
    const ours = await step('our cases', async () => await judge.cases(ctx));
    const todo = [...(known ?? []), ...(ours ?? [])];
    // Two at a time: most judges are one process that computes.
    for (let next = 0; next < todo.length; next += 2) {
      const pair = await Promise.all(todo.slice(next, next + 2).map(judgeOne));
      for (const result of pair) commands.push(told(result));
    }
    if (ours?.length === 0)
      commands.push(told({ title: 'our cases', isOk: false, seconds: 0, output: 'there are none' }));
  }
  return { name: judge.name, commands };
}

async function judgeOne({ title, argv, env, stdin, accept }) {
  const start = process.uptime();
  const { status, output } = await run(argv, { env, stdin });
  const isOk = status === (accept ? 0 : 1);
  return { title, accept, status, isOk, seconds: process.uptime() - start, output };
}

function told({ seconds, output, ...result }) {
  const took = `${seconds.toFixed(1)} s`;
  console.log(`  ${result.isOk ? 'ok    ' : 'FAILED'} ${result.title} (${took})`);
  if (!result.isOk) {
    const answer =
      result.status === undefined ? '' : `expected ${result.accept ? 'yes (0)' : 'no (1)'}, got ${result.status}\n`;
    console.log(
      `${answer}${output ?? ''}`
        .trimEnd()
        .split('\n')
        .slice(-40)
        .map((line) => `         ${line}`)
        .join('\n'),
    );
  }
  return { ...result, seconds: Math.round(seconds * 100) / 100, output: (output ?? '').slice(-4000) };
}

/** Never rejects: what could not be run has a status that is neither yes nor no. */
function run(argv, { env, stdin } = {}) {
  const [command, ...words] = argv;
  return new Promise((resolve) => {
    let output = '';
    let input = 'ignore';
    try {
      if (stdin !== undefined) input = openSync(stdin, 'r');
    } catch (error) {
      resolve({ status: 'not run', output: String(error) });
      return;
    }
    const child = spawn(command, words, {
      cwd: root,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env },
      stdio: [input, 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    const take = (chunk) => (output = (output + chunk).slice(-100_000));
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ status: 'not run', output: String(error) }));
    child.on('close', (code, signal) => resolve({ status: code ?? signal, output }));
  });
}
