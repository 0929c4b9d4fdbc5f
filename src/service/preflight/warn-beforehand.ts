/** What a planner or a simulation is told of a scenario before it begins: warnings, once. Errors have stopped it by then. */

import type { CheckedScenario } from '../scenario-source.ts';
import { noteFindings, type Terminal } from '../terminal.ts';
import { preflight, type Purpose } from './preflight.ts';

export async function warnBeforehand(
  checked: CheckedScenario,
  { purpose, file, terminal }: { readonly purpose: Purpose; readonly file: string; readonly terminal: Terminal },
): Promise<void> {
  const { findings } = await preflight(checked, { for: purpose });
  noteFindings([...checked.warnings, ...findings], file, terminal);
}
