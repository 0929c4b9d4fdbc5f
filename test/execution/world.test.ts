import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { duration, seconds } from '../../src/base/index.ts';
import { createLocalProcesses, type Processes, type ProcessEnd } from '../../src/execution/index.ts';
import { id, type MaintenanceId, type TaskId } from '../../src/model/index.ts';
import { handClock } from './hand-clock.ts';
import {
  computeLab,
  computeOrder,
  computeStage,
  failure,
  finished,
  nodeTool,
  openBench,
  plainTool,
  temporaryFolder,
  writer,
} from './support.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('a task that goes well', () => {
  it('publishes its outputs and records the process that made them', async () => {
    const bench = await openBench(computeLab([computeStage('write', { tool: writer('hello') })]));
    bench.start('write');
    const event = await bench.next();
    const { executions, failedSamples } = finished(event);
    expect(failedSamples).toEqual([]);
    const published = path.join(bench.directory, 'results/o1/s1/write/out.txt');
    expect(readFileSync(published, 'utf8')).toBe('hello');
    expect(executions).toEqual([
      {
        sample: 'o1/s1',
        stage: 'write',
        tool: process.execPath,
        toolVersion: process.versions.node,
        toolDigest: createHash('sha256').update(readFileSync(process.execPath)).digest('hex'),
        argv: [process.execPath, '-e', expect.any(String)],
        environment: { LANG: 'C', TMPDIR: '.tmp', PATH: process.env['PATH'] },
        host: 'bench',
        parameters: {},
        // As the stage of the test laboratory asks for one sample.
        asked: { cores: 1, memoryBytes: 1e9, gpus: 0 },
        // Where the system tells it, and the process lived long enough.
        ...(executions[0]?.used && { used: expect.objectContaining({ cpuSeconds: expect.any(Number) }) }),
        key: expect.stringMatching(/^[0-9a-f]{64}$/),
        exitCode: 0,
        signal: null,
        startedAt: expect.stringMatching(ISO_MS),
        endedAt: expect.stringMatching(ISO_MS),
        inputs: [],
        outputs: [
          { name: 'out', path: 'results/o1/s1/write/out.txt', format: 'text', sha256: sha256('hello'), bytes: 5 },
        ],
      },
    ]);
    expect(Number.isInteger(event.at)).toBe(true);
  });

  it('hands outputs to the next stage under their own names, and digests what it read', async () => {
    const copy = plainTool('cat', {
      args: ['{text}', '{extra}'],
      stdout: 'both',
      inputs: new Map([
        ['text', 'write:out'],
        ['extra', 'order:extra'],
      ]),
      outputs: new Map([['both', { file: '{sample}.txt', format: 'text' }]]),
    });
    const stages = [
      computeStage('write', { tool: writer('hello') }),
      computeStage('copy', { tool: copy, after: [id('write')] }),
    ];
    const orders = [computeOrder('o1', ['s1'], { inputs: new Map([['s1/extra', 'data/extra.txt']]) })];
    const bench = await openBench(computeLab(stages, orders));
    mkdirSync(path.join(bench.scenarioDirectory, 'data'));
    writeFileSync(path.join(bench.scenarioDirectory, 'data/extra.txt'), ' world');
    bench.start('write');
    await bench.next();
    bench.start('copy');
    const [execution] = finished(await bench.next()).executions;
    expect(execution?.argv).toEqual(['cat', 'out.txt', 'extra.txt']);
    expect(execution?.inputs).toEqual([
      { name: 'text', path: 'results/o1/s1/write/out.txt', format: 'text', sha256: sha256('hello'), bytes: 5 },
      { name: 'extra', path: 'data/extra.txt', sha256: sha256(' world'), bytes: 6 },
    ]);
    // Standard output is the output, not a log.
    expect(readFileSync(path.join(bench.directory, 'results/o1/s1/copy/s1.txt'), 'utf8')).toBe('hello world');
  });

  it('lets no other variable of the host reach the tool', async () => {
    const show = nodeTool('process.stdout.write(JSON.stringify(process.env))', {
      stdout: 'seen',
      outputs: new Map([['seen', { file: 'seen.json', format: 'json' }]]),
    });
    const environment = { PATH: process.env['PATH'] ?? '', SECRET_CANARY: 'leak-4711', HOME: '/home/someone' };
    const bench = await openBench(computeLab([computeStage('show', { tool: show })]), { environment });
    bench.start('show');
    const result = finished(await bench.next());
    const seen = readFileSync(path.join(bench.directory, 'results/o1/s1/show/seen.json'), 'utf8');
    expect(Object.keys(JSON.parse(seen) as object).toSorted()).toEqual(['LANG', 'PATH', 'TMPDIR']);
    expect(JSON.stringify(result)).not.toContain('leak-4711');
  });

  it('gives every attempt a working folder of its own, with room for temporary files inside', async () => {
    const tool = nodeTool(
      `const fs = require('fs'); fs.writeFileSync(process.env.TMPDIR + '/scratch', 'x'); fs.writeFileSync('out.txt', process.cwd())`,
      { outputs: new Map([['out', { file: 'out.txt', format: 'text' }]]) },
    );
    const bench = await openBench(computeLab([computeStage('where', { tool })], [computeOrder('o1', ['s1', 's2'])]));
    bench.start('where', { parallel: 2 });
    finished(await bench.next());
    const folders = ['s1', 's2'].map((sample) =>
      readFileSync(path.join(bench.directory, `results/o1/${sample}/where/out.txt`), 'utf8'),
    );
    // `t:o1/where` and `o1`, as safe names; the temporary folder may itself lie behind a link.
    const expected = ['s1', 's2'].map((sample) => `work/t%3Ao1%2Fwhere.1/o1+${sample}`);
    expect(folders.map((folder) => folder.split('/').slice(-3).join('/'))).toEqual(expected);
    for (const folder of folders) expect(readFileSync(path.join(folder, '.tmp/scratch'), 'utf8')).toBe('x');
  });

  it('runs at most `parallel` samples at once, and all of them', async () => {
    const samples = ['s1', 's2', 's3', 's4', 's5'];
    const inner = createLocalProcesses();
    let now = 0;
    let most = 0;
    const processes: Processes = {
      oomKills: () => inner.oomKills(),
      start(spec) {
        most = Math.max(most, ++now);
        const running = inner.start(spec);
        return { ...running, ended: running.ended.finally(() => now--) };
      },
    };
    const scenario = computeLab([computeStage('write', { tool: writer('x') })], [computeOrder('o1', samples)]);
    const bench = await openBench(scenario, { processes });
    bench.start('write', { parallel: 2 });
    const { executions } = finished(await bench.next());
    expect(executions.map((one) => one.sample)).toEqual(samples.map((sample) => `o1/${sample}`));
    expect(most).toBe(2);
  });
});

