/** Who and what acted: the laboratory, seqplan for it, people by pseudonym, tools, instruments. */

import { executionsOf, type RunStory } from '../story/run-story.ts';
import * as names from './names.ts';
import { nameValue, type ProvBuilder } from './prov-document.ts';

export function writeAgents(prov: ProvBuilder, story: RunStory): void {
  const { laboratory, ledger, people } = story;
  prov.node('agent', names.LABORATORY, { 'prov:type': nameValue('prov:Organization'), 'prov:label': laboratory });
  prov.node('agent', names.SEQPLAN, {
    'prov:type': nameValue('prov:SoftwareAgent'),
    'prov:label': `seqplan ${ledger.version}`,
    'seqplan:version': ledger.version,
    'seqplan:key': ledger.vkey,
  });
  delegate(prov, names.SEQPLAN, names.LABORATORY);
  for (const pseudonym of people) {
    prov.node('agent', names.personName(pseudonym), { 'prov:type': nameValue('prov:Person'), 'prov:label': pseudonym });
    delegate(prov, names.personName(pseudonym), names.LABORATORY);
  }
  const known = new Set<string>();
  const once = (name: string, write: () => void): void => {
    if (!known.has(name)) write();
    known.add(name);
  };
  for (const [{ execution }] of executionsOf(story)) {
    const { tool, toolVersion, toolDigest } = execution;
    const name = names.toolName(tool, toolVersion, toolDigest);
    once(name, () => {
      prov.node('agent', name, {
        'prov:type': nameValue('prov:SoftwareAgent'),
        'prov:label': tool,
        'seqplan:version': toolVersion,
        'seqplan:sha256': toolDigest,
      });
      delegate(prov, name, names.SEQPLAN);
    });
  }
  for (const { placement, bench } of story.attempts) {
    if (placement.kind === 'pool') continue;
    const name = names.instrumentName(placement.machine);
    once(name, () => {
      prov.node('agent', name, {
        'prov:type': nameValue('seqplan:Instrument'),
        'prov:label': placement.machine,
        'seqplan:serial': bench?.instrument.serial,
      });
      delegate(prov, name, names.LABORATORY);
    });
  }
}

const delegate = (prov: ProvBuilder, from: string, to: string): void =>
  prov.relate('actedOnBehalfOf', { 'prov:delegate': from, 'prov:responsible': to });
