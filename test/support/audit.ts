/** The auditor's findings as sentences, for tests that run the engine. */

import type { Fact, Scenario, Timed } from '../../src/model/index.ts';
import { auditRun } from '../../src/validation/index.ts';

/** One sentence per finding, in the order of the facts. */
export const audit = (scenario: Scenario, facts: readonly Timed<Fact>[]): readonly string[] =>
  auditRun({ scenario, facts }).map(({ path, code, message }) => `${path} ${code}: ${message}`);
