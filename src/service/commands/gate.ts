/** `seqplan gate FILE...`: what outside tools measured against the limits of the work. */

import type { QualityContext } from '../../model/index.ts';
import type { MetricVerdict } from '../../validation/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
import { judgeQuality, loadThresholds, type JudgedQualityFile, type JudgedSample } from '../quality.ts';

export interface GateOptions extends QualityContext {
  /** File of limits in place of defaults. */
  readonly thresholds?: string;
  readonly json: boolean;
}

/** Exit codes of this command alone. */
const GATE_EXIT = { pass: 0, warn: 0, fail: 1, 'not-measured': 2 } as const;
/** A file whose metrics could not be read: whatever the others say, the answer is not known. */
const UNREADABLE = 2;

export async function gateCommand(
  files: readonly string[],
  { thresholds, json, ...context }: GateOptions,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const overrides = thresholds === undefined ? [] : await loadThresholds(thresholds);
  const report = await judgeQuality(files, { ...context, overrides });
  if (json) terminal.print(JSON.stringify(report, null, 2));
  for (const file of report.files) {
    for (const { severity, code, line, offset, message, hint } of file.findings) {
      const place = line === undefined ? `byte ${offset ?? 0}` : String(line);
      terminal.note(`${file.file}:${place}: ${severity} ${code}: ${message}\n  ${hint}`);
    }
    if (!json) for (const line of linesOf(file)) terminal.print(line);
  }
  if (!json) {
    const missing = report.notMeasured.map(({ metric }) => metric);
    if (missing.length > 0) terminal.print(`not measured: ${missing.join(', ')}`);
    terminal.print(report.verdict);
  }
  const isUnreadable = report.files.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return isUnreadable ? UNREADABLE : GATE_EXIT[report.verdict];
}

const linesOf = ({ file, samples }: JudgedQualityFile): readonly string[] =>
  samples.flatMap(({ sample, metrics }: JudgedSample) =>
    metrics.map((one) => `${sample === '' || sample === file ? file : `${file} ${sample}`}: ${words(one)}`),
  );

/** `pct_q30 92.1 %: pass (warned below 85; checkQC ...)`. */
const words = ({ metric, value = 0, unit, verdict, limit, source }: MetricVerdict): string =>
  `${metric} ${Number(value.toPrecision(6))}${unit === '1' ? '' : ` ${unit}`}: ${verdict} (${limit}; ${source})`;
