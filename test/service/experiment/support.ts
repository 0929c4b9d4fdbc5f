/** A small laboratory in which chance matters, and an experiment on it. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { readmeBlock } from '../../support/readme.ts';

export const temporaryFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'seqplan-experiment-'));

/** The scenario of the README with durations that vary and preparations that fail. */
const TROUBLED = readmeBlock('yaml').replace(
  'operators: 1, handsOn: 1 h }',
  'operators: 1, handsOn: 1 h, durationCv: 0.3, failureRates: { quality-gate: 0.3, transient: 0.2 }, ' +
    'gates: [{ metric: yield, unit: ng, min: 1 }], onError: [{ when: transient, do: retry, max: 2 }, { otherwise: true, do: quarantine }] }',
);

const EXPERIMENT = `schemaVersion: 1
name: small
scenario: lab.yaml
baseline: today
variants:
  - { name: today }
  - { name: same }
  - name: second-robot
    patch:
      - { op: copy, from: /equipment/robot, path: /equipment/-, with: { id: robot-2 } }
      - { op: copy, from: /orders/patients-1, path: /orders/-, with: { id: patients-2 } }
  - { name: fifo, planner: { rule: fifo } }
replications: { min: 3, max: 6, batch: 3, seed: 11 }
planner: { budget: 5, replanBudget: 2 }
metrics: [samples-lost, delivered, turnaround, facts]
`;

/** A text of the experiment, and what stands there instead. */
export type Change = readonly [from: string, to: string];

/** Writes both documents, with texts of the experiment replaced; returns the path of the experiment. */
export function writeExperiment(...changes: readonly Change[]): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'lab.yaml'), TROUBLED);
  let text = EXPERIMENT;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the experiment has no '${from}'`);
    text = text.replace(from, to);
  }
  const file = path.join(folder, 'small.yaml');
  writeFileSync(file, text);
  return file;
}
