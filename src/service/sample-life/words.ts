/** Words for the parts of records: what ran, what was measured, what was used at the bench. */

import type { Artifact, BenchRecord, Execution, Fact, LotId, TaskPlacement } from '../../model/index.ts';

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const list = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '));

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

export function placementWords(
  placement: TaskPlacement,
  lots: readonly LotId[],
  memoryFactor: number,
): readonly string[] {
  switch (placement.kind) {
    case 'machine':
      return [];
    case 'run': {
      const lanes = placement.lanes.flatMap((lane, k) =>
        lane
          .filter((load) => lots.includes(load.lot))
          .map((load) => `lane ${k + 1} (${load.lot}: ${load.reads} read pairs)`),
      );
      return [`recipe ${placement.recipe}; ${list(lanes)}`];
    }
    case 'pool': {
      const memory = gigabytes(placement.memoryBytes * memoryFactor);
      const grown = memoryFactor === 1 ? '' : `, ${memoryFactor} times what was planned`;
      return [
        `reserved: ${placement.cores} cores, ${memory} of memory${grown}, ${placement.gpus} GPUs; ${placement.parallel} samples side by side`,
      ];
    }
  }
}

export function executionWords(execution: Execution): readonly string[] {
  const { tool, toolVersion, toolDigest, container, argv, host, asked, used, inputs, outputs, reused } = execution;
  return [
    `tool ${tool} ${toolVersion}, SHA-256 ${toolDigest}`,
    ...(container === undefined ? [] : [`container ${container.image}, ${container.digest}`]),
    `command ${JSON.stringify(argv)}`,
    `on ${host}, ${execution.startedAt} to ${execution.endedAt}`,
    `asked ${asked.cores} cores, ${gigabytes(asked.memoryBytes)}, ${asked.gpus} GPUs; used ${usedWords(used)}`,
    ...(reused === undefined
      ? []
      : [`nothing was run: outputs of ${reused.task}, attempt ${reused.attempt}, which is the same work`]),
    ...inputs.map((file) => `in   ${artifactWords(file)}`),
    ...outputs.map((file) => `out  ${artifactWords(file)}`),
  ];
}

/** How its process ended. */
export const endWords = ({ exitCode, signal }: Execution): string =>
  signal === null ? `exit code ${exitCode}` : `ended by ${signal}`;

function usedWords(used: Execution['used']): string {
  const parts = [
    ...(used?.cpuSeconds === undefined ? [] : [`${used.cpuSeconds} s of processor`]),
    ...(used?.peakMemoryBytes === undefined ? [] : [`${gigabytes(used.peakMemoryBytes)} at most`]),
  ];
  return parts.length === 0 ? 'not measured' : parts.join(', ');
}

const artifactWords = ({ name, path, format, sha256, bytes }: Artifact): string =>
  `${name} ${path}${format === undefined ? '' : ` (${format})`}, ${bytes} bytes, SHA-256 ${sha256}`;

export function benchWords({ instrument, flowCell, reagents, operators, conditions }: BenchRecord): readonly string[] {
  const { serial, position } = instrument;
  const where = position === undefined ? '' : `, position ${position}`;
  return [
    `instrument ${instrument.machine}${where}, serial ${serial ?? 'not recorded'}`,
    ...(flowCell === undefined ? [] : [`flow cell ${flowCell.id} (${flowCell.type})`]),
    `reagents ${list(reagents.map(({ name, lot, expires }) => `${name} lot ${lot}${expires === undefined ? '' : ` (expires ${expires})`}`))}`,
    `operators ${list(operators)}`,
    ...conditions.map(({ place, signal, value, unit }) => `${place}: ${signal} ${value} ${unit}`),
  ];
}

type Measured = Extract<Fact, { type: 'sample-measured' }>['measurements'][number];

export function measurementWords({ metric, value, unit, gate }: Measured): string {
  const told = `${metric} ${Number(value.toPrecision(6))} ${unit}`;
  if (gate === undefined) return `${told}, no gate`;
  const limits = [
    ...(gate.min === undefined ? [] : [`at least ${gate.min}`]),
    ...(gate.max === undefined ? [] : [`at most ${gate.max}`]),
    ...(gate.warn?.min === undefined ? [] : [`warned below ${gate.warn.min}`]),
    ...(gate.warn?.max === undefined ? [] : [`warned above ${gate.warn.max}`]),
  ];
  return `${told}, gate ${limits.join(' and ')} ${unit}: ${gate.verdict}`;
}
