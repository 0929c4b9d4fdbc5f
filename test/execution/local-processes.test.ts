import { setImmediate as nextTurn } from 'node:timers/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { createLocalProcesses, type ProcessSpec } from '../../src/execution/index.ts';
import { temporaryFolder } from './support.ts';

const node = (script: string, changes: Partial<ProcessSpec> = {}): ProcessSpec => ({
  executable: process.execPath,
  argv: ['node', '-e', script],
  cwd: '/',
  environment: {},
  ...changes,
});

const end = (spec: ProcessSpec) => createLocalProcesses().start(spec).ended;

describe('a local process', () => {
  it('gets its arguments literally: no shell looks at them', async () => {
    const wild = ['$(reboot)', '`id`', '; rm -rf /', '*', "'", '"', '\\', 'a\nb', '&& false', '-n'];
    const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
    const { stdout } = (await end(node(script, { argv: ['node', '-e', script, '--', ...wild] }))) as { stdout: string };
    expect(JSON.parse(stdout)).toEqual(wild);
  });

  it('reads nothing from standard input', async () => {
    const script = `process.stdin.on('data', () => process.exit(9)).on('end', () => process.exit(0))`;
    expect(await end(node(script))).toMatchObject({ kind: 'ended', exitCode: 0 });
  });

  it('keeps the beginning and the end of a long standard error, and drops the middle', async () => {
    // 4 MiB; 64 KiB are kept.
    const script = `process.stderr.write('first\\n' + 'x'.repeat(4 << 20) + '\\nlast')`;
    const ended = await end(node(script));
    if (ended.kind !== 'ended') throw new Error('not started');
    expect(ended.stderr.startsWith('first\n')).toBe(true);
    expect(ended.stderr.endsWith('\nlast')).toBe(true);
    expect(ended.stderr).toMatch(/\n\[\.\.\. \d+ bytes left out \.\.\.\]\n/);
    expect(ended.stderr.length).toBeLessThan(70_000);
  });

  it('writes standard output into a new file only: an existing one is never overwritten', async () => {
    const folder = temporaryFolder();
    const stdoutFile = path.join(folder, 'out.txt');
    expect(await end(node(`process.stdout.write('new')`, { stdoutFile }))).toMatchObject({ exitCode: 0, stdout: '' });
    expect(readFileSync(stdoutFile, 'utf8')).toBe('new');
    writeFileSync(stdoutFile, 'old');
    expect(await end(node(`process.stdout.write('new')`, { stdoutFile }))).toMatchObject({
      kind: 'not-started',
      code: 'EEXIST',
    });
    expect(readFileSync(stdoutFile, 'utf8')).toBe('old');
  });

  it('that cannot be started says why', async () => {
    expect(await end(node('', { executable: '/nonexistent/tool' }))).toMatchObject({
      kind: 'not-started',
      code: 'ENOENT',
    });
    const text = path.join(temporaryFolder(), 'text');
    writeFileSync(text, 'not a program');
    expect(await end(node('', { executable: text }))).toMatchObject({ kind: 'not-started', code: 'EACCES' });
  });

  it('leaves no child behind when it ends', async () => {
    // The child inherits standard error: a pipe that a forgotten child holds open would keep the attempt from ending.
    const script = `const c = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
      { stdio: ['ignore', 'ignore', 'inherit'] }); process.stdout.write(String(c.pid), () => process.exit(0))`;
    const ended = await end(node(script));
    if (ended.kind !== 'ended') throw new Error('not started');
    const stateOf = (): string | undefined => {
      try {
        return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${ended.stdout}/status`, 'utf8'))?.[1];
      } catch {
        return 'gone';
      }
    };
    // Killed it is, and its files are closed; the kernel may still be taking it apart on the other core.
    let state = stateOf();
    for (let turns = 0; turns < 10_000 && state === 'R'; turns++) {
      await nextTurn();
      state = stateOf();
    }
    expect(['Z', 'X', 'gone']).toContain(state);
  });

  it('tells the kills of the kernel as a number, where the kernel counts them', async () => {
    const kills = await createLocalProcesses().oomKills();
    expect(kills === undefined || Number.isSafeInteger(kills)).toBe(true);
    expect(kills !== undefined).toBe(vmstat().includes('\noom_kill '));
  });
});

function vmstat(): string {
  try {
    return readFileSync('/proc/vmstat', 'utf8');
  } catch {
    return '';
  }
}
