/**
 * Alternative stages: `insteadOf` names the stage whose place one takes.
 *
 * A choice of one stage for each place is a route: an ordinary workflow, in which whatever names the original names the stage
 * chosen in its place.
 */

import type { ParsedStage } from './document.ts';
import type { Located } from './draft.ts';

/** More routes than this are refused: each is a workflow that planner and judges look through. */
export const MOST_ROUTES = 64;

/** An alternative without `after` comes after what the stage that it stands in for comes after. */
export function withInheritedAfter(stages: readonly Located<ParsedStage>[]): readonly Located<ParsedStage>[] {
  const byId = new Map(stages.map(({ value }) => [value.id, value]));
  return stages.map((stage) => {
    const { value } = stage;
    if (value.insteadOf === undefined || value.after.length > 0) return stage;
    return { ...stage, value: { ...value, after: byId.get(originalOf(byId, value))?.after ?? [] } };
  });
}

/** The ordinary stage at whose place `stage` stands: itself, or through `insteadOf`. Circles, another rule's finding, end somewhere. */
export function originalOf(byId: ReadonlyMap<string, ParsedStage>, stage: ParsedStage): string {
  const seen = new Set<string>();
  let at = stage;
  while (at.insteadOf !== undefined && !seen.has(at.id)) {
    seen.add(at.id);
    const before = byId.get(at.insteadOf);
    if (before === undefined) return at.insteadOf;
    at = before;
  }
  return at.id;
}

/** A stage chosen for each place that has a choice: by original. The ordinary route chooses the originals. */
export type RouteChoice = ReadonlyMap<string, string>;

/** Every choice, the ordinary one first. At most `MOST_ROUTES` of a checked workflow. */
export function routesOf(stages: readonly ParsedStage[]): readonly RouteChoice[] {
  let routes: readonly RouteChoice[] = [new Map()];
  for (const [original, candidates] of candidatesByPlace(stages)) {
    routes = candidates.flatMap((stage) => routes.map((route) => new Map([...route, [original, stage]])));
  }
  return routes;
}

/** By original, itself first, then its alternatives as written; places without a choice are left out. */
export function candidatesByPlace(stages: readonly ParsedStage[]): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const places = new Map<string, string[]>();
  for (const stage of stages) {
    if (stage.insteadOf === undefined) continue;
    const original = originalOf(byId, stage);
    places.set(original, [...(places.get(original) ?? [original]), stage.id]);
  }
  return places;
}

/** `WORKFLOW` for the ordinary route, else `WORKFLOW~STAGE~...` by the alternatives taken. */
export const routeName = (workflow: string, choice: RouteChoice): string =>
  [workflow, ...[...choice].flatMap(([original, stage]) => (stage === original ? [] : [stage]))].join('~');

/** The route's stages as an ordinary workflow: names of originals become the names of what stands in their place. */
export function stagesOnRoute(stages: readonly ParsedStage[], choice: RouteChoice): readonly ParsedStage[] {
  const chosen = new Set(choice.values());
  const named = (name: string): string => choice.get(name) ?? name;
  return stages
    .filter((stage) => chosen.has(stage.id) || (stage.insteadOf === undefined && !choice.has(stage.id)))
    .map((stage) => ({ ...stage, after: stage.after.map(named), ...toolOnRoute(stage, named) }));
}

function toolOnRoute(stage: ParsedStage, named: (name: string) => string) {
  if (stage.kind !== 'compute' || stage.tool === undefined) return {};
  const inputs = Object.entries(stage.tool.inputs).map(([name, input]) => {
    const [place = '', output] = input.from.split(/:(.*)/s);
    return [name, output === undefined ? input : { ...input, from: `${named(place)}:${output}` }] as const;
  });
  return { tool: { ...stage.tool, inputs: Object.fromEntries(inputs) } };
}
