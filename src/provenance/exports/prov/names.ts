/** How the things of a story are called in PROV: one place, so that references cannot drift from declarations. */

import { localPart } from './prov-document.ts';

const run = (kind: string, name: string): string => `run:${kind}/${localPart(name)}`;

export const RUN = 'run:run';
export const LEDGER = 'run:ledger';
export const SEQPLAN = 'run:agent/seqplan';
export const LABORATORY = 'run:agent/laboratory';

export const content = (sha256: string): string => `sha256:${sha256}`;
export const attemptName = (id: string): string => run('attempt', id);
export const executionName = (id: string): string => run('execution', id);
export const outputName = (execution: string, output: string): string => run('file', `${execution}/${output}`);
/** Of a material or, by its prefix, a specimen: `specimen/SAMPLE` has a name of its own. */
export const materialName = (id: string): string =>
  id.startsWith('specimen/') ? `run:${localPart(id)}` : run('material', id);
export const poolName = (attempt: string): string => run('pool', attempt);
export const measurementName = (attempt: string, index: number): string =>
  run('measurement', `${attempt}/${index + 1}`);
export const personName = (pseudonym: string): string => run('person', pseudonym);
export const toolName = (tool: string, version: string, digest: string): string =>
  run('tool', `${tool}/${version}/${digest.slice(0, 16)}`);
export const instrumentName = (machine: string): string => run('instrument', machine);
export const reagentName = (reagent: string, lot: string): string => run('reagent', `${reagent}/${lot}`);
export const flowCellName = (id: string): string => run('flow-cell', id);
export const workflowName = (id: string): string => run('workflow', id);
export const stageName = (workflow: string, stage: string): string => run('stage', `${workflow}/${stage}`);
export const planName = (request: number): string => run('plan', String(request));
export const planningName = (request: number): string => run('planning', String(request));
/** What a record decides: a policy step, a stage left out, an operator's word. */
export const decisionName = (seq: number): string => run('decision', String(seq));
export const recordName = (seq: number): string => run('record', String(seq));
export const prefixName = (size: number): string => run('records', String(size));
