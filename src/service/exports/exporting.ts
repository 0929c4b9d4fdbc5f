/** A ledger in the formats that others read. Verified first: of a broken record nothing is exported. */

import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assert, canonicalJson } from '../../base/index.ts';
import { parseDocument } from '../../model/index.ts';
import {
  assertExportable,
  buildStory,
  checkTimes,
  fromBase64,
  ExportError,
  isNotice,
  parseAuthor,
  readDocument,
  readLedger,
  toBco,
  toHex,
  toProv,
  traceLines,
  type LedgerStorage,
  type ReadRecord,
  type RunStory,
  type TimeFault,
  type Verification,
} from '../../provenance/index.ts';
import { auditRun } from '../../validation/index.ts';
import { ServiceError } from '../errors.ts';
import { findBytes, type FindBytes } from './export-bytes.ts';
import { writeCrate, type FileMode } from './export-crate.ts';
import {
  checkScenario,
  loadScenario,
  resolveSource,
  type CheckedScenario,
  type ScenarioSource,
} from '../scenario-source.ts';
import { writeTlog } from './tlog-export.ts';
import { ledgerStorage, verify } from '../ledger/verification.ts';

export const EXPORT_FORMATS = ['prov', 'ro-crate', 'bco', 'trace', 'tlog'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportLedgerOptions {
  readonly format: ExportFormat;
  /** File, or, of `ro-crate` and `tlog`, folder; it must not hold anything yet. */
  readonly out: string;
  /** A file, or what every other call takes. Absent: the one that the ledger keeps. */
  readonly scenario?: string | ScenarioSource;
  /** SPDX identifier or URI. Absent: all rights reserved. */
  readonly license?: string;
  /** `NAME` or `NAME <URI>`. Absent: the laboratory. */
  readonly author?: string;
  /** What becomes of the run's files in a crate. Default `copy`. */
  readonly files?: FileMode;
  /** Folder of the run, with its `results/`. Default: the folder that the ledger lies in. */
  readonly run?: string;
}

export type ExportOutcome =
  | {
      readonly kind: 'exported';
      readonly format: ExportFormat;
      readonly out: string;
      readonly records: number;
      /** Lower-case hex. */
      readonly root: string;
      /** What the export is made of, in a few words. */
      readonly holds: string;
      /** Clock times of the record that contradict each other; told, not mended. */
      readonly timeFaults: readonly TimeFault[];
    }
  | { readonly kind: 'broken'; readonly verification: Extract<Verification, { kind: 'broken' }> };

/**
 * `directory`: a ledger's folder.
 * @throws ServiceError `REJECTED` for a ledger or a scenario that cannot be exported, `IO`.
 */
export async function exportLedger(directory: string, options: ExportLedgerOptions): Promise<ExportOutcome> {
  const storage = await ledgerStorage(directory);
  const verification = await verify(directory);
  if (verification.kind === 'broken') return { kind: 'broken', verification };
  const bytes = fromBase64(verification.root);
  assert(bytes !== undefined, `root ${verification.root} is not base64`);
  const root = toHex(bytes);
  const { format, out } = options;
  if (format === 'tlog') {
    const { size: records, files } = await writeTlog(directory, path.resolve(out));
    return { kind: 'exported', format, out, records, root, holds: `${files} files`, timeFaults: [] };
  }
  const { story, scenario } = await tell(storage, { root, options });
  const find = findBytes(story, {
    run: path.resolve(options.run ?? path.dirname(path.resolve(directory))),
    scenario: scenario.directory,
  });
  const prov = toProv(story);
  const holds = await write({ story, scenario, find, prov, options: { ...options, format } });
  return { kind: 'exported', format, out, records: story.ledger.records, root, holds, timeFaults: checkTimes(prov) };
}

interface ToWrite {
  readonly story: RunStory;
  readonly scenario: CheckedScenario;
  readonly find: FindBytes;
  readonly prov: ReturnType<typeof toProv>;
  readonly options: ExportLedgerOptions & { readonly format: Exclude<ExportFormat, 'tlog'> };
}

async function write({ story, scenario, find, prov, options }: ToWrite): Promise<string> {
  const out = path.resolve(options.out);
  const { license } = options;
  const author = options.author === undefined ? undefined : parseAuthor(options.author);
  const by = { ...(license !== undefined && { license }), ...(author !== undefined && { author }) };
  switch (options.format) {
    case 'prov': {
      await writeWhole(out, [`${JSON.stringify(prov, null, 1)}\n`]);
      const count = (kind: 'entity' | 'activity' | 'agent'): number => Object.keys(prov[kind] ?? {}).length;
      return `${count('entity')} entities, ${count('activity')} activities, ${count('agent')} agents`;
    }
    case 'ro-crate': {
      const { canonical } = scenario;
      const { files, named } = await writeCrate(out, { story, canonical, find, files: options.files ?? 'copy', ...by });
      return `${files} files${named > 0 ? `, ${named} more by digest alone` : ''}`;
    }
    case 'bco': {
      const bco = toBco(story, { ...by, sha1: await sha1Of(story, find) });
      await writeWhole(out, [`${canonicalJson(bco)}\n`]);
      return `etag ${bco.etag}`;
    }
    case 'trace': {
      let lines = -1;
      await writeWhole(
        out,
        (function* () {
          for (const line of traceLines(story)) {
            lines++;
            yield `${line}\n`;
          }
        })(),
      );
      return `${lines} lines`;
    }
  }
}

async function sha1Of({ files }: RunStory, find: FindBytes): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const file of files) {
    const bytes = await find(file);
    if (bytes !== undefined) found.set(file.sha256, bytes.digests.sha1);
  }
  return found;
}

