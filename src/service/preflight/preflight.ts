/**
 * Everything that can be said against a sound scenario before anything starts: one way for `validate` and for what it warns of.
 */

import { compareFindings, type Finding } from '../../base/index.ts';
import {
  createLocalFiles,
  createLocalProcesses,
  probe,
  type ExecutionFindingCode,
  type ProbedTool,
} from '../../execution/index.ts';
import { firstLotOf, initialSituation, type Scenario, type Situation } from '../../model/index.ts';
import { earliestEnds } from '../../solver/index.ts';
import { judgeForRun, judgeScenario, judgeWorld } from '../../validation/index.ts';
import { createOutputChecks } from '../output-checks.ts';
import type { CheckedScenario } from '../scenario-source.ts';
import type { SourceAdapter } from '../sources/index.ts';
import { gatherFacts } from './gather-facts.ts';
import { inDocument } from './places.ts';

/** - `plan`, `simulate`: the scenario alone; - `run`: this machine too, and what is wrong with it is an error. */
export type Purpose = 'plan' | 'simulate' | 'run';

export interface PreflightOptions {
  /** Absent: for whatever comes. The files of the scenario and the tools of this machine are looked at, and warned of. */
  readonly for?: Purpose;
  /** Folder that the outputs of a run go to: its disk must hold them. */
  readonly out?: string;
  /** Inputs that the scenario names by an address are looked at. Default: no, a document does not make seqplan fetch. */
  readonly remote?: boolean;
  /** For addresses of object stores and the like. */
  readonly sources?: readonly SourceAdapter[];
  /** Told before each file that is looked at. */
  readonly onFile?: (path: string) => void;
}

export interface Preflight {
  /** Sorted, with places in the document. Without those that came with the scenario. */
  readonly findings: readonly Finding[];
  /** As probed; empty unless for a run. */
  readonly tools: ReadonlyMap<string, ProbedTool>;
}

export async function preflight(checked: CheckedScenario, options: PreflightOptions = {}): Promise<Preflight> {
  const timely = judgeScenario(checked.scenario, earliestEnds(checked.scenario, beginningOf(checked.scenario)));
  const world = await lookAtWorld(checked, options);
  const findings = inDocument(checked, [...timely, ...world.findings]);
  return { findings: findings.toSorted(compareFindings), tools: world.tools };
}

/** With orders that are still to be announced: they too can be impossible. */
function beginningOf(scenario: Scenario): Situation {
  const situation = initialSituation(scenario);
  const later = scenario.orders.filter(({ announced }) => announced !== undefined && announced > 0);
  return { ...situation, lots: [...situation.lots, ...later.map((order) => firstLotOf(scenario, order))] };
}

async function lookAtWorld(checked: CheckedScenario, options: PreflightOptions): Promise<Preflight> {
  const { scenario, directory } = checked;
  const { for: purpose, out, remote = false, sources, onFile } = options;
  if (purpose === 'plan' || purpose === 'simulate') return { findings: [], tools: new Map() };
  const isRun = purpose === 'run';
  const { findings, tools } = await probe({
    scenario,
    scenarioDirectory: directory,
    processes: createLocalProcesses(),
    files: createLocalFiles(),
    environment: process.env,
    checks: createOutputChecks(),
    startsNothing: !isRun,
  });
  const facts = await gatherFacts({
    scenario,
    directory,
    versions: new Map([...tools].map(([name, { version }]) => [name, version])),
    elsewhere: remote ? 'looked-at' : isRun ? 'left-out' : 'unseen',
    ...(out !== undefined && { outFolder: out }),
    ...(sources && { adapters: sources }),
    ...(onFile && { onFile }),
  });
  const judged = judgeWorld(scenario, facts);
  if (isRun) return { findings: [...findings, ...judgeForRun(scenario), ...judged], tools };
  return { findings: [...findings.filter(isOfAnyUse), ...judged].map(asWarning), tools };
}

/** That people and instruments do some of the work is no fault of a scenario that nobody runs. */
const OF_RUNS: ReadonlySet<string> = new Set<ExecutionFindingCode>(['STAGE-NOT-EXECUTABLE', 'GATE-NOT-MEASURED']);

const isOfAnyUse = ({ code }: Finding): boolean => !OF_RUNS.has(code);

const asWarning = (finding: Finding): Finding => ({ ...finding, severity: 'warning' });
