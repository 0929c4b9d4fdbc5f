/** Units that limits and measurements may differ in, and how one becomes the other. */

/** What one of it is worth in the unit that the group counts in. */
const GROUPS: readonly ReadonlyMap<string, number>[] = [
  new Map([
    ['1', 1],
    ['count', 1],
    ['reads', 1],
    ['k', 1e3],
    ['M', 1e6],
    ['G', 1e9],
  ]),
  new Map([
    ['bp', 1],
    ['bases', 1],
    ['b', 1],
    ['nt', 1],
    ['kb', 1e3],
    ['Mb', 1e6],
    ['Gb', 1e9],
    ['Tb', 1e12],
  ]),
  // Shares.
  new Map([
    ['1', 100],
    ['ratio', 100],
    ['%', 1],
    ['percent', 1],
  ]),
  new Map([
    ['x', 1],
    ['X', 1],
    ['depth', 1],
  ]),
];

/** undefined: the units do not measure the same thing. */
export function inUnit(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  for (const group of GROUPS) {
    const [own, other] = [group.get(from), group.get(to)];
    if (own !== undefined && other !== undefined) return (value * own) / other;
  }
  return undefined;
}
