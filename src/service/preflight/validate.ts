/** All that can be said of a scenario, as a value: the reader's findings, and what is found before anything starts. */

import { compareFindings, hasErrors, type Finding } from '../../base/index.ts';
import { ServiceError } from '../errors.ts';
import { checkScenario, loadScenario, type CheckedScenario, type ScenarioSource } from '../scenario-source.ts';
import { preflight, type PreflightOptions } from './preflight.ts';

export interface Validation {
  readonly verdict: 'accepted' | 'rejected';
  /** Errors first, then by place. */
  readonly findings: readonly Finding[];
}

/**
 * `source`: a file, a document, or a scenario that was read already. Nothing that the scenario names is started, unless it is
 * for a run: then its tools are asked for their versions.
 * @throws ServiceError `IO`; what is wrong with the scenario is a finding.
 */
export async function validate(source: ScenarioSource | string, options: PreflightOptions = {}): Promise<Validation> {
  const checked = await readOrFindings(source);
  if ('rejected' in checked) return { verdict: 'rejected', findings: checked.rejected };
  const { findings: more } = await preflight(checked, options);
  const findings = [...checked.warnings, ...more].toSorted(compareFindings);
  return { verdict: hasErrors(findings) ? 'rejected' : 'accepted', findings };
}

async function readOrFindings(
  source: ScenarioSource | string,
): Promise<CheckedScenario | { readonly rejected: readonly Finding[] }> {
  try {
    if (typeof source === 'string') return await loadScenario(source);
    return 'scenario' in source ? source : checkScenario(source);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'REJECTED') return { rejected: error.findings };
    throw error;
  }
}
