/** Lines of the ledger's table. */

import type { BenchRow } from './case.ts';

/** One line of the table, and what it computed. */
export interface Measured {
  readonly row: BenchRow;
  readonly result: string;
}

/** `bar`: what is asked for; empty where the figure is for information. */
export const rowOf = (what: string, measured: string, bar: string, detail: string): BenchRow => ({
  what,
  measured,
  bar,
  detail,
});
