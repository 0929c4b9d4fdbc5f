/** Descriptor, root, profiles, licence, and who stands behind the crate. */

import { contentUri } from '../media-types.ts';
import type { RunStory } from '../story/run-story.ts';
import { licenseUri, RIGHTS_RESERVED, type CrateOptions } from './crate-options.ts';
import { crateTime, reference, type CrateGraph, type Reference } from './graph.ts';
import * as ids from './ids.ts';

const PROFILES = [
  ['https://w3id.org/ro/wfrun/process/0.5', 'Process Run Crate', '0.5'],
  ['https://w3id.org/ro/wfrun/workflow/0.5', 'Workflow Run Crate', '0.5'],
  ['https://w3id.org/ro/wfrun/provenance/0.5', 'Provenance Run Crate', '0.5'],
  ['https://w3id.org/workflowhub/workflow-ro-crate/1.0', 'Workflow RO-Crate', '1.0'],
] as const;

export function writeRoot(graph: CrateGraph, story: RunStory, options: CrateOptions): void {
  const { ledger, laboratory, run } = story;
  graph.add('ro-crate-metadata.json', 'CreativeWork', {
    about: reference(ids.ROOT),
    conformsTo: [
      reference('https://w3id.org/ro/crate/1.1'),
      reference('https://w3id.org/workflowhub/workflow-ro-crate/1.0'),
    ],
  });
  const conformsTo = PROFILES.map(([id, name, version]) => graph.add(id, 'CreativeWork', { name, version }));
  graph.add(ids.LABORATORY, 'Organization', { name: laboratory });
  graph.add(ids.LEDGER, 'PropertyValue', {
    name: 'seqplan ledger',
    description: `Merkle root over the ${ledger.records} records of the ledger ${ledger.origin}`,
    propertyID: 'urn:seqplan:terms:root',
    value: ledger.root,
  });
  graph.add(ids.ROOT, 'Dataset', {
    name: `${laboratory}, ${run.world} run of ${story.start.slice(0, 10)}`,
    description:
      `What seqplan ${run.version} did for ${laboratory}: ${story.samples.length} samples, ` +
      `${story.attempts.length} attempts, from a ledger of ${ledger.records} records. ` +
      (run.world === 'simulated' ? 'A simulation: every file holds made-up text.' : 'A real run.'),
    datePublished: crateTime(ledger.recordedUntil),
    license: licenseOf(graph, options),
    author: authorOf(graph, options),
    publisher: reference(ids.LABORATORY),
    conformsTo,
    identifier: reference(ids.LEDGER),
    mainEntity: reference(ids.WORKFLOW),
    isBasedOn: contentUri(run.scenarioDigest),
  });
}

function licenseOf(graph: CrateGraph, { license }: CrateOptions): Reference {
  if (license === undefined) {
    return graph.add('#license', 'CreativeWork', {
      name: RIGHTS_RESERVED,
      description: 'No licence was given when the crate was made.',
    });
  }
  const uri = licenseUri(license);
  return graph.add(uri, 'CreativeWork', { name: license, description: `Licence of this crate: ${license}`, url: uri });
}

function authorOf(graph: CrateGraph, { author }: CrateOptions): Reference {
  if (author === undefined) return reference(ids.LABORATORY);
  return graph.add(author.uri ?? ids.personId(author.name), 'Person', { name: author.name });
}
