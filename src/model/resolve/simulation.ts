/** What the virtual world draws from; a section that is absent leaves it quiet. */

import { assert, mustGet } from '../../base/index.ts';
import type { ParsedSimulation } from '../document.ts';
import type { Draft } from '../draft.ts';
import { id } from '../ids.ts';
import { QUIET_WORLD, type Incident, type IncidentKind, type SimulationModel } from '../simulation-model.ts';
import type { WallClock } from '../wall-clock.ts';
import { instantOf } from './time-context.ts';

type ParsedIncident = ParsedSimulation['incidents'][number];

export function buildSimulation(draft: Draft, clock: WallClock): SimulationModel {
  const { simulation } = draft;
  if (simulation === undefined) return QUIET_WORLD;
  const { planningTime, arrivals, sequencing, incidents } = simulation;
  return {
    planningTime,
    arrivals:
      arrivals === undefined
        ? QUIET_WORLD.arrivals
        : { delay: { mean: arrivals.delay, cv: arrivals.cv }, noShow: arrivals.noShow },
    sequencing:
      sequencing === undefined
        ? QUIET_WORLD.sequencing
        : { yield: { mean: sequencing.yield, cv: sequencing.yieldCv }, balanceCv: sequencing.balanceCv },
    incidents: incidents.map((incident) => buildIncident(incident, draft, clock)),
  };
}

function buildIncident(incident: ParsedIncident, draft: Draft, clock: WallClock): Incident {
  const { at, every, length, cv } = incident;
  assert(at !== undefined || every !== undefined, `incident ${incident.id} was not checked`);
  return {
    id: incident.id,
    when: at === undefined ? { every: every ?? length } : { at: instantOf(clock, at) },
    length: { mean: length, cv },
    ...kindOf(incident, draft),
  };
}

function kindOf(incident: ParsedIncident, { pools }: Draft): IncidentKind {
  switch (incident.kind) {
    case 'absence':
      return { kind: 'absence', operators: incident.operators };
    case 'power-loss':
      return { kind: 'power-loss' };
    case 'node-lost': {
      const pool = mustGet(new Map(pools.map(({ value }) => [value.id, value])), incident.pool);
      const memoryBytes = incident.memory ?? Math.floor((pool.memory * incident.cores) / pool.cores);
      return { kind: 'node-lost', pool: id(incident.pool), cores: incident.cores, memoryBytes };
    }
    case 'storage-full':
      return { kind: 'storage-full', pool: id(incident.pool) };
    case 'breakdown':
      return { kind: 'breakdown', machine: id(incident.machine) };
  }
}
