/** Measured values as results of the action that measured them. */

import type { AttemptStory } from '../story/run-story.ts';
import { fragment, type CrateGraph, type Reference } from './graph.ts';

export const writeMeasurements = (
  graph: CrateGraph,
  attempt: string,
  measurements: readonly { readonly one: AttemptStory['measurements'][number]; readonly index: number }[],
): readonly Reference[] =>
  measurements.map(({ one: { sample, metric, value, unit, gate }, index }) =>
    graph.add(fragment('measurement', `${attempt}/${index + 1}`), 'PropertyValue', {
      name: metric,
      value,
      unitText: unit,
      description: `of ${sample}${gate === undefined ? '' : `; gate ${gate.min ?? ''}..${gate.max ?? ''}: ${gate.verdict}`}`,
      propertyID: `urn:seqplan:metric:${encodeURIComponent(metric)}`,
    }),
  );
