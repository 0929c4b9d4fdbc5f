// Runs every test with coverage, keeps the JSON report in test-results/vitest.json and prints its totals on one line.
//
//   node tools/run-tests.mjs [--evidence] [vitest arguments]
//
// --evidence also writes evidence/test-results.json: the report of a full run with commit and versions.
// Exit code: 0 only where at least one test passed and none failed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import os from 'node:os';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = 'test-results/vitest.json';
const wantsEvidence = process.argv.includes('--evidence');
const passedOn = process.argv.slice(2).filter((word) => word !== '--evidence');

mkdirSync(`${root}test-results`, { recursive: true });
rmSync(`${root}${report}`, { force: true });
const vitest = spawnSync(
  process.execPath,
  [
    `${root}node_modules/vitest/vitest.mjs`,
    'run',
    '--coverage',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...passedOn,
  ],
  { cwd: root, stdio: 'inherit' },
);

let totals;
try {
  totals = JSON.parse(readFileSync(`${root}${report}`, 'utf8'));
} catch (error) {
  console.error(`no test report: ${error.message}`);
  process.exit(3);
}
if (wantsEvidence) writeEvidence(totals);

const passed = totals.numPassedTests;
const failed = totals.numFailedTests + totals.testResults.filter(isBrokenSuite).length;
const skipped = totals.numPendingTests + (totals.numTodoTests ?? 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || passed === 0 || vitest.status !== 0 ? 1 : 0);

/** A file that failed before any of its tests ran counts as one failure: it must never look like nothing. */
function isBrokenSuite(suite) {
  return suite.status === 'failed' && suite.assertionResults.every((test) => test.status !== 'failed');
}

function writeEvidence(vitestReport) {
  const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
  const packageJson = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const tests = vitestReport.testResults.flatMap((suite) =>
    suite.assertionResults.map((test) => ({
      file: suite.name.replace(root, ''),
      name: test.fullName,
      status: test.status,
      durationMs: Math.round(test.duration ?? 0),
    })),
  );
  const coverage = JSON.parse(readFileSync(`${root}coverage/coverage-summary.json`, 'utf8'));
  const perRoom = {};
  for (const [file, figures] of Object.entries(coverage)) {
    const room = file === 'total' ? 'total' : (/\/src\/([^/]+)\//.exec(file)?.[1] ?? 'index');
    const sum = (perRoom[room] ??= { lines: [0, 0], branches: [0, 0] });
    for (const kind of ['lines', 'branches']) {
      sum[kind][0] += figures[kind].covered;
      sum[kind][1] += figures[kind].total;
    }
  }
  const percent = ([covered, total]) => (total === 0 ? 100 : Math.round((1000 * covered) / total) / 10);
  const evidence = {
    seqplan: packageJson.version,
    commit: git('rev-parse', 'HEAD'),
    isTreeClean: git('status', '--porcelain') === '',
    date: new Date().toISOString(),
    machine: { node: process.version, platform: `${os.platform()} ${os.arch()}`, cores: os.cpus().length },
    dependencies: packageJson.dependencies,
    totals: {
      passed: vitestReport.numPassedTests,
      failed: vitestReport.numFailedTests,
      skipped: vitestReport.numPendingTests,
    },
    coveragePercent: Object.fromEntries(
      Object.entries(perRoom)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([room, sums]) => [room, { lines: percent(sums.lines), branches: percent(sums.branches) }]),
    ),
    tests,
  };
  mkdirSync(`${root}evidence`, { recursive: true });
  writeFileSync(`${root}evidence/test-results.json`, `${JSON.stringify(evidence, null, 1)}\n`);
}
