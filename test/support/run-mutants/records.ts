/** Faults in what is on record of attempts: processes, bench work, measurements, and stages that are not done. */

import { sha256Hex } from '../../../src/base/index.ts';
import { executionKey, id, type Execution } from '../../../src/model/index.ts';
import { changed, instead, onFacts, onScenario, onStage, without, type FactOf, type RunMutant } from './mutant.ts';

const onExecution = (
  change: (execution: Execution) => Partial<Execution>,
  test?: (fact: FactOf<'execution-recorded'>) => boolean,
) => changed('execution-recorded', (f) => ({ execution: { ...f.execution, ...change(f.execution) } }), test);

const OTHER = sha256Hex('planted');

const isReused = (f: FactOf<'execution-recorded'>): boolean => f.execution.reused !== undefined;

const hasInputFromResults = (f: FactOf<'execution-recorded'>): boolean =>
  f.execution.stage === id('report') && f.execution.inputs.some((one) => one.path.startsWith('results/'));

export const RECORDS: readonly RunMutant[] = [
  {
    code: 'ATTEMPT-RECORD',
    name: 'a process of an attempt that is over',
    of: 'calm',
    spoil: onFacts((facts) => {
      const told = facts.find((f) => f.type === 'execution-recorded');
      const closed = facts.findIndex((f) => f.type === 'run-closed');
      const late = facts[closed - 1];
      if (told === undefined || late === undefined) throw new Error('the clean run computes');
      return [...facts.slice(0, closed), { ...told, at: late.at }, ...facts.slice(closed)];
    }),
  },
  {
    code: 'ATTEMPT-RECORD',
    name: 'a process that is told twice',
    of: 'calm',
    spoil: instead('execution-recorded', (f) => [f, f]),
  },
  {
    code: 'ATTEMPT-RECORD',
    name: 'something between a process and the end of its attempt',
    of: 'calm',
    spoil: instead(
      'task-finished',
      (f) => [{ type: 'machine-up', at: f.at, machine: id('handler-1') }, f],
      (f) => f.task.includes('align'),
    ),
  },
  {
    code: 'ATTEMPT-RECORD',
    name: 'a measurement of a sample that is not in the task',
    of: 'shared',
    spoil: instead('task-finished', (f) => {
      const measured = { metric: 'yield', unit: 'ng', value: 49 };
      return [{ ...f, type: 'sample-measured', sample: id('o2/s1'), measurements: [measured] }, f];
    }),
  },
  {
    code: 'ATTEMPT-RECORD',
    name: 'bench work that is told twice',
    of: 'calm',
    spoil: instead('bench-recorded', (f) => [f, f]),
  },
  {
    code: 'EXECUTION',
    name: 'another tool than the stage has',
    of: 'calm',
    spoil: onExecution(() => ({ tool: 'awk' })),
  },
  {
    code: 'EXECUTION',
    name: 'a core more than the stage wants',
    of: 'calm',
    spoil: onExecution(({ asked }) => ({ asked: { ...asked, cores: asked.cores + 1 } })),
  },
  {
    code: 'EXECUTION',
    name: 'an end both by itself and by a signal',
    of: 'calm',
    spoil: onExecution(() => ({ signal: 'SIGTERM' })),
  },
  { code: 'EXECUTION', name: 'outputs of a failure', of: 'calm', spoil: onExecution(() => ({ exitCode: 1 })) },
  {
    code: 'EXECUTION',
    name: 'an end a second after that of its attempt',
    of: 'calm',
    spoil: onExecution(({ endedAt }) => ({ endedAt: new Date(Date.parse(endedAt) + 1000).toISOString() })),
  },
  {
    code: 'EXECUTION',
    name: 'a file published elsewhere',
    of: 'calm',
    spoil: onExecution(({ outputs }) => ({ outputs: outputs.map((one) => ({ ...one, path: 'results/else.json' })) })),
  },
  { code: 'EXECUTION-KEY', name: 'another key than it has', of: 'calm', spoil: onExecution(() => ({ key: OTHER })) },
  {
    code: 'EXECUTION-KEY',
    name: 'another command than the key is of',
    of: 'calm',
    spoil: onExecution(({ argv }) => ({ argv: [...argv, '--force'] })),
  },
  {
    code: 'EXECUTION-INPUT',
    name: 'an input that was never published',
    of: 'troubled',
    spoil: onExecution((execution) => {
      const inputs = execution.inputs.map((one) => ({ ...one, sha256: OTHER }));
      return { inputs, key: executionKey({ ...execution, inputs }) };
    }, hasInputFromResults),
  },
  {
    code: 'REUSE',
    name: 'work taken over from an attempt that did not do it',
    of: 'reused',
    spoil: onExecution(() => ({ reused: { task: id('p1-o1-extract'), attempt: 1 } }), isReused),
  },
  {
    code: 'REUSE',
    name: 'other files than were made',
    of: 'reused',
    spoil: onExecution(
      ({ outputs }) => ({ outputs: outputs.map((one) => ({ ...one, bytes: one.bytes + 1 })) }),
      isReused,
    ),
  },
  {
    code: 'MEASUREMENT',
    name: 'a value below its limit that passes',
    of: 'troubled',
    spoil: changed('sample-measured', (f) => ({
      measurements: f.measurements.map((one) => ({
        ...one,
        ...(one.gate && { gate: { ...one.gate, verdict: one.gate.verdict === 'pass' ? 'fail' : 'pass' } as const }),
      })),
    })),
  },
  ...([{ verdict: 'pass' }, { verdict: 'warn', warn: { min: 61 } }, { verdict: 'fail' }] as const).map(
    (said): RunMutant => ({
      code: 'MEASUREMENT',
      name: `a value that is to be warned of, said to ${said.verdict}${'warn' in said ? ' by another limit' : ''}`,
      of: 'calm',
      spoil: ({ scenario, facts }) => {
        const gate = { min: 50, warn: { min: 60 } };
        const gated = onStage('extract', () => ({ gates: [{ metric: 'yield', unit: 'ng', ...gate }] }));
        const measured = instead('task-finished', (f) => {
          const yielded = { metric: 'yield', unit: 'ng', value: 55, gate: { ...gate, ...said } };
          return [{ ...f, type: 'sample-measured', sample: id('o1/s1'), measurements: [yielded] }, f];
        });
        return gated(measured({ scenario, facts }));
      },
    }),
  ),
  {
    code: 'MEASUREMENT',
    name: 'a measurement without the gate that judges it',
    of: 'troubled',
    spoil: changed('sample-measured', (f) => ({
      measurements: f.measurements.map(({ metric, value, unit }) => ({ metric, value, unit })),
    })),
  },
  {
    code: 'BENCH',
    name: 'another machine than the one of the task',
    of: 'calm',
    spoil: changed('bench-recorded', (f) => ({ bench: { ...f.bench, instrument: { machine: id('tc-2') } } })),
  },
  {
    code: 'BENCH',
    name: 'a flow cell of another type',
    of: 'calm',
    spoil: onScenario(({ recipes }) => ({
      recipes: new Map([...recipes].map(([name, recipe]) => [name, { ...recipe, flowCell: 'other' }])),
    })),
  },
  {
    code: 'BENCH',
    name: 'a reagent that is not on record',
    of: 'calm',
    spoil: onStage('extract', () => ({ reagents: ['proteinase'] })),
  },
  {
    code: 'PLAN-DIGEST',
    name: 'the digest of another plan',
    of: 'calm',
    spoil: changed('plan-adopted', () => ({ digest: OTHER })),
  },
  {
    code: 'STAGE-SKIPPED',
    name: 'a sample that ends without a word on what is not done',
    of: 'expired',
    spoil: without('stage-skipped'),
  },
  {
    code: 'STAGE-SKIPPED',
    name: 'a stage left out twice',
    of: 'expired',
    spoil: instead('stage-skipped', (f) => [f, f]),
  },
  {
    code: 'STAGE-SKIPPED',
    name: 'a stage left out that was done',
    of: 'expired',
    spoil: instead('stage-skipped', (f) => [f, { ...f, stage: id('extract') }]),
  },
  {
    code: 'STAGE-SKIPPED',
    name: 'a stage left out without a reason',
    of: 'expired',
    spoil: changed('stage-skipped', () => ({ reason: '' })),
  },
  {
    code: 'STAGE-SKIPPED',
    name: 'a stage left out long before its sample ends',
    of: 'expired',
    spoil: onFacts((facts) => {
      const told = facts.find((f) => f.type === 'stage-skipped');
      const place = facts.findIndex((f) => f.type === 'task-finished') + 2;
      const before = facts[place];
      if (told === undefined || before === undefined) throw new Error('the clean run skips');
      const others = facts.filter((f) => f !== told);
      return [...others.slice(0, place), { ...told, at: before.at }, ...others.slice(place)];
    }),
  },
  {
    code: 'STAGE-SKIPPED',
    name: 'a branch that a policy leaves out without a word',
    of: 'degraded',
    spoil: without('stage-skipped', (f) => f.reason.startsWith('left out')),
  },
];
