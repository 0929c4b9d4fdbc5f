/** The `@id`s of a crate: one place, so that references cannot drift from declarations. */

import { contentUri } from '../media-types.ts';
import type { FileStory } from '../story/run-story.ts';
import { cratePath, type CrateOptions } from './crate-options.ts';
import { encodeParts, fragment } from './graph.ts';

export const ROOT = './';
export const WORKFLOW = 'workflow.json';
export const RUN = '#run';
export const ENGINE = '#seqplan';
export const LABORATORY = '#laboratory';
export const LANGUAGE = '#seqplan-workflow';
export const LEDGER = '#ledger';

export const fileId = (file: FileStory, { isInside }: CrateOptions): string =>
  isInside(file) ? cratePath(file) : contentUri(file.sha256);

export const stepId = (workflow: string, stage: string): string => `${WORKFLOW}#${encodeParts(`${workflow}/${stage}`)}`;
export const controlId = (workflow: string, stage: string): string => fragment('control', `${workflow}/${stage}`);
export const executionId = (id: string): string => fragment('execution', id);
export const attemptId = (id: string): string => fragment('attempt', id);
export const personId = (pseudonym: string): string => fragment('person', pseudonym);
export const sampleId = (sample: string): string => fragment('sample', sample);
export const materialId = (id: string): string => fragment('material', id);
export const instrumentId = (machine: string): string => fragment('instrument', machine);
export const toolId = (stage: string, of: { tool: string; toolVersion: string; toolDigest: string }): string =>
  fragment('tool', `${stage}/${of.tool}/${of.toolVersion}/${of.toolDigest.slice(0, 16)}`);
/** `way`: `in`, `out` or `parameter`. */
export const slotId = (stage: string, way: string, name: string): string =>
  `${WORKFLOW}#${encodeParts(`${stage}/${way}/${name}`)}`;
export const parameterId = (stage: string, name: string, value: string): string =>
  fragment('parameter', `${stage}/${name}/${value}`);
