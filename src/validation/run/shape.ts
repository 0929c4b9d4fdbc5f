/** `[MALFORMED]`: a fact has the members that its type has in `src/model/run-vocabulary.ts`, so that rules may rely on them. */

import { z } from 'zod';

import { FAILURE_CLASSES, PRIORITY_CLASSES } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';

const text = z.string();
const whole = z.int();
const length = z.int().min(0);
const share = z.number().min(0).max(1);
const failureClass = z.enum(FAILURE_CLASSES);
const outcome = z.enum(['delivered', 'delivered-degraded', 'quarantined', 'expired', 'cancelled']);

const member = z.object({ lot: text, stage: text });
const placement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('machine'), machine: text }),
  z.object({
    kind: z.literal('run'),
    machine: text,
    recipe: text,
    lanes: z.array(z.array(z.object({ lot: text, reads: z.number() }))),
  }),
  z.object({
    kind: z.literal('pool'),
    pool: text,
    parallel: z.int().min(1),
    cores: z.number(),
    memoryBytes: z.number(),
    gpus: z.number(),
  }),
]);
const failure = z.object({ class: failureClass, detail: text });
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const artifact = z.object({ name: text, path: text, format: text.optional(), sha256: digest, bytes: length });
const instant = z.iso.datetime({ precision: 3 });
const execution = z.object({
  sample: text,
  stage: text,
  tool: text,
  toolVersion: text,
  toolDigest: digest,
  container: z.object({ image: text, digest: text }).optional(),
  argv: z.array(text).min(1),
  parameters: z.record(text, text),
  environment: z.record(text, text),
  host: text,
  asked: z.object({ cores: length, memoryBytes: length, gpus: length }),
  used: z.object({ cpuSeconds: z.number().min(0).optional(), peakMemoryBytes: length.optional() }).optional(),
  exitCode: z.int().nullable(),
  signal: text.nullable(),
  startedAt: instant,
  endedAt: instant,
  inputs: z.array(artifact),
  outputs: z.array(artifact),
  key: digest,
  reused: z.object({ task: text, attempt: z.int().min(1) }).optional(),
});
const gate = z.object({
  min: z.number().optional(),
  max: z.number().optional(),
  warn: z.object({ min: z.number().optional(), max: z.number().optional() }).optional(),
  verdict: z.enum(['pass', 'warn', 'fail']),
});
const measurement = z.object({ metric: text, value: z.number(), unit: text, gate: gate.optional() });
const bench = z.object({
  instrument: z.object({ machine: text, serial: text.optional(), position: text.optional() }),
  flowCell: z.object({ id: text, type: text }).optional(),
  reagents: z.array(z.object({ name: text, lot: text, expires: text.optional() })),
  operators: z.array(text),
  conditions: z.array(z.object({ place: text, signal: text, value: z.number(), unit: text })),
});
const shortage = z.object({
  id: text,
  of: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('staff'), operators: z.number() }),
    z.object({ kind: z.literal('pool'), pool: text, cores: z.number(), memoryBytes: z.number(), gpus: z.number() }),
  ]),
  since: whole,
  until: whole,
});
const decision = z.object({
  operator: text,
  reason: text,
  action: z.discriminatedUnion('do', [
    z.object({ do: z.literal('release-lot'), lot: text }),
    z.object({ do: z.literal('cancel-order'), order: text }),
    z.object({ do: z.literal('set-priority'), order: text, priority: z.enum(PRIORITY_CLASSES) }),
  ]),
});
const run = z.object({
  world: z.enum(['simulated', 'real']),
  scenario: text,
  scenarioDigest: text,
  seed: whole,
  version: text,
  epoch: text,
  platform: z.object({ node: text, system: text }).optional(),
});
const attempt = { task: text, attempt: z.int().min(1) };

const fact = <T extends string, S extends z.ZodRawShape>(type: T, members: S) =>
  z.object({ at: whole, type: z.literal(type), ...members });

const FACT = z.discriminatedUnion('type', [
  fact('run-opened', { run }),
  fact('order-announced', { order: text }),
  fact('execution-recorded', { ...attempt, execution }),
  fact('sample-measured', { ...attempt, sample: text, measurements: z.array(measurement) }),
  fact('sample-failed', { ...attempt, sample: text, failure }),
  fact('bench-recorded', { ...attempt, bench }),
  fact('stage-skipped', { lot: text, stage: text, samples: z.array(text), reason: text }),
  fact('order-received', { order: text, lot: text, samples: z.array(text) }),
  fact('plan-requested', { request: whole, reason: text }),
  fact('task-planned', {
    request: whole,
    task: z.object({
      id: text,
      members: z.array(member),
      placement,
      setup: length,
      start: whole,
      end: whole,
      isFrozen: z.boolean(),
    }),
  }),
  fact('maintenance-planned', {
    request: whole,
    maintenance: z.object({ id: text, maintenance: text, machines: z.array(text), start: whole, end: whole }),
  }),
  fact('plan-adopted', {
    request: whole,
    tasks: whole,
    lost: z.array(text),
    objective: z.array(z.number()),
    method: z.object({ name: text }),
    change: z.object({ kept: whole, moved: whole, hours: z.number() }),
    digest,
  }),
  fact('plan-refused', { request: whole, reason: text }),
  fact('task-overtook', { task: text, over: z.array(text), reason: text }),
  fact('task-started', {
    ...attempt,
    members: z.array(member),
    placement,
    memoryFactor: z.number(),
    setup: length,
    expectedEnd: whole,
    attendedUntil: whole,
    operators: whole,
  }),
  fact('task-finished', attempt),
  fact('task-failed', { ...attempt, failure }),
  fact('policy-applied', {
    ...attempt,
    stage: text,
    failure: failureClass,
    step: z.int().min(-1),
    action: z.enum(['retry', 'fallback', 'degrade', 'hold', 'quarantine', 'abort']),
    samples: z.array(text),
    givesUp: text,
    notBefore: whole.optional(),
    route: text.optional(),
  }),
  fact('sample-closed', { sample: text, outcome, reason: text }),
  fact('lot-stored', { lot: text, stage: text.nullable(), condition: text, quality: share }),
  fact('maintenance-started', {
    task: text,
    maintenance: text,
    machines: z.array(text).min(1),
    expectedEnd: whole,
    operators: whole,
  }),
  fact('maintenance-finished', { task: text }),
  fact('machine-down', { machine: text, reason: text, expectedUp: whole }),
  fact('machine-up', { machine: text }),
  fact('shortage-began', { shortage, reason: text }),
  fact('shortage-ended', { shortage: text }),
  fact('telemetry-read', { machine: text, signal: text, value: z.number() }),
  fact('prognosis-received', {
    prognosis: z.object({ machine: text, horizon: length, probability: share, source: text }),
  }),
  fact('hazard-assessed', { machine: text, multiplier: z.number().min(0), basis: text }),
  fact('operator-decided', { decision }),
  fact('order-closed', { order: text, outcome, quality: share }),
  fact('run-closed', { reason: z.enum(['complete', 'stopped']) }),
]);

/** undefined: the value is a fact, as far as its shape goes. */
export function shapeFault(value: unknown): Fault | undefined {
  const parsed = FACT.safeParse(value);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  return fault(
    'MALFORMED',
    `${place === '' ? 'the fact' : place}: ${issue?.message ?? 'wrong'}`,
    'See the vocabulary of facts.',
  );
}
