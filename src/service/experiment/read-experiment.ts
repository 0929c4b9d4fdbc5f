/** From an experiment document to variants that are all ready to run: every finding of every variant at once. */

import path from 'node:path';
import { compareFindings, hasErrors, type Finding } from '../../base/index.ts';
import {
  createReport,
  parseDocument,
  pointer,
  readScenario,
  reportIssues,
  type Locate,
  type ParsedText,
} from '../../model/index.ts';
import { applyPatch, type Design, type PatchOperation } from '../../simulation/index.ts';
import { digestOf } from '../digest.ts';
import { ServiceError } from '../errors.ts';
import { readInput } from '../read-input.ts';
import {
  experimentSchema,
  type ExperimentDocument,
  type ExperimentPlanner,
  type ParsedExperiment,
} from './document.ts';

/** An experiment whose document, and every scenario in it, passed every check. */
export interface CheckedExperiment {
  readonly name: string;
  readonly design: Design;
  /** By name. */
  readonly variants: ReadonlyMap<string, Variant>;
}

export interface Variant {
  readonly name: string;
  /** The scenario document with all changes made. */
  readonly document: unknown;
  /** SHA-256 of it. */
  readonly digest: string;
  readonly planner: ExperimentPlanner;
}

/** What is complained of in experiments alone, all errors; docs/FINDINGS.md lists them. */
export const EXPERIMENT_FINDINGS = ['PATCH-TARGET', 'VARIANT'] as const;

/** What `experiment` accepts. */
export type ExperimentSource = ExperimentDocument | CheckedExperiment;

/**
 * Read and check a file; `.json` is read as JSON, everything else as YAML.
 * @throws ServiceError `REJECTED` with every finding.
 */
export async function loadExperiment(file: string): Promise<CheckedExperiment> {
  const parsed = parse(file, await readInput(file));
  if (parsed.kind === 'rejected') throw rejected(parsed.findings);
  return accept(parsed.document, path.dirname(path.resolve(file)), parsed.locate);
}

/**
 * Check a document; a path of a scenario in it is relative to `directory`.
 * @throws ServiceError `REJECTED` with every finding.
 */
export const checkExperiment = (document: unknown, directory: string = process.cwd()): Promise<CheckedExperiment> =>
  accept(document, directory, () => undefined);

const parse = (file: string, text: string): ParsedText => parseDocument(text, file.endsWith('.json') ? 'json' : 'yaml');

async function accept(document: unknown, directory: string, locate: Locate): Promise<CheckedExperiment> {
  const read = experimentSchema.safeParse(document, { reportInput: true });
  if (!read.success) {
    const report = createReport();
    reportIssues(report, read.error.issues);
    throw rejected(report.findings(), locate);
  }
  const experiment = read.data;
  const findings = [...checkNames(experiment)];
  const base = await scenarioOf(experiment, directory);
  if ('findings' in base) throw rejected([...findings, ...base.findings], locate);
  const shared = patched(base.document, experiment.patch, '/patch');
  findings.push(...shared.findings);
  const variants = experiment.variants.map((variant, k) => {
    const place = pointer('variants', k);
    const { document: changed, findings: faults } = patched(shared.document, variant.patch, `${place}/patch`);
    // What a faulty patch leaves is not what was meant: nothing is said of it.
    const isMeant = faults.length === 0 && shared.findings.length === 0;
    findings.push(...faults, ...(isMeant ? scenarioFindings(changed, variant.name, place) : []));
    const planner = { ...experiment.planner, ...withoutUndefined(variant.planner) };
    return { name: variant.name, document: changed, planner };
  });
  if (hasErrors(findings)) throw rejected(findings, locate);
  return {
    name: experiment.name,
    design: designOf(experiment),
    variants: new Map(variants.map((variant) => [variant.name, { ...variant, digest: digestOf(variant.document) }])),
  };
}

function* checkNames({ variants, baseline, replications: { min, max } }: ParsedExperiment): Iterable<Finding> {
  const names = variants.map(({ name }) => name);
  for (const [k, name] of names.entries()) {
    if (names.indexOf(name) === k) continue;
    const message = `two variants are called '${name}'`;
    yield error('DUPLICATE-ID', pointer('variants', k, 'name'), message, 'Rename one of them.');
  }
  if (!names.includes(baseline)) {
    const message = `no variant is called '${baseline}'`;
    yield error('UNKNOWN-REFERENCE', '/baseline', message, `Write one of: ${names.join(', ')}.`);
  }
  if (min > max) {
    const message = `'max' is ${max}, the limit is at least 'min', ${min}`;
    yield error('OUT-OF-RANGE', '/replications/max', message, 'Exchange or correct them.');
  }
}

/** The document of the scenario before any change, which has to be sound by itself. */
async function scenarioOf(
  { scenario }: ParsedExperiment,
  directory: string,
): Promise<{ readonly document: unknown } | { readonly findings: readonly Finding[] }> {
  if (typeof scenario !== 'string') return faultsOrDocument(scenario, readScenario(scenario), 'the scenario');
  const file = path.resolve(directory, scenario);
  try {
    const parsed = parse(file, await readInput(file));
    if (parsed.kind === 'rejected') return { findings: parsed.findings.map((f) => inScenario(f, scenario)) };
    return faultsOrDocument(parsed.document, readScenario(parsed.document, parsed.locate), scenario);
  } catch (cause) {
    if (cause instanceof ServiceError) return { findings: cause.findings.map((f) => inScenario(f, scenario)) };
    throw cause;
  }
}

const faultsOrDocument = (document: unknown, reading: ReturnType<typeof readScenario>, file: string) =>
  reading.kind === 'ok' ? { document } : { findings: reading.findings.map((f) => inScenario(f, file)) };

/** Places in the scenario's file go into the message: `path` is a place in the experiment. */
function inScenario({ path: place, line, column, message, ...finding }: Finding, file: string): Finding {
  const where = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return { ...finding, path: '/scenario', message: `${where}${place === '' ? '' : ` ${place}`}: ${message}` };
}

function patched(document: unknown, patch: readonly PatchOperation[], place: string) {
  const { document: changed, faults } = applyPatch(document, patch);
  const findings = faults.map(({ operation, key, message, hint }) =>
    error('PATCH-TARGET', `${place}/${operation}/${key}`, message, hint),
  );
  return { document: changed, findings };
}

function scenarioFindings(document: unknown, variant: string, place: string): readonly Finding[] {
  const reading = readScenario(document);
  if (reading.kind === 'ok') return [];
  return reading.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path: inside, message, hint }) =>
      error('VARIANT', `${place}/patch`, `'${variant}' has ${code} at '${inside}': ${message}`, hint),
    );
}

const designOf = ({ variants, baseline, metrics, replications, stopWhen }: ParsedExperiment): Design => ({
  variants: variants.map(({ name }) => name),
  baseline,
  metrics: [...new Set(metrics)],
  replications,
  ...(stopWhen && { stopWhen }),
});

const error = (code: string, at: string, message: string, hint: string): Finding => ({
  code,
  severity: 'error',
  path: at,
  message,
  hint,
});

function rejected(findings: readonly Finding[], locate: Locate = () => undefined): ServiceError {
  const sorted = findings.map((finding) => ({ ...finding, ...locate(finding.path) })).toSorted(compareFindings);
  const errors = sorted.filter(({ severity }) => severity === 'error').length;
  const message = `the experiment has ${errors} ${errors === 1 ? 'error' : 'errors'}`;
  return new ServiceError('REJECTED', message, { findings: sorted });
}

/** Keys that were not written leave the default in force. */
const withoutUndefined = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
