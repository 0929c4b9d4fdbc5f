/** A run story as W3C PROV: entities, activities and agents of laboratory, planner and computations alike. */

import type { RunStory } from '../story/run-story.ts';
import { writeAgents } from './agents.ts';
import { writeAttempt } from './attempts.ts';
import { writeDecisions } from './decisions.ts';
import * as names from './names.ts';
import { writePlans } from './plans.ts';
import { buildProv, nameValue, type ProvDocument } from './prov-document.ts';

/** The same story gives the same document, member for member. */
export function toProv(story: RunStory): ProvDocument {
  const { ledger, run, start, end } = story;
  const prov = buildProv({
    run: `urn:seqplan:ledger:${ledger.root}:`,
    seqplan: 'urn:seqplan:terms:',
    sha256: 'hash://sha256/',
  });
  writeAgents(prov, story);
  prov.node('activity', names.RUN, {
    'prov:startTime': start,
    'prov:endTime': end,
    'prov:type': nameValue('seqplan:Run'),
    'prov:label': story.laboratory,
    'seqplan:world': run.world,
    'seqplan:seed': run.seed,
    'seqplan:version': run.version,
    'seqplan:ending': story.ending,
  });
  prov.node('entity', names.LEDGER, {
    'prov:type': nameValue('seqplan:Ledger'),
    'seqplan:origin': ledger.origin,
    'seqplan:records': ledger.records,
    'seqplan:root': ledger.root,
  });
  prov.relate('wasGeneratedBy', { 'prov:entity': names.LEDGER, 'prov:activity': names.RUN, 'prov:time': end });
  prov.relate('wasAttributedTo', { 'prov:entity': names.LEDGER, 'prov:agent': names.SEQPLAN });
  writePlans(prov, story);
  writeSamples(prov, story);
  const byId = new Map(story.attempts.map((attempt) => [attempt.id, attempt]));
  for (const attempt of story.attempts) writeAttempt(prov, attempt, byId);
  writeDecisions(prov, story);
  return prov.document();
}

function writeSamples(prov: ReturnType<typeof buildProv>, { samples, earlier, files }: RunStory): void {
  for (const { id, order, material, receivedAt, closed } of samples) {
    prov.node('entity', names.materialName(`specimen/${id}`), {
      'prov:type': nameValue('seqplan:Specimen'),
      'seqplan:sample': id,
      'seqplan:order': order,
      'seqplan:material': material,
      'seqplan:receivedAt': receivedAt,
      'seqplan:outcome': closed?.outcome,
      'seqplan:outcomeReason': closed?.reason,
    });
  }
  for (const { id, sample, stage, kind } of earlier) {
    const name = prov.node('entity', names.materialName(id), {
      'prov:type': nameValue('seqplan:Material'),
      'seqplan:sample': sample,
      'seqplan:stage': stage,
      'seqplan:material': kind,
    });
    const source = names.materialName(`specimen/${sample}`);
    prov.relate('wasDerivedFrom', { 'prov:generatedEntity': name, 'prov:usedEntity': source });
  }
  for (const { sha256, bytes, path, format, madeBy } of files) {
    const file = prov.node('entity', names.content(sha256), {
      'prov:type': nameValue('seqplan:Content'),
      'prov:location': path,
      'seqplan:bytes': bytes,
      'seqplan:format': format,
    });
    if (madeBy === undefined) continue;
    prov.relate('wasGeneratedBy', { 'prov:entity': file, 'prov:activity': names.attemptName(madeBy) });
  }
}
