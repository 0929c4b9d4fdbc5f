/**
 * Reads a scenario document: every finding at once, or the checked `Scenario`.
 *
 * Schema first, then the semantic rules over all entries that fit it, then, only if nothing is wrong, the build.
 */

import { hasErrors, type Finding } from '../base/index.ts';
import { buildScenario } from './resolve/scenario.ts';
import { readDraft } from './draft.ts';
import type { TextPosition } from './parse-document.ts';
import { createReport } from './report.ts';
import { checkDraft } from './rules/index.ts';
import { checkRunsUnderWay } from './rules/runs-under-way.ts';
import type { Scenario } from './scenario.ts';

export type ReadResult =
  | { readonly kind: 'ok'; readonly scenario: Scenario; readonly warnings: readonly Finding[] }
  /** Sorted; at least one error, and all warnings. */
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

/** Where the part at a JSON Pointer is written. */
export type Locate = (path: string) => TextPosition | undefined;

/**
 * `document`: a plain value as `parseDocument` gives it, or a `ScenarioDocument`; with `locate` from `parseDocument`,
 * findings carry line and column. Never throws.
 */
export function readScenario(document: unknown, locate: Locate = () => undefined): ReadResult {
  const report = createReport();
  const draft = readDraft(document, report);
  const clock = draft === undefined ? undefined : checkDraft(draft, report);
  let scenario: Scenario | undefined;
  if (draft !== undefined && clock !== undefined && !hasErrors(report.findings())) {
    scenario = buildScenario(draft, clock);
    checkRunsUnderWay(scenario, draft, report);
  }
  const findings = report.findings().map((finding) => ({ ...finding, ...locate(finding.path) }));
  if (scenario === undefined || hasErrors(findings)) return { kind: 'rejected', findings };
  return { kind: 'ok', scenario, warnings: findings };
}
