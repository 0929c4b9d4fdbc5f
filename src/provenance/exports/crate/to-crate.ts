/**
 * A run story as a Workflow Run RO-Crate 0.5, profile Provenance Run Crate: the metadata, and the list of the files that belong to it.
 *
 * RO-Crate 1.1, since the shapes of profile 0.5 name its terms. <https://w3id.org/ro/wfrun/provenance/0.5>
 */

import type { FileStory, RunStory } from '../story/run-story.ts';
import { writeActions } from './actions.ts';
import { cratePath, type CrateOptions } from './crate-options.ts';
import { writeFiles } from './file-entities.ts';
import { openGraph, type Entity } from './graph.ts';
import { writeRoot } from './root.ts';
import { writeWorkflow } from './workflow-entities.ts';

export interface Crate {
  readonly metadata: {
    readonly '@context': readonly unknown[];
    readonly '@graph': readonly Entity[];
  };
  /** To be put in place from the run's files. */
  readonly files: readonly { readonly path: string; readonly file: FileStory }[];
}

const OWN = 'urn:seqplan:terms:';

/** What neither context has a term for. */
const OWN_TERMS = ['attemptNumber', 'failureClass', 'retryOf', 'fallbackFrom', 'follows', 'reusedFrom'] as const;

const CONTEXT: readonly unknown[] = [
  'https://w3id.org/ro/crate/1.1/context',
  'https://w3id.org/ro/terms/workflow-run/context',
  Object.fromEntries(OWN_TERMS.map((term) => [term, `${OWN}${term}`])),
];

/** The same story and options give the same crate, byte for byte. */
export function toCrate(story: RunStory, options: CrateOptions): Crate {
  const graph = openGraph();
  writeRoot(graph, story, options);
  writeWorkflow(graph, story, options);
  writeFiles(graph, story, options);
  writeActions(graph, story, options);
  const files = story.files.filter(options.isInside).map((file) => ({ path: cratePath(file), file }));
  return { metadata: { '@context': CONTEXT, '@graph': graph.entities() }, files };
}
