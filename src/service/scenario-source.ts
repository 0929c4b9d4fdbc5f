/** From a document, or a file that holds one, to a checked scenario with the digest that names it. */

import path from 'node:path';
import { canonicalJson, type Finding } from '../base/index.ts';
import { parseDocument, readScenario, type Locate, type Scenario, type ScenarioDocument } from '../model/index.ts';
import { digestOfText } from './digest.ts';
import { ServiceError } from './errors.ts';
import { readInput } from './read-input.ts';

/** A scenario whose document passed every check. */
export interface CheckedScenario {
  readonly scenario: Scenario;
  /** The document in canonical JSON, as ledgers keep it. */
  readonly canonical: string;
  /** SHA-256 of exactly that, lower-case hex. */
  readonly digest: string;
  /** Folder that relative paths in the document start from. */
  readonly directory: string;
  readonly warnings: readonly Finding[];
  /** Where the text of the document has what; absent where it did not come as text. */
  readonly locate?: Locate;
}

/** What every call of the library accepts. */
export type ScenarioSource = ScenarioDocument | CheckedScenario;

/**
 * Check a document.
 * @throws ServiceError `REJECTED` with every finding.
 */
export function checkScenario(document: unknown, directory: string = process.cwd()): CheckedScenario {
  return accept(document, directory);
}

function accept(document: unknown, directory: string, locate?: Locate): CheckedScenario {
  const reading = readScenario(document, locate);
  if (reading.kind === 'rejected') throw rejected(reading.findings);
  const canonical = canonicalJson(document);
  return {
    scenario: reading.scenario,
    canonical,
    digest: digestOfText(canonical),
    directory,
    warnings: reading.warnings,
    ...(locate && { locate }),
  };
}

/**
 * Read and check a file; `.json` is read as JSON, everything else as YAML.
 * @throws ServiceError `REJECTED` with every finding, with lines where the text has them.
 */
export async function loadScenario(file: string): Promise<CheckedScenario> {
  const text = await readInput(file);
  const parsed = parseDocument(text, file.endsWith('.json') ? 'json' : 'yaml');
  if (parsed.kind === 'rejected') throw rejected(parsed.findings);
  return accept(parsed.document, path.dirname(path.resolve(file)), parsed.locate);
}

export const resolveSource = (source: ScenarioSource): CheckedScenario =>
  'scenario' in source ? source : checkScenario(source);

function rejected(findings: readonly Finding[]): ServiceError {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return new ServiceError('REJECTED', `the scenario has ${errors} ${errors === 1 ? 'error' : 'errors'}`, { findings });
}
