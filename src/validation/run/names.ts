/** `[UNKNOWN]`: whatever a fact names exists, and is not over. A fact that fails here is not judged further. */

import type { Fact, LotId, MachineId, OrderId, SampleId, StageId, Timed } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import type { FactOf, Scene } from './scene.ts';

export function* checkNames(scene: Scene, fact: Timed<Fact>): Generator<Fault> {
  for (const name of unknownIn(scene, fact)) {
    yield fault('UNKNOWN', `${fact.type} names ${name}`, 'The facts are of another scenario, or were changed.');
  }
}

/** Each as words: what there is not. */
function unknownIn(scene: Scene, fact: Timed<Fact>): readonly string[] {
  const { index } = scene;
  switch (fact.type) {
    case 'order-announced':
    case 'order-closed':
      return order(scene, fact.order);
    case 'order-received':
      return [...order(scene, fact.order), ...lot(scene, fact.lot)];
    case 'task-planned':
      return [...placement(scene, fact.task.placement), ...fact.task.members.flatMap((m) => member(scene, m))];
    case 'maintenance-planned':
      return fact.maintenance.machines.flatMap((m) => machine(scene, m));
    case 'task-started': {
      const nothing = fact.members.length === 0 ? ['no member'] : [];
      return [...nothing, ...placement(scene, fact.placement), ...fact.members.flatMap((m) => openMember(scene, m))];
    }
    case 'policy-applied': {
      const unknown = fact.samples.flatMap((s) => openSample(scene, s));
      if (unknown.length > 0 || fact.samples.length === 0) return unknown.length > 0 ? unknown : ['no sample'];
      const stages = scene.lotOf.get(fact.samples[0] as SampleId)?.stages;
      const hasRoute = fact.route === undefined || index.routes.has(fact.route);
      return [
        ...(stages?.has(fact.stage) === true ? [] : [`stage ${fact.stage}, which is not on the route`]),
        ...(hasRoute ? [] : [`route ${fact.route}, which does not exist`]),
      ];
    }
    case 'execution-recorded':
      return sample(scene, fact.execution.sample);
    case 'sample-measured':
    case 'sample-failed':
      return sample(scene, fact.sample);
    case 'bench-recorded':
      return machine(scene, fact.bench.instrument.machine);
    case 'stage-skipped': {
      const unknown = [...lot(scene, fact.lot), ...fact.samples.flatMap((name) => sample(scene, name))];
      return unknown.length > 0 ? unknown : stage(scene, fact.lot, fact.stage);
    }
    case 'sample-closed':
      return sample(scene, fact.sample);
    case 'lot-stored': {
      const unknown = lot(scene, fact.lot);
      if (unknown.length > 0 || fact.stage === null) return unknown;
      return stage(scene, fact.lot, fact.stage);
    }
    case 'maintenance-started':
      return maintenance(scene, fact);
    case 'machine-down':
    case 'machine-up':
    case 'telemetry-read':
    case 'hazard-assessed':
      return machine(scene, fact.machine);
    case 'prognosis-received':
      return machine(scene, fact.prognosis.machine);
    case 'shortage-began': {
      const { of } = fact.shortage;
      return of.kind === 'pool' && !index.pools.has(of.pool) ? [`pool ${of.pool}, which does not exist`] : [];
    }
    case 'shortage-ended':
      return scene.shortages.has(fact.shortage) ? [] : [`shortage ${fact.shortage}, which is not under way`];
    default:
      return [];
  }
}

const order = ({ orders }: Scene, name: OrderId): string[] =>
  orders.has(name) ? [] : [`order ${name}, which does not exist`];

const sample = ({ index }: Scene, name: SampleId): string[] =>
  index.orderOf.has(name) ? [] : [`sample ${name}, which does not exist`];

const machine = ({ machines }: Scene, name: MachineId): string[] =>
  machines.has(name) ? [] : [`machine ${name}, which does not exist`];

const lot = ({ lots }: Scene, name: LotId): string[] => (lots.has(name) ? [] : [`lot ${name}, which does not exist`]);

/** A plan asked for earlier may name stages of a route that the lot has left meanwhile, or of one that it takes next. */
function stage({ lots, index, scenario }: Scene, name: LotId, of: StageId): string[] {
  const known = lots.get(name);
  if (known === undefined) return [];
  if (known.stages.has(of)) return [];
  const isOfWorkflow = [...scenario.workflows.keys()].some(
    (route) => route.startsWith(known.order.workflow) && index.routes.get(route)?.has(of) === true,
  );
  return isOfWorkflow ? [] : [`stage ${of} of ${name}, which does not exist`];
}

const member = (scene: Scene, { lot: name, stage: of }: { readonly lot: LotId; readonly stage: StageId }): string[] => [
  ...lot(scene, name),
  ...stage(scene, name, of),
];

function openMember(scene: Scene, { lot: name, stage: of }: { readonly lot: LotId; readonly stage: StageId }) {
  const known = scene.lots.get(name);
  if (known === undefined) return lot(scene, name);
  if (known.samples.size === 0) return [`lot ${name}, which has no open sample`];
  return known.stages.has(of) ? [] : [`stage ${of}, which is not on the route of ${name}`];
}

function openSample({ index, lotOf }: Scene, name: SampleId): string[] {
  if (!index.orderOf.has(name)) return [`sample ${name}, which does not exist`];
  return lotOf.has(name) ? [] : [`sample ${name}, which is not open`];
}

function placement({ index, machines, scenario }: Scene, at: FactOf<'task-started'>['placement']): string[] {
  if (at.kind === 'pool') return index.pools.has(at.pool) ? [] : [`pool ${at.pool}, which does not exist`];
  const recipe = at.kind === 'run' && !scenario.recipes.has(at.recipe) ? [`recipe ${at.recipe}`] : [];
  return [...(machines.has(at.machine) ? [] : [`machine ${at.machine}, which does not exist`]), ...recipe];
}

function maintenance(scene: Scene, fact: FactOf<'maintenance-started'>): string[] {
  const unknown = fact.machines.flatMap((m) => machine(scene, m));
  const rules = fact.machines.flatMap((m) => scene.index.machines.get(m)?.flexibleMaintenance ?? []);
  const isKnown = rules.some((rule) => rule.id === fact.maintenance);
  return [...unknown, ...(isKnown ? [] : [`maintenance ${fact.maintenance}, which is not of these machines`])];
}
