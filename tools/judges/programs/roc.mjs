// roc-validator's verdict as an exit code: 0 valid, 1 not valid, 2 not judged. A check that was skipped is not judged; of the metadata alone, those
// of the files are.
//
//   node roc.mjs JUDGES LEVEL whole|metadata-only CRATE
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [judges = '', level = '', kind = '', crate = ''] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'roc-'));
try {
  process.exitCode = judge(path.join(folder, 'report.json'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function judge(report) {
  const profile = ['-p', 'provenance-run-crate-0.5', '-l', level, '--no-paging'];
  const offline = ['--offline', '--cache-path', path.join(judges, 'roc')];
  const words = ['-y', 'validate', ...offline, ...profile, '-f', 'json', '-o', report];
  const { status, stdout, stderr } = spawnSync(
    path.join(judges, 'py/bin/rocrate-validator'),
    [...words, ...(kind === 'metadata-only' ? ['-m'] : []), crate],
    { encoding: 'utf8' },
  );
  if (status !== 0 && status !== 1) {
    console.log(stdout, stderr);
    return 2;
  }
  const { passed, issues, skipped_checks: skippedChecks } = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = Array.isArray(skippedChecks) ? skippedChecks.length : skippedChecks;
  for (const { check, violatingEntity, message } of issues)
    console.log(`${check.identifier} ${violatingEntity}: ${message}`);
  console.log(`${issues.length} issues, ${skipped} checks skipped`);
  if ((kind === 'whole' && skipped !== 0) || passed !== (status === 0) || passed !== (issues.length === 0)) return 2;
  return passed ? 0 : 1;
}