describe('a task that goes wrong', () => {
  const failing = async (tool: ReturnType<typeof nodeTool>) => {
    const bench = await openBench(computeLab([computeStage('work', { tool })]));
    bench.start('work');
    const event = await bench.next();
    return { bench, event };
  };

  it('by its exit code fails as a whole, publishes nothing, and keeps what the tool said', async () => {
    const { bench, event } = await failing(nodeTool(`console.error('it is broken'); process.exit(3)`));
    expect(failure(event)).toMatchObject({ class: 'tool-error', detail: 'the tool failed (exit code 3)' });
    expect(failure(event).executions).toMatchObject([{ exitCode: 3, signal: null, outputs: [] }]);
    expect(readFileSync(path.join(bench.directory, 'work/t%3Ao1%2Fwork.1/o1+s1/.stderr'), 'utf8')).toBe(
      'it is broken\n',
    );
    expect(existsSync(path.join(bench.directory, 'results'))).toBe(false);
  });

  it('by a plain `false` is an error of the tool; `true` without outputs is a success', async () => {
    expect(failure((await failing(plainTool('false'))).event).class).toBe('tool-error');
    expect(finished((await failing(plainTool('true'))).event).executions).toHaveLength(1);
  });

  it('by a kill from outside is a lost node, with the signal in the record', async () => {
    const { event } = await failing(nodeTool(`process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)`));
    expect(failure(event)).toMatchObject({ class: 'node-lost', detail: 'ended from outside (SIGTERM)' });
    expect(failure(event).executions).toMatchObject([{ exitCode: null, signal: 'SIGTERM' }]);
  });

  it('by a full disk is known by what the tool says', async () => {
    const { event } = await failing(nodeTool(`console.error('write: No space left on device'); process.exit(1)`));
    expect(failure(event).class).toBe('disk-full');
  });

  const OUTPUTS = new Map([['out', { file: 'out.txt', format: 'text' }]]);
  it.each([
    ['missing', '', 'output out (out.txt) is missing (exit code 0)'],
    ['empty', `require('fs').writeFileSync('out.txt', '')`, 'output out (out.txt) is empty (exit code 0)'],
    [
      'a link',
      `require('fs').symlinkSync('/etc/hostname', 'out.txt')`,
      'output out (out.txt) is not a regular file (exit code 0)',
    ],
  ])('by an output that is %s loses the sample, although the exit code is 0', async (_, script, detail) => {
    const { bench, event } = await failing(nodeTool(script, { outputs: OUTPUTS }));
    expect(finished(event)).toMatchObject({
      executions: [{ sample: 'o1/s1', exitCode: 0, outputs: [] }],
      failedSamples: [{ sample: 'o1/s1', failure: { class: 'corrupt-output', detail } }],
    });
    expect(existsSync(path.join(bench.directory, 'results'))).toBe(false);
  });

  it('by a missing input loses the sample before anything runs', async () => {
    const { event } = await failing(plainTool('cat', { args: ['{x}'], inputs: new Map([['x', 'file:absent.txt']]) }));
    expect(finished(event)).toMatchObject({
      executions: [],
      failedSamples: [{ failure: { class: 'corrupt-input', detail: 'input x (absent.txt) cannot be read: ENOENT' } }],
    });
  });

  it('by an input that changed after publication loses the sample', async () => {
    const read = plainTool('cat', { args: ['{x}'], inputs: new Map([['x', 'write:out']]) });
    const bench = await openBench(
      computeLab([
        computeStage('write', { tool: writer('a') }),
        computeStage('read', { tool: read, after: [id('write')] }),
      ]),
    );
    bench.start('write');
    await bench.next();
    writeFileSync(path.join(bench.directory, 'results/o1/s1/write/out.txt'), 'b');
    bench.start('read');
    const [lost] = finished(await bench.next()).failedSamples;
    expect(lost?.failure.class).toBe('corrupt-input');
    expect(lost?.failure.detail).toContain(`not what was published: ${sha256('b')}, not ${sha256('a')}`);
  });

  it('for one sample leaves the others their results', async () => {
    // Only s2 writes its output.
    const tool = nodeTool(`if (process.argv[1] === 's2') require('fs').writeFileSync('out.txt', 'fine')`, {
      args: ['{sample}'],
      outputs: OUTPUTS,
    });
    const bench = await openBench(computeLab([computeStage('work', { tool })], [computeOrder('o1', ['s1', 's2'])]));
    bench.start('work');
    const { executions, failedSamples } = finished(await bench.next());
    expect(executions.map((one) => one.outputs.length)).toEqual([0, 1]);
    expect(failedSamples.map((one) => one.sample)).toEqual(['o1/s1']);
    expect(readdirSync(path.join(bench.directory, 'results/o1'))).toEqual(['s2']);
  });

  it('as a whole because of one sample publishes none, and starts no further ones', async () => {
    const tool = nodeTool(
      `require('fs').writeFileSync('out.txt', 'x'); process.exit(process.argv[1] === 's2' ? 1 : 0)`,
      { args: ['{sample}'], outputs: OUTPUTS },
    );
    const samples = ['s1', 's2', 's3'];
    const bench = await openBench(computeLab([computeStage('work', { tool })], [computeOrder('o1', samples)]));
    bench.start('work', { parallel: 1 });
    const { executions } = failure(await bench.next());
    expect(executions.map((one) => one.sample)).toEqual(['o1/s1', 'o1/s2']);
    expect(existsSync(path.join(bench.directory, 'results'))).toBe(false);
  });

  it('can be attempted again, in a new folder', async () => {
    const folder = temporaryFolder();
    const flag = JSON.stringify(path.join(folder, 'flag'));
    const tool = nodeTool(
      `const fs = require('fs'); if (!fs.existsSync(${flag})) { fs.writeFileSync(${flag}, ''); process.exit(1) } fs.writeFileSync('out.txt', 'second')`,
      { outputs: OUTPUTS },
    );
    const bench = await openBench(computeLab([computeStage('work', { tool })]));
    bench.start('work', { attempt: 1 });
    expect((await bench.next()).type).toBe('task-failed');
    bench.start('work', { attempt: 2 });
    expect(await bench.next()).toMatchObject({ type: 'task-finished', attempt: 2 });
    expect(readdirSync(path.join(bench.directory, 'work'))).toEqual(['t%3Ao1%2Fwork.1', 't%3Ao1%2Fwork.2']);
    expect(readFileSync(path.join(bench.directory, 'results/o1/s1/work/out.txt'), 'utf8')).toBe('second');
  });

  it('never uses the folder of an earlier process again, also for the same attempt', async () => {
    const directory = temporaryFolder();
    // What a run that was killed leaves behind.
    mkdirSync(path.join(directory, 'work/t%3Ao1%2Fwrite.1/o1+s1'), { recursive: true });
    writeFileSync(path.join(directory, 'work/t%3Ao1%2Fwrite.1/o1+s1/out.txt'), 'half');
    const bench = await openBench(computeLab([computeStage('write', { tool: writer('whole') })]), { directory });
    bench.start('write', { attempt: 1 });
    finished(await bench.next());
    expect(readFileSync(path.join(directory, 'results/o1/s1/write/out.txt'), 'utf8')).toBe('whole');
    expect(readFileSync(path.join(directory, 'work/t%3Ao1%2Fwrite.1/o1+s1/out.txt'), 'utf8')).toBe('half');
  });
});

