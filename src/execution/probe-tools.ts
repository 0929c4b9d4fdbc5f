/**
 * What a real run will need, looked at before anything starts: tools with version and digest, inputs, and whether every
 * stage that is still to be done can be carried out at all. Everything that is missing is reported at once.
 */

import path from 'node:path';

import { compareFindings, compareText, isUri, mustGet, type Finding } from '../base/index.ts';
import {
  prepareInvocation,
  type Order,
  type Scenario,
  type Stage,
  type ToolInvocation,
  type Workflow,
} from '../model/index.ts';
import { asFinding, type Problem } from './finding-codes.ts';
import type { OutputCheck } from './output-check.ts';
import type { Processes, RunFiles } from './ports.ts';
import { toolEnvironment } from './tool-environment.ts';
import { parseVersion } from './parse-version.ts';

export interface ProbeOptions {
  readonly scenario: Scenario;
  /** Absolute: where paths of the scenario start. */
  readonly scenarioDirectory: string;
  readonly processes: Processes;
  readonly files: RunFiles;
  /** Of the host; tools see the allow-listed part. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly checks?: readonly OutputCheck[];
  /** Nothing is started: tools are only looked for, `tools` stays empty. What a document names may be any command. */
  readonly startsNothing?: boolean;
}

export interface ProbedTool {
  readonly name: string;
  /** Absolute path of what is executed. */
  readonly path: string;
  /** As the tool tells it; `unknown` where it tells none. */
  readonly version: string;
  /** SHA-256 of the executable, links followed. */
  readonly sha256: string;
}

export interface ProbeResult {
  /** Sorted; empty: the scenario can be run. */
  readonly findings: readonly Finding[];
  readonly tools: ReadonlyMap<string, ProbedTool>;
}

export async function probe(options: ProbeOptions): Promise<ProbeResult> {
  const { tools, findings: absent } = await probeTools(options);
  const findings = [...absent, ...stageFindings(options), ...(await inputFindings(options))];
  const distinct = new Map(findings.map((one) => [`${one.path}\n${one.code}\n${one.message}`, one]));
  return { findings: [...distinct.values()].toSorted(compareFindings), tools };
}

interface OpenStage {
  readonly workflow: Workflow;
  readonly stage: Stage;
  readonly order: Order;
}

/** Stages that orders still have before them. */
const openStages = ({ orders, workflows }: Scenario): readonly OpenStage[] =>
  orders.flatMap((order) => {
    const workflow = mustGet(workflows, order.workflow);
    // What is under way elsewhere when the run begins cannot be taken over: it counts as open.
    const done = new Set(order.progress.filter((one) => one.end <= 0).map((one) => one.stage));
    return workflow.stages.filter((stage) => !done.has(stage.id)).map((stage) => ({ workflow, stage, order }));
  });

const placeOf = ({ workflow, stage }: OpenStage): string => `/workflows/${workflow.id}/stages/${stage.id}`;

// ---------------------------------------------------------------- tools

async function probeTools(options: ProbeOptions): Promise<ProbeResult> {
  const users = new Map<string, { readonly tool: ToolInvocation; readonly places: Set<string> }>();
  for (const open of openStages(options.scenario)) {
    if (open.stage.kind !== 'compute' || open.stage.tool === undefined) continue;
    const { tool } = open.stage;
    const user = users.get(tool.name) ?? { tool, places: new Set() };
    user.places.add(placeOf(open));
    users.set(tool.name, user);
  }
  const tools = new Map<string, ProbedTool>();
  const findings: Finding[] = [];
  for (const [name, { tool, places }] of [...users].toSorted((a, b) => compareText(a[0], b[0]))) {
    const executable = await findExecutable(name, options.environment['PATH'] ?? '', options.files);
    if (executable !== undefined && options.startsNothing === true) continue;
    const probed = executable === undefined ? undefined : await probeTool(tool, executable, options);
    if (probed === undefined) findings.push(...[...places].slice(0, 1).map((place) => absentTool(tool, place, places)));
    else tools.set(name, probed);
  }
  return { findings, tools };
}

const absentTool = (tool: ToolInvocation, place: string, places: ReadonlySet<string>): Finding =>
  asFinding(`${place}/tool`, {
    code: 'TOOL-ABSENT',
    message: `${tool.name} is not installed; ${places.size} ${places.size === 1 ? 'stage needs' : 'stages need'} it, and the Debian package ${tool.package} brings it`,
    hint: `apt-get install -y --no-install-recommends ${tool.package}`,
  });

