// Python environments of judges below .judges/: made once, and added to where a pinned package is missing.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `name`: of the environment; `packages`: pinned. Returns the folder of its programs. Rejects where anything fails. */
export async function pythonEnvironment({ judges }, name, packages) {
  const folder = path.join(judges, name);
  const list = path.join(folder, 'seqplan-packages.json');
  const have = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  const missing = packages.filter((one) => !have.includes(one));
  if (missing.length > 0) {
    if (!existsSync(path.join(folder, 'bin/python')))
      await run('python3', ['-m', 'venv', folder], { timeout: 120_000 });
    // In one command: what was there before may pin what comes now.
    const all = [...new Set([...have, ...missing])];
    const words = ['install', '--quiet', '--disable-pip-version-check', ...all];
    await run(path.join(folder, 'bin/pip'), words, { timeout: 300_000, maxBuffer: 1 << 24 });
    writeFileSync(list, JSON.stringify(all));
  }
  return path.join(folder, 'bin');
}