describe('a quality gate', () => {
  const lengthCheck = {
    formats: ['text'],
    metrics: ['length'],
    inspect: (file: string) => {
      const text = readFileSync(file, 'utf8');
      const damage = text.includes('!') ? ['it holds a !'] : [];
      return Promise.resolve({ damage, measurements: [{ metric: 'length', value: text.length, unit: 'chars' }] });
    },
  };
  const gated = async (text: string, gate: { metric: string; min?: number; max?: number }) => {
    const stage = computeStage('write', { tool: writer(text), gates: [{ unit: 'chars', ...gate }] });
    const bench = await openBench(computeLab([stage]), { checks: [lengthCheck] });
    bench.start('write');
    return finished(await bench.next());
  };

  it('that is passed leaves its measurement in the record', async () => {
    expect(await gated('12345', { metric: 'length', min: 5, max: 5 })).toMatchObject({
      failedSamples: [],
      measurements: [{ sample: 'o1/s1', metric: 'length', value: 5, unit: 'chars' }],
    });
  });

  it.each([
    [{ metric: 'length', min: 6 }, 'length is 5 chars, less than 6'],
    [{ metric: 'length', max: 4 }, 'length is 5 chars, more than 4'],
    [{ metric: 'depth', min: 1 }, 'depth was not measured'],
  ])('%j that is missed loses the sample', async (gate, detail) => {
    const { failedSamples } = await gated('12345', gate);
    expect(failedSamples).toMatchObject([{ failure: { class: 'quality-gate', detail } }]);
  });

  it('is not asked where the check finds the file damaged', async () => {
    const { failedSamples } = await gated('1!345', { metric: 'length', max: 1 });
    const detail = 'output out (out.txt): it holds a ! (exit code 0)';
    expect(failedSamples).toMatchObject([{ failure: { class: 'corrupt-output', detail } }]);
  });
});