/** Whole or not at all. */
async function writeWhole(out: string, parts: Iterable<string>): Promise<void> {
  try {
    await mkdir(path.dirname(out), { recursive: true });
    await writeFile(`${out}.partial`, parts);
    await rename(`${out}.partial`, out);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('IO', `cannot write ${out}: ${why}`, { cause });
  }
}

async function tell(
  storage: LedgerStorage,
  { root, options }: { readonly root: string; readonly options: ExportLedgerOptions },
): Promise<{ story: RunStory; scenario: CheckedScenario }> {
  const records: ReadRecord[] = [];
  for await (const record of readLedger(storage)) records.push(record);
  const scenario = await scenarioOf(storage, { records, options });
  const { digest } = scenario;
  try {
    assertExportable({ records, root, scenarioDigest: digest });
    assertWellFormed(scenario, records);
    return { story: buildStory({ records, root, scenario: scenario.scenario, scenarioDigest: digest }), scenario };
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    throw rejected(`LEDGER-${error.code}`, '', error.message, HINTS[error.code]);
  }
}

const HINTS: Readonly<Record<ExportError['code'], string>> = {
  VERSION: 'Ledgers of version 2, which hold executions, can be exported.',
  SCENARIO: 'Give the scenario that the run was made from; its digest is in the fact run-opened.',
  CONTRADICTION: 'Run seqplan audit on it.',
};

async function scenarioOf(
  storage: LedgerStorage,
  {
    records,
    options: { scenario },
  }: { readonly records: readonly ReadRecord[]; readonly options: ExportLedgerOptions },
): Promise<CheckedScenario> {
  if (typeof scenario === 'string') return loadScenario(scenario);
  if (scenario !== undefined) return resolveSource(scenario);
  const opened = records.find(({ fact }) => fact.type === 'run-opened')?.fact;
  const kept = await readDocument(storage, opened?.type === 'run-opened' ? opened.run.scenarioDigest : '');
  const parsed = kept.kind === 'document' ? parseDocument(new TextDecoder().decode(kept.bytes), 'json') : kept;
  // No folder comes with it: files that lay beside the scenario are out of reach.
  if (parsed.kind === 'ok') return checkScenario(parsed.document, '');
  const why = parsed.kind === 'rejected' ? 'the scenario that the ledger keeps is no document' : parsed.message;
  throw rejected('LEDGER-DOCUMENT', '--scenario', why, 'Give the scenario of the run with --scenario.');
}

/** The story relies on the members that each type of fact has. */
function assertWellFormed({ scenario }: CheckedScenario, records: readonly ReadRecord[]): void {
  const facts = records.flatMap(({ at, fact }) => (isNotice(fact) ? [] : [{ ...fact, at }]));
  const findings = auditRun({ scenario, facts }).filter(({ code }) => code === 'MALFORMED');
  if (findings.length > 0) throw new ServiceError('REJECTED', 'the ledger holds malformed facts', { findings });
}

function rejected(code: string, at: string, message: string, hint: string): ServiceError {
  return new ServiceError('REJECTED', message, { findings: [{ code, severity: 'error', path: at, message, hint }] });
}
