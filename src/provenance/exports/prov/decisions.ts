/** What was decided on the way, and what people signed and corrected. */

import { isoOf } from '../story/instants.ts';
import type { RunStory } from '../story/run-story.ts';
import * as names from './names.ts';
import { nameValue, type Attributes, type ProvBuilder } from './prov-document.ts';

export function writeDecisions(prov: ProvBuilder, story: RunStory): void {
  for (const { id, policies } of story.attempts) {
    for (const { seq, at, stage, failure, step, action, samples, givesUp } of policies) {
      decide(
        prov,
        { seq, at, by: names.SEQPLAN },
        {
          'prov:type': nameValue('seqplan:PolicyDecision'),
          'seqplan:of': nameValue(names.attemptName(id)),
          'seqplan:stage': stage,
          'seqplan:failureClass': failure,
          'seqplan:step': step,
          'seqplan:action': action,
          'seqplan:sample': samples,
          'seqplan:givesUp': givesUp,
        },
      );
    }
  }
  for (const { seq, at, lot, stage, samples, reason } of story.skipped) {
    decide(
      prov,
      { seq, at, by: names.SEQPLAN },
      {
        'prov:type': nameValue('seqplan:SkippedStage'),
        'seqplan:lot': lot,
        'seqplan:stage': stage,
        'seqplan:sample': samples,
        'seqplan:reason': reason,
      },
    );
  }
  for (const { seq, at, operator, action, reason } of story.decisions) {
    decide(
      prov,
      { seq, at, by: names.personName(operator) },
      {
        'prov:type': nameValue('seqplan:OperatorDecision'),
        'seqplan:action': action,
        'seqplan:reason': reason,
      },
    );
  }
  writeSignatures(prov, story);
  writeCorrections(prov, story);
}

function decide(prov: ProvBuilder, of: { seq: number; at: string; by: string }, attributes: Attributes): void {
  const decision = prov.node('entity', names.decisionName(of.seq), attributes);
  prov.relate('wasGeneratedBy', { 'prov:entity': decision, 'prov:activity': names.RUN, 'prov:time': of.at });
  prov.relate('wasAttributedTo', { 'prov:entity': decision, 'prov:agent': of.by });
}

function writeSignatures(prov: ProvBuilder, { signatures }: RunStory): void {
  for (const { seq, notice } of signatures) {
    const time = isoOf(notice.signedAt);
    const activity = prov.node('activity', names.decisionName(seq), {
      'prov:startTime': time,
      'prov:endTime': time,
      'prov:type': nameValue('seqplan:Signing'),
      'seqplan:meaning': notice.meaning,
      'seqplan:reason': notice.reason,
    });
    const signed = prov.node('entity', names.prefixName(notice.size), {
      'prov:type': nameValue('seqplan:LedgerPrefix'),
      'seqplan:records': notice.size,
      'seqplan:root': notice.root,
    });
    const signature = prov.node('entity', names.recordName(seq), {
      'prov:type': nameValue('seqplan:Signature'),
      'seqplan:key': notice.vkey,
      'seqplan:value': notice.signature,
    });
    const signer = names.personName(notice.signer);
    prov.relate('wasAssociatedWith', { 'prov:activity': activity, 'prov:agent': signer });
    prov.relate('used', { 'prov:activity': activity, 'prov:entity': signed, 'prov:time': time });
    prov.relate('wasGeneratedBy', { 'prov:entity': signature, 'prov:activity': activity, 'prov:time': time });
    prov.relate('wasAttributedTo', { 'prov:entity': signature, 'prov:agent': signer });
  }
}

/** The earlier record stays; what stands in its place is a revision of it. */
function writeCorrections(prov: ProvBuilder, { corrections }: RunStory): void {
  for (const { seq, recordedAt, notice } of corrections) {
    const activity = prov.node('activity', names.decisionName(seq), {
      'prov:startTime': recordedAt,
      'prov:endTime': recordedAt,
      'prov:type': nameValue('seqplan:Correction'),
      'seqplan:path': notice.path,
      'seqplan:reason': notice.reason,
    });
    const record = prov.node('entity', names.recordName(notice.record), { 'prov:type': nameValue('seqplan:Record') });
    const corrected = prov.node('entity', `${names.recordName(notice.record)}/${seq}`, {
      'prov:type': nameValue('seqplan:Record'),
      'seqplan:old': JSON.stringify(notice.old),
      'seqplan:new': JSON.stringify(notice.new),
    });
    prov.relate('wasAssociatedWith', { 'prov:activity': activity, 'prov:agent': names.personName(notice.by) });
    prov.relate('used', { 'prov:activity': activity, 'prov:entity': record, 'prov:time': recordedAt });
    prov.relate('wasGeneratedBy', { 'prov:entity': corrected, 'prov:activity': activity, 'prov:time': recordedAt });
    prov.relate('wasDerivedFrom', {
      'prov:generatedEntity': corrected,
      'prov:usedEntity': record,
      'prov:activity': activity,
      'prov:type': nameValue('prov:Revision'),
    });
  }
}
