/** What every rule gets, and the few questions that many rules ask. */

import type { Seconds } from '../../base/index.ts';
import { didYouMean } from '../closest.ts';
import type { ParsedMaterial, ParsedPool, ParsedRecipe } from '../document.ts';
import { COLLECTIONS, type Collection, type Draft, type Located } from '../draft.ts';
import { equipmentIds, positionsOf } from '../machine-ids.ts';
import type { Report } from '../report.ts';
import type { WallClock } from '../wall-clock.ts';

export interface RuleContext {
  readonly draft: Draft;
  readonly report: Report;
  /** undefined where zone or horizon are faulty: rules about time are then silent. */
  readonly clock: WallClock | undefined;
  /** Ids of each collection, faulty entries included. */
  readonly names: Readonly<Record<Collection, ReadonlySet<string>>>;
  /** Entries that fit the schema, by id; the first of two with one id counts. */
  readonly recipes: ReadonlyMap<string, ParsedRecipe>;
  readonly materials: ReadonlyMap<string, ParsedMaterial>;
  readonly pools: ReadonlyMap<string, ParsedPool>;
}

export function createContext(draft: Draft, report: Report, clock: WallClock | undefined): RuleContext {
  const names = Object.fromEntries(COLLECTIONS.map((key) => [key, new Set(draft.ids[key])]));
  return {
    draft,
    report,
    clock,
    names: names as Readonly<Record<string, ReadonlySet<string>>> as RuleContext['names'],
    recipes: byId(draft.recipes),
    materials: byId(draft.materials),
    pools: byId(draft.pools),
  };
}

/** The instant of a time in the document; undefined where it cannot be told, which another rule reports. */
export function instant({ clock }: RuleContext, text: string | undefined): Seconds | undefined {
  const moment = text === undefined ? undefined : clock?.read(text);
  return moment?.kind === 'ok' ? moment.at : undefined;
}

export interface Reference {
  /** What is named, for the message: `recipe`. */
  readonly what: string;
  readonly name: string;
  readonly path: string;
  readonly known: ReadonlySet<string> | readonly string[];
}

/** Reports a name that nothing has; whether it is known. */
export function checkReference({ report }: RuleContext, { what, name, path, known }: Reference): boolean {
  if (Array.isArray(known) ? known.includes(name) : (known as ReadonlySet<string>).has(name)) return true;
  const names = firstOf(known, MAX_NAMES_COMPARED);
  const list = names.length === 0 ? 'there is none' : names.slice(0, 8).join(', ') + (names.length > 8 ? ', ...' : '');
  report.add('UNKNOWN-REFERENCE', path, `there is no ${what} '${name}'`, didYouMean(name, names, `Known: ${list}.`));
  return false;
}

/** For a hint: thousands of unknown names are not compared with thousands of known ones. */
const MAX_NAMES_COMPARED = 200;

/** Without repetitions. */
function firstOf(names: Iterable<string>, count: number): readonly string[] {
  const first = new Set<string>();
  for (const name of names) {
    if (first.size === count) break;
    first.add(name);
  }
  return [...first];
}

/** Ids of all machines, with the document's entry behind each. */
export const machineIds = ({ draft }: RuleContext): readonly { readonly id: string; readonly path: string }[] => [
  ...draft.instruments.flatMap(({ path, value }) => positionsOf(value).map(({ machine }) => ({ id: machine, path }))),
  ...draft.equipment.flatMap(({ path, value }) => equipmentIds(value).map((id) => ({ id, path }))),
];

/** Instruments and equipment alike. */
export const machineEntries = ({ draft }: RuleContext) => [...draft.instruments, ...draft.equipment];

const byId = <T extends { readonly id: string }>(entries: readonly Located<T>[]): ReadonlyMap<string, T> =>
  new Map(entries.toReversed().map(({ value }) => [value.id, value]));
