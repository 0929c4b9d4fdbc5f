/** The scenario that an export is made with: given, or the one that the ledger keeps by its digest. */

import path from 'node:path';
import { parseDocument } from '../model/index.ts';
import type { LedgerStorage } from '../provenance/index.ts';
import { ServiceError } from './errors.ts';
import { readInput } from './read-input.ts';
import { checkScenario, type CheckedScenario } from './scenario-source.ts';

export interface ExportScenario {
  readonly checked: CheckedScenario;
  /** As it was written: plain JSON data. */
  readonly document: unknown;
}

/** `.json` is read as JSON, everything else as YAML. @throws ServiceError `REJECTED` with every finding. */
export async function readExportScenario(file: string): Promise<ExportScenario> {
  const parsed = parseDocument(await readInput(file), file.endsWith('.json') ? 'json' : 'yaml');
  if (parsed.kind === 'rejected') {
    throw new ServiceError('REJECTED', `${file} is no document`, { findings: parsed.findings });
  }
  return fromDocument(parsed.document, path.dirname(path.resolve(file)));
}

export const fromDocument = (document: unknown, directory: string): ExportScenario => ({
  checked: checkScenario(document, directory),
  document,
});

/** undefined: the ledger keeps none. `digest`: SHA-256 of the canonical document, which is the file's name. */
export async function keptScenario(storage: LedgerStorage, digest: string): Promise<ExportScenario | undefined> {
  const name = `documents/${digest}`;
  if (!/^[0-9a-f]{64}$/.test(digest) || (await storage.size(name)) === undefined) return undefined;
  const parsed = parseDocument(new TextDecoder().decode(await storage.read(name)), 'json');
  return parsed.kind === 'rejected' ? undefined : fromDocument(parsed.document, '');
}