describe('cancelling', () => {
  it('ends the whole process group and is answered by a failure of that class', async () => {
    const folder = temporaryFolder();
    const pids = JSON.stringify(path.join(folder, 'pids'));
    // A tool that ignores SIGTERM's usual effect on children: its child would outlive it.
    const tool = nodeTool(
      `const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
       require('fs').writeFileSync(${pids} + '.new', process.pid + ' ' + child.pid);
       require('fs').renameSync(${pids} + '.new', ${pids}); setInterval(() => {}, 1000)`,
    );
    const bench = await openBench(computeLab([computeStage('wait', { tool })]));
    bench.start('wait');
    await appears(path.join(folder, 'pids'));
    bench.world.perform({ type: 'cancel-task', task: id('t:o1/wait'), attempt: 1, reason: 'test' });
    const event = await bench.next();
    expect(failure(event)).toMatchObject({
      class: 'cancelled',
      detail: 'stopped on request (SIGTERM)',
      executions: [{ signal: 'SIGTERM' }],
    });
    for (const pid of readFileSync(path.join(folder, 'pids'), 'utf8').split(' ')) {
      expect(isAlive(Number(pid)), `process ${pid}`).toBe(false);
    }
  });

  it('kills what does not end within the grace of five seconds', async () => {
    const hand = handClock();
    const folder = temporaryFolder();
    const ready = path.join(folder, 'ready');
    const asked = path.join(folder, 'asked');
    const tool = nodeTool(
      `const fs = require('fs'); process.on('SIGTERM', () => fs.writeFileSync(${JSON.stringify(asked)}, ''));
       fs.writeFileSync(${JSON.stringify(ready)}, ''); setInterval(() => {}, 1000)`,
    );
    const bench = await openBench(computeLab([computeStage('stay', { tool })]), hand);
    bench.start('stay');
    await appears(ready);
    bench.world.perform({ type: 'cancel-task', task: id('t:o1/stay'), attempt: 1, reason: 'test' });
    hand.advance(4_999);
    await appears(asked);
    hand.advance(1);
    expect(failure(await bench.next())).toMatchObject({ class: 'cancelled', executions: [{ signal: 'SIGKILL' }] });
  });

  it('a task that has ended, or another attempt of it, changes nothing', async () => {
    const bench = await openBench(computeLab([computeStage('write', { tool: writer('x') })]));
    bench.start('write', { attempt: 2 });
    bench.world.perform({ type: 'cancel-task', task: id('t:o1/write'), attempt: 1, reason: 'test' });
    expect((await bench.next()).type).toBe('task-finished');
    bench.world.perform({ type: 'cancel-task', task: id('t:o1/write'), attempt: 2, reason: 'test' });
    expect((await bench.next()).type).toBe('closed');
  });
});

