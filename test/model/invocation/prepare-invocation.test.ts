import path from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { at } from '../../../src/base/index.ts';
import { prepareInvocation } from '../../../src/model/invocation/prepare-invocation.ts';
import { id, type ComputeStage, type Order, type ToolInvocation } from '../../../src/model/index.ts';
import { computeLab, computeOrder, computeStage, plainTool } from '../../execution/support.ts';

const MAKE = computeStage('make', {
  tool: plainTool('cat', { outputs: new Map([['bam', { file: '{sample}.bam', format: 'bam' }]]) }),
});

/** The invocation of `tool` in a stage after `make`, for the first sample of `order`. */
function prepare(tool: ToolInvocation, order: Order = computeOrder('o1', ['s1']), changes: Partial<ComputeStage> = {}) {
  const stage = computeStage('use', { tool, after: [id('make')], cores: 3, ...changes });
  const [workflow] = [...computeLab([MAKE, stage]).workflows.values()];
  if (workflow === undefined) throw new Error('no workflow');
  return prepareInvocation({ workflow, stage, tool, order, sample: at(order.samples, 0) });
}

const codes = (tool: ToolInvocation, order?: Order) => prepare(tool, order).problems.map((one) => one.code);

describe('a command line', () => {
  it('names inputs, outputs, parameters and the reserved words', () => {
    const tool = plainTool('bwa', {
      args: ['mem', '-t', '{cores}', '-R', '@RG\\tSM:{sample}', '-k{seed}', '{bam}', '{out}'],
      inputs: new Map([['bam', 'make:bam']]),
      outputs: new Map([['out', { file: 'out.sam', format: 'sam' }]]),
      parameters: new Map([['seed', '19']]),
    });
    const { invocation, problems } = prepare(tool);
    expect(problems).toEqual([]);
    expect(invocation.argv).toEqual(['bwa', 'mem', '-t', '3', '-R', '@RG\\tSM:s1', '-k19', 's1.bam', 'out.sam']);
    expect(invocation.inputs).toMatchObject([
      { name: 'bam', source: { kind: 'result', path: 'results/o1/s1/make/s1.bam' }, linkedAs: 's1.bam', format: 'bam' },
    ]);
  });

  it('takes the file of the sample before the file of the order', () => {
    const tool = plainTool('cat', { inputs: new Map([['reads', 'order:reads']]) });
    const inputs = new Map([
      ['reads', 'all.fq'],
      ['s1/reads', 'one.fq'],
    ]);
    const source = (names: readonly string[]) =>
      prepare(tool, computeOrder('o1', names, { inputs })).invocation.inputs[0]?.source;
    expect(source(['s1'])).toEqual({ kind: 'file', path: 'one.fq' });
    expect(source(['s2'])).toEqual({ kind: 'file', path: 'all.fq' });
  });

  it('reads files beside the scenario, absolute ones, and ones with a colon in the name', () => {
    for (const [reference, file] of [
      ['file:ref/a.fa', 'ref/a.fa'],
      ['file:/usr/share/a.fa', '/usr/share/a.fa'],
      ['ref/a.fa', 'ref/a.fa'],
      ['./a:b.fa', './a:b.fa'],
    ] as const) {
      const { invocation, problems } = prepare(plainTool('cat', { inputs: new Map([['ref', reference]]) }));
      expect(problems).toEqual([]);
      expect(invocation.inputs[0]?.source).toEqual({ kind: 'file', path: file });
    }
  });
});

describe('an invocation that cannot be carried out', () => {
  const input = (reference: string) => plainTool('cat', { inputs: new Map([['x', reference]]) });
  const output = (file: string) => plainTool('cat', { outputs: new Map([['x', { file, format: 'text' }]]) });

  it.each([
    ['an order input that nobody gives', input('order:reads'), 'INPUT-UNKNOWN'],
    ['a stage that does not exist', input('nowhere:bam'), 'INPUT-UNKNOWN'],
    ['an output that the stage does not have', input('make:sam'), 'INPUT-UNKNOWN'],
    ['its own output', input('use:x'), 'INPUT-UNKNOWN'],
    ['a placeholder without a value', plainTool('cat', { args: ['{nothing}'] }), 'PLACEHOLDER-UNKNOWN'],
    ['standard output to an output that is not declared', plainTool('cat', { stdout: 'x' }), 'PLACEHOLDER-UNKNOWN'],
    ['an output outside its folder', output('../x'), 'NAME-UNSAFE'],
    ['an output with an absolute path', output('/etc/passwd'), 'NAME-UNSAFE'],
    ['a hidden output', output('.stderr'), 'NAME-UNSAFE'],
    ['an output that looks like an option', output('-o'), 'NAME-UNSAFE'],
    [
      'a parameter called like a reserved word',
      plainTool('cat', { parameters: new Map([['sample', 'x']]) }),
      'NAME-CLASH',
    ],
    ['another command than its own', plainTool('cat', { argv: ['sh', '-c', 'reboot'] }), 'TOOL-ARGV'],
    ['no command', plainTool('cat', { argv: [] }), 'TOOL-ARGV'],
  ])('has %s', (_, tool, code) => {
    expect(codes(tool)).toEqual([code]);
  });

  it('has two files of one name', () => {
    const inputs = new Map([
      ['a', 'file:one/x.fq'],
      ['b', 'file:two/x.fq'],
    ]);
    expect(prepare(plainTool('cat', { inputs })).problems).toMatchObject([
      { code: 'NAME-CLASH', message: 'two inputs or outputs are called "x.fq"' },
    ]);
  });

  it('reads from a stage that comes later', () => {
    const tool = plainTool('cat', { inputs: new Map([['x', 'make:bam']]) });
    const { problems } = prepare(tool, undefined, { after: [] });
    expect(problems).toMatchObject([
      { code: 'INPUT-UNKNOWN', message: 'input x: stage make does not come before stage use' },
    ]);
  });

  it('is told with all its problems at once', () => {
    const tool = plainTool('cat', {
      args: ['{nothing}'],
      inputs: new Map([['x', 'order:reads']]),
      outputs: new Map([['y', { file: '../y', format: 'text' }]]),
    });
    expect(codes(tool)).toEqual(['INPUT-UNKNOWN', 'NAME-UNSAFE', 'PLACEHOLDER-UNKNOWN']);
  });
});

describe('names from outside', () => {
  it('lead to no place outside the run, whatever orders and samples are called', () => {
    const tool = plainTool('cat', {
      args: ['{bam}', '{out}', '{sample}'],
      inputs: new Map([['bam', 'make:bam']]),
      outputs: new Map([['out', { file: '{sample}.txt', format: 'text' }]]),
    });
    const hostile = fc.oneof(
      fc.constantFrom('..', '.', '', '-rf', '/etc', 'a/../../b', '__proto__', '{bam}', '\0', '~', '$(x)', 'a\nb'),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(
      fc.property(hostile, hostile, (order, sample) => {
        const { invocation, problems } = prepare(tool, computeOrder(order, [sample]));
        expect(problems).toEqual([]);
        for (const argument of invocation.argv) expect(argument).toMatch(/^[A-Za-z0-9%_][A-Za-z0-9._%-]*$/);
        const source = invocation.inputs[0]?.source.path ?? '';
        expect(path.posix.resolve('/run', source).startsWith('/run/results/')).toBe(true);
        // results / ORDER / SAMPLE / STAGE / FILE: never fewer, never more.
        expect(path.posix.normalize(source).split('/')).toHaveLength(5);
      }),
      { seed: 20261130, numRuns: 1000 },
    );
  });
});
