/**
 * A run story as a BioCompute Object (IEEE 2791-2020).
 *
 * `etag` is SHA-256, lower-case hex, over the canonical JSON (RFC 8785) of the object without `etag`, `object_id` and
 * `spec_version`: the standard asks for a digest and defines no canonical form.
 */

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../base/index.ts';
import type { Author } from '../crate/crate-options.ts';
import { RIGHTS_RESERVED } from '../crate/crate-options.ts';
import { contentUri } from '../media-types.ts';
import type { RunStory } from '../story/run-story.ts';
import { descriptionDomain } from './description.ts';
import { errorDomain } from './errors.ts';
import { executionDomain } from './execution.ts';
import { ioDomain } from './io.ts';
import { parametricDomain, pipelineSteps } from './steps.ts';

export interface BcoOptions {
  /** Absent: all rights reserved. */
  readonly license?: string;
  readonly author?: Author;
  /** SHA-1, lower-case hex, of the files whose bytes are at hand, by SHA-256. */
  readonly sha1: ReadonlyMap<string, string>;
}

export type BioComputeObject = Readonly<Record<string, unknown>> & {
  readonly object_id: string;
  readonly etag: string;
};

/** Of the extension that names the ledger: docs/schema/bco-ledger-extension.schema.json. */
export const LEDGER_EXTENSION = 'urn:seqplan:schema:bco-ledger-extension:1';

/** The same story and options give the same object, byte for byte in canonical JSON. */
export function toBco(story: RunStory, options: BcoOptions): BioComputeObject {
  const steps = pipelineSteps(story, options);
  const content = {
    provenance_domain: provenanceDomain(story, options),
    usability_domain: usabilityDomain(story),
    description_domain: descriptionDomain(story, steps),
    execution_domain: executionDomain(story),
    parametric_domain: parametricDomain(steps),
    io_domain: ioDomain(story, options),
    error_domain: errorDomain(story),
    extension_domain: [ledgerExtension(story)],
  };
  return {
    object_id: `urn:seqplan:ledger:${story.ledger.root}`,
    spec_version: 'https://w3id.org/ieee/ieee-2791-schema/2791object.json',
    etag: etagOf(content),
    ...content,
  };
}

/** Of an object with or without the three members that are left out. */
export function etagOf(object: Readonly<Record<string, unknown>>): string {
  const { etag: _etag, object_id: _id, spec_version: _version, ...content } = object;
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function provenanceDomain(story: RunStory, { license, author }: BcoOptions): unknown {
  const { run, laboratory, ledger, signatures } = story;
  const review = signatures.flatMap(({ notice: { meaning, signer, signedAt, reason } }) => {
    const status = { reviewed: 'in-review', approved: 'approved', rejected: 'rejected' }[meaning as string];
    const reviewer = { name: signer, contribution: ['curatedBy'] };
    return status === undefined ? [] : [{ status, reviewer, date: signedAt, reviewer_comment: reason }];
  });
  return {
    name: `${laboratory}, ${run.world} run of ${story.start.slice(0, 10)}`,
    version: '1.0.0',
    created: ledger.recordedUntil,
    modified: ledger.recordedUntil,
    contributors: [
      {
        name: author?.name ?? laboratory,
        contribution: ['authoredBy'],
        ...(author?.uri !== undefined && { orcid: author.uri }),
      },
      { name: `seqplan ${run.version}`, contribution: ['createdWith'] },
    ],
    license: license ?? RIGHTS_RESERVED,
    ...(review.length > 0 && { review }),
  };
}

function usabilityDomain({ run, laboratory, samples, workflows }: RunStory): readonly string[] {
  const world =
    run.world === 'simulated'
      ? 'A simulated run: no sample was touched, and every file holds made-up text.'
      : 'A real run.';
  return [
    `What was done at ${laboratory} with ${samples.length} samples by ${workflows.map(({ name }) => name).join(', ')}.`,
    world,
    'Failed, repeated and reused work is part of the record; the ledger named in the extension proves it.',
  ];
}

const ledgerExtension = ({ ledger, run }: RunStory): unknown => ({
  extension_schema: LEDGER_EXTENSION,
  ledger_extension: {
    origin: ledger.origin,
    records: ledger.records,
    root: ledger.root,
    recorded_until: ledger.recordedUntil,
    seqplan_version: ledger.version,
    scenario: contentUri(run.scenarioDigest),
    ...(ledger.vkey !== undefined && { vkey: ledger.vkey }),
  },
});
