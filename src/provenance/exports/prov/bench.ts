/** What bench and sequencing work used up, and who did it. */

import type { AttemptStory } from '../story/run-story.ts';
import * as names from './names.ts';
import { nameValue, type ProvBuilder } from './prov-document.ts';

export function writeBench(prov: ProvBuilder, { id, bench, start }: AttemptStory): void {
  if (bench === undefined) return;
  const activity = names.attemptName(id);
  for (const operator of bench.operators) {
    prov.relate('wasAssociatedWith', { 'prov:activity': activity, 'prov:agent': names.personName(operator) });
  }
  const use = (entity: string): void =>
    prov.relate('used', { 'prov:activity': activity, 'prov:entity': entity, 'prov:time': start });
  for (const { name, lot, expires } of bench.reagents) {
    use(
      prov.node('entity', names.reagentName(name, lot), {
        'prov:type': nameValue('seqplan:Reagent'),
        'prov:label': name,
        'seqplan:lot': lot,
        'seqplan:expires': expires,
      }),
    );
  }
  if (bench.flowCell !== undefined) {
    const { id: cell, type } = bench.flowCell;
    const attributes = { 'prov:type': nameValue('seqplan:FlowCell'), 'prov:label': type, 'seqplan:serial': cell };
    use(prov.node('entity', names.flowCellName(cell), attributes));
  }
  bench.conditions.forEach(({ place, signal, value, unit }, index) => {
    const name = prov.node('entity', `${names.measurementName(`${id}/condition`, index)}`, {
      'prov:type': nameValue('seqplan:Condition'),
      'prov:location': place,
      'seqplan:metric': signal,
      'seqplan:value': value,
      'seqplan:unit': unit,
    });
    prov.relate('wasGeneratedBy', { 'prov:entity': name, 'prov:activity': activity });
  });
}
