// The verdict of ProvToolbox on a PROV-JSON document by way of PROV-N: 0 valid, 1 not valid, 2 not judged.
//
//   node prov-constraints.mjs JUDGES DATA FILE
//
// ProvToolbox's reader of PROV-N goes on past what it does not understand: it must have read as many statements as there are.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [judges = '', data = '', file = ''] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'provn-'));
try {
  process.exitCode = judge(path.join(folder, 'document.provn'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function judge(provn) {
  const converted = run(path.join(judges, 'py/bin/prov-convert'), ['-f', 'provn', file, provn]);
  if (converted.status !== 0) return 2;
  const judged = run('java', [
    '-cp',
    path.join(judges, 'prov-lib/*'),
    path.join(data, 'constraints/Constraints.java'),
    provn,
  ]);
  if (judged.status !== 0 && judged.status !== 1) return 2;
  const read = Number(/(\d+) statements/.exec(judged.output)?.[1]);
  const { prefix: _, ...kinds } = JSON.parse(readFileSync(file, 'utf8'));
  const there = Object.values(kinds).reduce((sum, records) => sum + Object.keys(records).length, 0);
  if (judged.status === 0 && read !== there) {
    console.log(`${there} statements in the file, ${read} read`);
    return 2;
  }
  return judged.status;
}

function run(command, words) {
  const { status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const output = `${stdout ?? ''}${stderr ?? ''}`;
  console.log(output.slice(-4000));
  return { status, output };
}
