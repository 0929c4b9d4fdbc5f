/**
 * Reads a scenario document: every finding at once, or the checked `Scenario`.
 *
 * Schema first, then the semantic rules over all entries that fit it, then, only if nothing is wrong, the build.
 */

import { hasErrors, type Finding } from '../base/index.ts';
import { buildScenario } from './build/scenario.ts';
import { readDraft } from './draft.ts';
import { parseDocument, type DocumentFormat, type TextPosition } from './parse-document.ts';
import { createReport } from './report.ts';
import { checkDraft } from './rules/index.ts';
import type { Scenario } from './scenario.ts';

export type ReadResult =
  | { readonly kind: 'ok'; readonly scenario: Scenario; readonly warnings: readonly Finding[] }
  /** Sorted; at least one error, and all warnings. */
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

/** `document`: a plain value as JSON or YAML gives it, or a `ScenarioDocument`. Never throws. */
export function readScenario(document: unknown): ReadResult {
  const report = createReport();
  const draft = readDraft(document, report);
  const clock = draft === undefined ? undefined : checkDraft(draft, report);
  const findings = report.findings();
  if (draft === undefined || clock === undefined || hasErrors(findings)) return { kind: 'rejected', findings };
  return { kind: 'ok', scenario: buildScenario(draft, clock), warnings: findings };
}

/** The same from text; findings carry line and column. */
export function readScenarioText(text: string, format: DocumentFormat): ReadResult {
  const parsed = parseDocument(text, format);
  if (parsed.kind === 'rejected') return parsed;
  const result = readScenario(parsed.value);
  if (result.kind === 'rejected') return { ...result, findings: placed(result.findings, parsed.locate) };
  return { ...result, warnings: placed(result.warnings, parsed.locate) };
}

const placed = (findings: readonly Finding[], locate: (path: string) => TextPosition | undefined): readonly Finding[] =>
  findings.map((finding) => ({ ...finding, ...locate(finding.path) }));