describe('fencing', () => {
  it('keeps a late attempt from publishing over a newer one', async () => {
    const held = holdProcesses();
    const scenario = computeLab([computeStage('write', { tool: plainTool('true', OUT) })]);
    const bench = await openBench(scenario, { processes: held.processes });
    bench.start('write', { attempt: 1 });
    await held.started(1);
    bench.start('write', { attempt: 2 });
    await held.started(2);
    held.end(2, 'from attempt 2');
    expect(await bench.next()).toMatchObject({ type: 'task-finished', attempt: 2 });
    held.end(1, 'from attempt 1');
    expect(await bench.next()).toMatchObject({
      type: 'task-failed',
      attempt: 1,
      failure: { class: 'cancelled', detail: 'a newer attempt has taken over' },
    });
    const published = path.join(bench.directory, 'results/o1/s1/write/out.txt');
    expect(readFileSync(published, 'utf8')).toBe('from attempt 2');
  });

  it('also keeps an attempt from publishing while a newer one is still at work', async () => {
    const held = holdProcesses();
    const scenario = computeLab([computeStage('write', { tool: plainTool('true', OUT) })]);
    const bench = await openBench(scenario, { processes: held.processes });
    bench.start('write', { attempt: 1 });
    await held.started(1);
    bench.start('write', { attempt: 2 });
    await held.started(2);
    held.end(1, 'from attempt 1');
    expect(await bench.next()).toMatchObject({ type: 'task-failed', attempt: 1 });
    expect(existsSync(path.join(bench.directory, 'results'))).toBe(false);
    held.end(2, 'from attempt 2');
    expect(await bench.next()).toMatchObject({ type: 'task-finished', attempt: 2 });
  });
});

