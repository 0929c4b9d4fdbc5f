import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canonicalJson, sha256Hex, type Json } from '../../src/base/index.ts';
import {
  adoptedPlanText,
  executionKey,
  id,
  judgeGate,
  planDigest,
  simulatedContent,
  type PlannedTask,
} from '../../src/model/index.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });

describe('texts that are spelled out', () => {
  it('are canonical JSON: content of simulated files', () => {
    fc.assert(
      fc.property(text, text, text, text, (sample, stage, output, key) => {
        const members = { sample: id<never>(sample), stage: id<never>(stage), output, key };
        expect(simulatedContent(members)).toBe(canonicalJson({ simulated: true, ...members }));
      }),
    );
  });

  it('are canonical JSON: what a key is the digest of, without PATH and without anything but name and digest of inputs', () => {
    const words = fc.dictionary(text, text, { maxKeys: 4 });
    const input = fc.record({ name: text, path: text, sha256: fc.constant('ab'.repeat(32)), bytes: fc.nat() });
    fc.assert(
      fc.property(
        fc.array(text),
        words,
        words,
        fc.array(input, { maxLength: 3 }),
        (argv, parameters, others, inputs) => {
          const toolDigest = 'cd'.repeat(32);
          const environment: Record<string, string> = { ...others, PATH: '/usr/bin' };
          const { PATH: _, ...kept } = environment;
          const sources = inputs.map(({ name, sha256 }) => ({ name, sha256 }));
          const right = sha256Hex(canonicalJson({ argv, environment: kept, inputs: sources, parameters, toolDigest }));
          expect(executionKey({ toolDigest, argv, parameters, environment, inputs })).toBe(right);
        },
      ),
    );
  });

  it('are canonical JSON: what the digest of a plan is of', () => {
    const name = text.map((one) => id<never>(one));
    const placement = fc.oneof(
      fc.record({ kind: fc.constant('machine' as const), machine: name }),
      fc.record({
        kind: fc.constant('run' as const),
        machine: name,
        recipe: name,
        lanes: fc.array(fc.array(fc.record({ lot: name, reads: fc.nat() }), { maxLength: 2 }), { maxLength: 2 }),
      }),
      fc.record({
        kind: fc.constant('pool' as const),
        pool: name,
        parallel: fc.nat(),
        cores: fc.nat(),
        memoryBytes: fc.nat(),
        gpus: fc.nat(),
      }),
    );
    const seconds = fc.integer({ min: -1000, max: 1e6 }).map((n) => n as PlannedTask['start']);
    const task = fc.record({
      id: name,
      members: fc.array(fc.record({ lot: name, stage: name }), { maxLength: 3 }),
      placement,
      setup: seconds.map((n) => Math.abs(n) as PlannedTask['setup']),
      start: seconds,
      end: seconds,
      isFrozen: fc.boolean(),
    });
    const method = { name: 'x', seed: 1, iterations: 2, isReproducible: true };
    fc.assert(
      fc.property(fc.array(task, { maxLength: 4 }), fc.array(name, { maxLength: 2 }), (tasks, lost) => {
        const plan = { tasks, maintenance: [], lost, objective: [0.5, 2], method };
        const right = canonicalJson(plan as unknown as Json);
        expect(adoptedPlanText(plan)).toBe(right);
        expect(planDigest(plan)).toBe(sha256Hex(right));
      }),
    );
  });
});

describe('a gate', () => {
  it('passes values from its least to its greatest, and never what is no number', () => {
    const gate = { min: 1, max: 2 };
    const verdicts = [0.9, 1, 2, 2.1, Number.NaN].map((value) => judgeGate(gate, value));
    expect(verdicts).toEqual(['below', 'pass', 'pass', 'above', 'below']);
    expect(judgeGate({ max: 2 }, -1e9)).toBe('pass');
  });
});
