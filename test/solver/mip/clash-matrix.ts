/** A clash matrix from pairs of classes, through the table of a problem. */

import type { Problem } from '../../../src/solver/problem.ts';
import { ClashMatrix } from '../../../src/solver/schedule/units.ts';

export function clashMatrix(count: number, pairs: readonly (readonly [number, number])[]): ClashMatrix {
  const rows = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (__, b) => b).filter((b) =>
      pairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a)),
    ),
  );
  let end = 0;
  const clashes = {
    count,
    first: Int32Array.from([0, ...rows.map((row) => (end += row.length))]),
    other: Int32Array.from(rows.flat()),
  };
  return new ClashMatrix({ clashes } as Problem);
}
