/** The environment that tools see: an allow-list, so that no secret of the operator's shell reaches a tool or the ledger. */

import { TEMPORARY_FOLDER } from './layout.ts';

/** Passed on from the host where it is set. */
const PASSED_ON = ['PATH'] as const;

/** `LANG=C`: sorting and number formats do not depend on the machine. `TMPDIR` is relative to the working directory. */
export function toolEnvironment(host: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const environment: Record<string, string> = { LANG: 'C', TMPDIR: TEMPORARY_FOLDER };
  for (const name of PASSED_ON) {
    const value = host[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
