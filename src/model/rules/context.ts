/** What every rule gets, and the few questions that many rules ask. */

import type { Seconds } from '../../base/index.ts';
import { didYouMean } from '../closest.ts';
import type { Draft, Located } from '../draft.ts';
import { equipmentIds, positionsOf } from '../machine-ids.ts';
import type { Report } from '../report.ts';
import type { WallClock } from '../wall-clock.ts';

export interface RuleContext {
  readonly draft: Draft;
  readonly report: Report;
  /** undefined where zone or horizon are faulty: rules about time are then silent. */
  readonly clock: WallClock | undefined;
}

/** The instant of a time in the document; undefined where it cannot be told, which another rule reports. */
export function instant({ clock }: RuleContext, text: string | undefined): Seconds | undefined {
  const moment = text === undefined ? undefined : clock?.read(text);
  return moment?.kind === 'ok' ? moment.at : undefined;
}

/** Entries by id; the first of two with one id counts. */
export const byId = <T extends { readonly id: string }>(entries: readonly Located<T>[]): ReadonlyMap<string, T> =>
  new Map(entries.toReversed().map(({ value }) => [value.id, value]));

export interface Reference {
  /** What is named, for the message: `recipe`. */
  readonly what: string;
  readonly name: string;
  readonly path: string;
  readonly known: Iterable<string>;
}

/** Reports a name that nothing has; whether it is known. */
export function checkReference({ report }: RuleContext, { what, name, path, known }: Reference): boolean {
  const names = new Set(known);
  if (names.has(name)) return true;
  const list = names.size === 0 ? 'there is none' : [...names].slice(0, 8).join(', ') + (names.size > 8 ? ', ...' : '');
  report.add('UNKNOWN-REFERENCE', path, `there is no ${what} '${name}'`, didYouMean(name, names, `Known: ${list}.`));
  return false;
}

/** Ids of all machines, with the document's entry behind each. */
export const machineIds = ({ draft }: RuleContext): readonly { readonly id: string; readonly path: string }[] => [
  ...draft.instruments.flatMap(({ path, value }) => positionsOf(value).map(({ machine }) => ({ id: machine, path }))),
  ...draft.equipment.flatMap(({ path, value }) => equipmentIds(value).map((id) => ({ id, path }))),
];

/** Instruments and equipment alike. */
export const machineEntries = ({ draft }: RuleContext) => [...draft.instruments, ...draft.equipment];