async function probeTool(tool: ToolInvocation, executable: string, options: ProbeOptions): Promise<ProbedTool> {
  const { processes, files, environment, scenarioDirectory } = options;
  const { sha256 } = await files.digest(executable);
  const end = await processes.start({
    executable,
    argv: [tool.name, ...tool.versionArgs],
    cwd: scenarioDirectory,
    // The temporary folder of an attempt does not exist here; asking for a version needs none.
    environment: toolEnvironment(environment),
  }).ended;
  // The exit code says nothing: bwa and wgsim tell their version in the usage text and exit 1.
  const version = end.kind === 'ended' ? parseVersion(`${end.stdout}\n${end.stderr}`) : undefined;
  return { name: tool.name, path: executable, version: version ?? 'unknown', sha256 };
}

/** Absolute commands are taken as they are; others are looked for in the absolute folders of `searchPath`. */
async function findExecutable(command: string, searchPath: string, files: RunFiles): Promise<string | undefined> {
  if (path.isAbsolute(command)) return (await files.isExecutable(command)) ? command : undefined;
  if (command.includes('/')) return undefined;
  for (const folder of searchPath.split(path.delimiter).filter((one) => path.isAbsolute(one))) {
    const candidate = path.join(folder, command);
    if (await files.isExecutable(candidate)) return candidate;
  }
  return undefined;
}

// ---------------------------------------------------------------- stages

function stageFindings({ scenario, checks = [] }: ProbeOptions): readonly Finding[] {
  return openStages(scenario).flatMap((open) => {
    const { stage } = open;
    if (stage.kind !== 'compute' || stage.tool === undefined) return [asFinding(placeOf(open), notExecutable(stage))];
    const formats = new Set([...stage.tool.outputs.values()].map(({ format }) => format));
    const able = checks.filter((check) => check.formats.some((format) => formats.has(format)));
    const measured = new Set(able.flatMap((check) => check.metrics));
    return stage.gates
      .filter(({ metric, ifMeasured }) => ifMeasured !== true && !measured.has(metric))
      .map((gate) => asFinding(`${placeOf(open)}/gates`, notMeasured(gate.metric)));
  });
}

const notExecutable = (stage: Stage): Problem => ({
  code: 'STAGE-NOT-EXECUTABLE',
  message:
    stage.kind === 'compute'
      ? `stage ${stage.id} names no tool`
      : `stage ${stage.id} is ${stage.kind} work, which no process can do`,
  hint:
    stage.kind === 'compute'
      ? 'give the stage a tool, or simulate the scenario'
      : 'record it as done in the progress of the orders, or simulate the scenario',
});

const notMeasured = (metric: string): Problem => ({
  code: 'GATE-NOT-MEASURED',
  message: `no check of the outputs measures ${metric}`,
  hint: 'remove the gate, or give the stage an output whose check measures it',
});

// ---------------------------------------------------------------- inputs

async function inputFindings({ scenario, scenarioDirectory, files }: ProbeOptions): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const open of openStages(scenario)) {
    const { workflow, stage, order } = open;
    if (stage.kind !== 'compute' || stage.tool === undefined) continue;
    const { tool } = stage;
    for (const sample of order.samples) {
      const { invocation, problems } = prepareInvocation({ workflow, stage, tool, order, sample });
      findings.push(...problems.map((problem) => asFinding(`${placeOf(open)}/tool`, problem)));
      for (const { name, source } of invocation.inputs) {
        const place = `${placeOf(open)}/tool/inputs/${name}`;
        if (source.kind === 'file') {
          // Another judge's: whether that will do depends on what it is for.
          if (isUri(source.path)) continue;
          if (await files.isReadable(path.resolve(scenarioDirectory, source.path))) continue;
          findings.push(asFinding(place, absentInput(source.path, 'provide the file, or correct its path')));
        } else if (order.progress.some((one) => one.stage === source.stage.id && one.end <= 0)) {
          const hint = 'give the file as an input of the order, or leave the stage open';
          findings.push(asFinding(place, absentInput(`${source.path} (stage ${source.stage.id} is done)`, hint)));
        }
      }
    }
  }
  return findings;
}

const absentInput = (what: string, hint: string): Problem => ({
  code: 'INPUT-ABSENT',
  message: `there is no file ${what}`,
  hint,
});
