/**
 * Takes direct identifiers out of a scenario document: each order's `identity`, or `identities` by sample, becomes the
 * pseudonym that the vault gives. No message repeats a value.
 */

import { compareFindings, type Finding } from '../../base/index.ts';
import type { Identity } from '../../provenance/index.ts';

export type Replaced =
  | {
      readonly kind: 'ok';
      readonly document: unknown;
      /** How many persons. */
      readonly subjects: number;
    }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

/** A person in the document, and the JSON Pointer of where. */
interface Person {
  readonly order: number;
  /** undefined: all samples of the order. */
  readonly sample: string | undefined;
  readonly path: string;
  readonly identity: Identity;
}

/**
 * `add` is called once per person, only if nothing is wrong with the whole document: every finding comes first.
 * Identifiers shorter than four characters are not looked for elsewhere: they would be found everywhere.
 */
export async function replaceIdentities(
  document: unknown,
  add: (identity: Identity) => Promise<string>,
): Promise<Replaced> {
  const findings: Finding[] = [];
  const persons = personsIn(document, findings);
  const stripped = withoutPersons(document);
  findings.push(...leaks(stripped, persons));
  if (findings.length > 0) return { kind: 'rejected', findings: findings.toSorted(compareFindings) };
  const orders = structuredClone(ordersOf(stripped));
  for (const { order, sample, identity } of persons) {
    const target = orders[order];
    if (target === undefined) continue;
    const subject = await add(identity);
    if (sample === undefined) target['subject'] = subject;
    else target['subjects'] = { ...(target['subjects'] as object | undefined), [sample]: subject };
  }
  const replaced = persons.length === 0 ? document : { ...(stripped as object), orders };
  return { kind: 'ok', document: replaced, subjects: persons.length };
}

type Members = Record<string, unknown>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ordersOf = (document: unknown): readonly Members[] => {
  const orders = isObject(document) ? document['orders'] : undefined;
  return Array.isArray(orders) ? orders.map((order: unknown) => (isObject(order) ? order : {})) : [];
};

function personsIn(document: unknown, findings: Finding[]): readonly Person[] {
  return ordersOf(document).flatMap(({ identity, identities }, order): readonly Person[] => {
    const path = `/orders/${order}`;
    const whole =
      identity === undefined ? [] : personAt({ order, sample: undefined, path: `${path}/identity` }, identity);
    const single = isObject(identities)
      ? Object.entries(identities).flatMap(([sample, one]) =>
          personAt(
            { order, sample, path: `${path}/identities/${sample.replaceAll('~', '~0').replaceAll('/', '~1')}` },
            one,
          ),
        )
      : [];
    if (identities !== undefined && !isObject(identities))
      findings.push(bad(`${path}/identities`, 'identities are not by sample name'));
    return [...whole, ...single];
  });

  function personAt(place: Omit<Person, 'identity'>, value: unknown): readonly Person[] {
    if (!isObject(value) || Object.keys(value).length === 0 || Object.keys(value).length > 50) {
      findings.push(bad(place.path, 'an identity is 1 to 50 named texts'));
      return [];
    }
    for (const [name, text] of Object.entries(value)) {
      if (!/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name))
        findings.push(bad(place.path, 'a field name is not 1 to 64 letters and digits'));
      else if (typeof text !== 'string' || text.trim() === '' || text.length > 1000)
        findings.push(bad(`${place.path}/${name}`, 'not a text of 1 to 1,000 characters'));
    }
    const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return [{ ...place, identity: Object.fromEntries(texts) }];
  }
}

function withoutPersons(document: unknown): unknown {
  if (!isObject(document) || !Array.isArray(document['orders'])) return document;
  const orders = document['orders'].map((order: unknown) => {
    if (!isObject(order)) return order;
    return Object.fromEntries(Object.entries(order).filter(([key]) => key !== 'identity' && key !== 'identities'));
  });
  return { ...document, orders };
}

const SHORTEST = 4;

/** An identifier that stands in a name, a path or a description would go wherever those go. */
function leaks(stripped: unknown, persons: readonly Person[]): readonly Finding[] {
  const wanted = persons.flatMap(({ path, identity }) =>
    Object.entries(identity)
      .map(([name, value]) => ({ path: `${path}/${name}`, value: value.trim().toLowerCase() }))
      .filter(({ value }) => value.length >= SHORTEST),
  );
  if (wanted.length === 0) return [];
  const found: Finding[] = [];
  const search = (value: unknown, path: string): void => {
    if (typeof value === 'string') return look(value, path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      look(key, path);
      search(member, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  };
  const look = (text: string, path: string): void => {
    const hit = wanted.find(({ value }) => text.toLowerCase().includes(value));
    if (hit === undefined) return;
    const message = `the text at this place contains the identifier that stands at ${hit.path}`;
    found.push({
      code: 'IDENTITY-LEAK',
      severity: 'error',
      path: pathWithout(path, wanted),
      message,
      hint: 'Name it by something that is not the person.',
    });
  };
  search(stripped, '');
  return found;
}

/** A key may itself be the identifier. */
const pathWithout = (path: string, wanted: readonly { readonly value: string }[]): string =>
  wanted.some(({ value }) => path.toLowerCase().includes(value)) ? '' : path;

const bad = (path: string, message: string): Finding => ({
  code: 'IDENTITY-FORMAT',
  severity: 'error',
  path,
  message,
  hint: 'Write identity: { name: text, ... }, or identities: { SAMPLE: { name: text, ... } }.',
});
