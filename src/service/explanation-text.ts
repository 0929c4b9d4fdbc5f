/** Explanations as lines of text for the terminal. */

import { createWallClock, type Scenario } from '../model/index.ts';
import type { ChainLink, OrderExplanation, TriedChange, Wait } from '../solver/index.ts';
import type { ExplainResult } from './explanation.ts';

/** Waits that are told of one task; the file has them all. */
const MOST_WAITS = 4;

/** `asked`: the one order that was asked about, which may be in time. */
export function explanationLines({ scenario, explanations }: ExplainResult, asked?: string): readonly string[] {
  if (explanations.length === 0) {
    return [asked === undefined ? 'every order is delivered in time' : `${asked} is delivered in time`];
  }
  return explanations.flatMap((explanation) => [...orderLines(scenario, explanation), '']).slice(0, -1);
}

function orderLines(scenario: Scenario, explanation: OrderExplanation): readonly string[] {
  const { causes, lifted, chain, changes, untried } = explanation;
  const saves = changes.some((tried) => tried.saves && tried.harms.length === 0);
  return [
    headline(scenario, explanation),
    ...causes.map((cause) => `  ${cause.message}`),
    ...(lifted === undefined ? [] : [`  ${lifted.message}`]),
    ...(chain.length === 0 ? [] : ['  from there backwards:', ...chain.flatMap(linkLines)]),
    ...(changes.length === 0 ? [] : ['  changes, cheapest first:']),
    ...changes.map((tried) => `  ${signOf(tried)} ${tried.message}`),
    ...(saves || untried === 0 ? [] : [`  ${untried} further changes were not tried`]),
  ];
}

/** `+` saves the order, `~` saves it at the expense of others, `-` does not save it. */
const signOf = ({ saves, harms }: TriedChange): string => (saves ? (harms.length > 0 ? '~' : '+') : '-');

function headline(scenario: Scenario, { order, outcome }: OrderExplanation): string {
  if (outcome.kind === 'lost') return `lost: ${order}`;
  const clock = createWallClock(scenario.timeZone, scenario.epoch.ms);
  const time = (at: typeof outcome.end): string => clock.write(at).slice(0, 16).replace('T', ' ');
  const late = ((outcome.end - outcome.due) / 3600).toFixed(1);
  return `${outcome.kind}: ${order}, by ${late} h: due ${time(outcome.due)}, delivered ${time(outcome.end)}`;
}

function linkLines({ message, waits, sooner, ready }: ChainLink): readonly string[] {
  const told = longest(waits);
  const rest = waits.length - told.length;
  const sentences = [
    ...told.map((wait) => wait.message),
    ...(rest > 0 ? [`and ${rest} shorter waits`] : []),
    ...[sooner?.message, ready?.message].filter((sentence) => sentence !== undefined),
  ];
  return [`  * ${message}`, ...sentences.map((sentence) => `      ${sentence}`)];
}

/**
 * In the given order; of equal ones the later in time. Always told are the first in time, since the chain goes on from it,
 * and the first instant that the planner passed over.
 */
function longest(waits: readonly Wait[]): readonly Wait[] {
  const musts = [waits.at(-1), waits.findLast((wait) => wait.cause.kind === 'choice')];
  const lengthOf = (wait: Wait): number => (musts.includes(wait) ? Infinity : wait.until - wait.from);
  const told = new Set(waits.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_WAITS));
  return waits.filter((wait) => told.has(wait));
}
