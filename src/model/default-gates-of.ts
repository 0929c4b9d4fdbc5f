/** The default gates of a stage, before those that the stage lists itself. */

import type { ParsedStage } from './document.ts';
import { defaultGates } from './quality/index.ts';
import type { QualityGate } from './workflow.ts';

export function defaultGatesOf(stage: ParsedStage): readonly QualityGate[] {
  if (stage.defaultGates === undefined) return [];
  const outputs = stage.kind === 'compute' ? Object.values(stage.tool?.outputs ?? {}) : [];
  const gates = defaultGates(
    stage.defaultGates,
    outputs.map(({ format }) => format),
  );
  return stage.kind === 'sequencing' ? gates.map(inMillions) : gates;
}

/** Reads of a run are measured in millions. */
function inMillions(gate: QualityGate): QualityGate {
  if (gate.metric !== 'reads' || gate.min === undefined) return gate;
  return { ...gate, unit: 'M', min: gate.min / 1e6 };
}
