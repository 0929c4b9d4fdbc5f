/** Reading documents in tests: the shared laboratory, and the way from text to findings. */

import { readFileSync } from 'node:fs';

import { assert } from '../../src/base/index.ts';
import {
  parseDocument,
  readScenario,
  type ReadResult,
  type Scenario,
  type ScenarioDocument,
} from '../../src/model/index.ts';

/** test/model/lab.yaml: uses every feature of the document once. */
export const LAB_TEXT = readFileSync(new URL('lab.yaml', import.meta.url), 'utf8');

export function readText(text: string, format: 'yaml' | 'json' = 'yaml'): ReadResult {
  const parsed = parseDocument(text, format);
  return parsed.kind === 'ok' ? readScenario(parsed.document, parsed.locate) : parsed;
}

/** The plain value of a text that is known to parse. */
export function documentOf(text: string): unknown {
  const parsed = parseDocument(text, 'yaml');
  assert(parsed.kind === 'ok', JSON.stringify(parsed));
  return parsed.document;
}

/** The scenario of a document that is known to be good. */
export function scenarioOf(document: unknown): Scenario {
  const result = readScenario(document);
  assert(result.kind === 'ok', JSON.stringify(result, null, 1));
  return result.scenario;
}

/** A laboratory in which nothing is wrong and every rule has something to look at; a new value on each call. */
export const goodDocument = () =>
  ({
    schemaVersion: 1,
    name: 'small',
    site: {
      timeZone: 'Europe/Zurich',
      shifts: [{ name: 'day', days: 'Mon-Fri', from: '08:00', to: '18:00', operators: 2 }],
      holidays: ['2026-12-25'],
    },
    horizon: { start: '2026-11-30T00:00', length: '2 wk' },
    recipes: [
      {
        id: 'small',
        flowCell: 'F1',
        lanes: 2,
        readsPerLane: '400 M',
        cycles: { read1: 151, read2: 151, index1: 10, index2: 10 },
        runTime: '24 h',
      },
      {
        id: 'short',
        flowCell: 'F1',
        lanes: 2,
        readsPerLane: '400 M',
        cycles: { read1: 51, read2: 51, index1: 10, index2: 10 },
        runTime: '13 h',
      },
    ],
    instruments: [
      {
        id: 'seq',
        type: 'Tiny Seq',
        positions: ['A', 'B'],
        recipes: ['small', 'short'],
        initialRecipe: { A: 'small' },
        changeover: { default: '45 min', operators: 1, rules: [{ from: 'small', to: '*', time: '1 h' }] },
        unavailable: [{ from: '2026-12-05T00:00', to: '2026-12-06T00:00' }],
        maintenance: [
          { id: 'pm', kind: 'fixed', from: '2026-12-09T08:00', to: '2026-12-09T16:00', positions: ['A'] },
          { id: 'pm-2', kind: 'fixed', from: '2026-12-10T08:00', to: '2026-12-10T16:00' },
          {
            id: 'wash',
            kind: 'flexible',
            every: '7 d',
            early: '1 d',
            duration: '2 h',
            operators: 1,
            lastDone: '2026-11-29T09:00',
          },
        ],
      },
    ],
    equipment: [{ id: 'cycler', class: 'thermocycler', count: 2, capacity: 24, initialState: 'dna' }],
    computePools: [
      {
        id: 'cluster',
        kind: 'local',
        cores: 16,
        memory: '64 GB',
        reserved: [{ from: '2026-12-01T00:00', to: '2026-12-02T00:00', cores: 8 }],
      },
    ],
    materials: [
      {
        id: 'blood',
        conditions: [
          { id: 'fridge', lossBegins: '7 d', unusable: '30 d', expiry: '60 d' },
          { id: 'room', expiry: '3 d' },
        ],
      },
    ],
    indexSets: [
      {
        id: 'set-1',
        pairs: [
          { i7: 'AAAAAAAA', i5: 'CCCCCCCC' },
          { i7: 'AAAAATTT', i5: 'CCCCCCCC' },
        ],
      },
      { id: 'set-2' },
    ],
    workflows: [
      {
        id: 'wgs',
        stages: [
          {
            id: 'prep',
            kind: 'bench',
            equipment: 'thermocycler',
            time: { fixed: '2 h' },
            operators: 1,
            batch: { family: 'dna' },
            zone: 'pre-pcr',
            hold: { max: '24 h' },
            output: { material: 'blood', condition: 'fridge' },
            startWindows: [{ days: 'Mon-Thu', from: '09:00', to: '15:00' }],
            gates: [{ metric: 'yield', unit: 'ng', min: 100 }],
          },
          { id: 'sequence', kind: 'sequencing', after: ['prep'], recipes: ['small'], yield: '30 Gb' },
          {
            id: 'align',
            kind: 'compute',
            after: ['sequence'],
            pool: 'cluster',
            time: { fixed: '1 h' },
            cores: 4,
            memory: '16 GB',
            parallel: [1, 2],
            tool: {
              name: 'bwa',
              package: 'bwa',
              argv: ['bwa', 'mem', '-t', '{cores}', '{ref}', '{r1}'],
              stdout: 'sam',
              inputs: { r1: 'order:r1', ref: 'file:ref/lambda.fa' },
              outputs: { sam: { file: '{sample}.sam', format: 'sam' } },
            },
            onError: [
              { when: 'transient', do: 'retry', max: 2, backoff: '30 s * 2^n' },
              { when: 'tool-error', do: 'degrade', skip: 'sort' },
              { when: ['corrupt-input'], do: 'fallback', to: 'sequence' },
              { otherwise: true, do: 'quarantine' },
            ],
          },
          {
            id: 'sort',
            kind: 'compute',
            after: ['align'],
            optional: true,
            pool: 'cluster',
            time: { fixed: '1 h' },
            cores: 4,
            memory: '16 GB',
            tool: {
              name: 'samtools',
              package: 'samtools',
              argv: ['samtools', 'sort', '{sam}', '-o', '{bam}'],
              inputs: { sam: 'align:sam' },
              outputs: { bam: { file: 'sorted.bam', format: 'bam' } },
            },
          },
        ],
      },
    ],
    orders: [
      {
        id: 'o1',
        workflow: 'wgs',
        material: 'blood',
        samples: 4,
        collected: '2026-11-28T09:00',
        storage: [
          { condition: 'room', from: '2026-11-28T09:00' },
          { condition: 'fridge', from: '2026-11-29T09:00' },
        ],
        received: '2026-11-30T08:00',
        due: '2026-12-10T17:00',
        deadline: '20 d',
        indexSet: 'set-1',
        inputs: { r1: 'reads/{sample}.fq.gz' },
      },
      {
        id: 'o2',
        workflow: 'wgs',
        material: 'blood',
        samples: 4,
        collected: '2026-11-28T09:00',
        storage: 'fridge',
        received: '2026-11-28T12:00',
        due: '10 d',
        indexSet: 'set-2',
        progress: [
          { stage: 'prep', start: '2026-11-28T13:00', end: '2026-11-28T15:00', on: 'cycler-1' },
          { stage: 'sequence', start: '2026-11-29T12:00', end: '2026-11-30T12:00', on: 'seq/B', recipe: 'small' },
        ],
      },
    ],
  }) satisfies ScenarioDocument;