describe('time and the end', () => {
  it('fires a timer that is due at once, and no other before its instant', async () => {
    const hand = handClock();
    const bench = await openBench(computeLab([]), hand);
    bench.world.perform({ type: 'set-timer', timer: 'later', due: seconds(90) });
    bench.world.perform({ type: 'set-timer', timer: 'past', due: seconds(-5) });
    hand.advance(0);
    expect(await bench.next()).toEqual({ type: 'timer', timer: 'past', at: 0 });
    // A timer that fires a little early, as real ones do, still tells its own instant.
    hand.advance(90_000, -1);
    expect(await bench.next()).toEqual({ type: 'timer', timer: 'later', at: 90 });
  });

  it('ends a maintenance when its duration is over', async () => {
    const hand = handClock();
    const bench = await openBench(computeLab([]), hand);
    hand.advance(10_000);
    const [maintenance, task] = [id<MaintenanceId>('wash'), id<TaskId>('m1')];
    bench.world.perform({ type: 'start-maintenance', task, maintenance, machines: [], duration: duration(60) });
    hand.advance(60_000);
    // 10 s + 60 s.
    expect(await bench.next()).toEqual({ type: 'maintenance-finished', task: 'm1', at: 70 });
  });

  it('never goes back, whatever the wall clock does', async () => {
    const hand = handClock();
    const bench = await openBench(computeLab([]), hand);
    bench.world.perform({ type: 'set-timer', timer: 'a', due: seconds(100) });
    hand.advance(100_000);
    expect(await bench.next()).toMatchObject({ timer: 'a', at: 100 });
    bench.world.perform({ type: 'set-timer', timer: 'b', due: seconds(50) });
    hand.advance(0, -60_000);
    expect(await bench.next()).toMatchObject({ timer: 'b', at: 100 });
  });

  it('receives orders, first those that are there, and closes when nothing can come any more', async () => {
    const orders = [computeOrder('b', ['s1']), computeOrder('a', ['s1'], { release: seconds(-10) })];
    const bench = await openBench(computeLab([], orders));
    const seen = [await bench.world.next(), await bench.world.next(), await bench.world.next()];
    expect(seen.map((event) => (event.type === 'order-received' ? event.order : event.type))).toEqual([
      'a',
      'b',
      'closed',
    ]);
  });

  it('tells that the planner had no answer', async () => {
    const bench = await openBench(computeLab([]));
    const situation = { now: seconds(0), lots: [], machines: [] };
    bench.world.perform({ type: 'request-plan', request: 1, reason: 'opened', situation });
    expect(await bench.next()).toMatchObject({ type: 'plan-failed', request: 1, message: 'no planner' });
  });

  it('close ends the processes that are left', async () => {
    const bench = await openBench(computeLab([computeStage('wait', { tool: plainTool('sleep', { args: ['1000'] }) })]));
    bench.start('wait');
    bench.world.perform({ type: 'close' });
    await bench.world.closed;
  });
});

const OUT = { outputs: new Map([['out', { file: 'out.txt', format: 'text' }]]) };

/** Processes that end when the test says so; the n-th to start is number n. */
function holdProcesses() {
  const running: { readonly cwd: string; readonly end: (end: ProcessEnd) => void }[] = [];
  const waiting: { readonly count: number; readonly tell: () => void }[] = [];
  const processes: Processes = {
    oomKills: () => Promise.resolve(undefined),
    start: ({ cwd }) => ({
      kill: () => {},
      ended: new Promise((end) => {
        running.push({ cwd, end });
        for (const { count, tell } of waiting) if (running.length >= count) tell();
      }),
    }),
  };
  return {
    processes,
    started: (count: number): Promise<void> =>
      running.length >= count ? Promise.resolve() : new Promise((tell) => waiting.push({ count, tell })),
    end(number: number, text: string): void {
      const one = running[number - 1];
      if (one === undefined) throw new Error(`process ${number} has not started`);
      writeFileSync(path.join(one.cwd, 'out.txt'), text);
      one.end({ kind: 'ended', exitCode: 0, signal: null, stdout: '', stderr: '' });
    },
  };
}

/** Resolves once there is a file at `file`. */
async function appears(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((resolve) => setImmediate(resolve));
}

function isAlive(pid: number): boolean {
  try {
    // A zombie that its parent has not collected yet is dead too.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
