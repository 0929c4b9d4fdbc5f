/** Files from outside are what the scenario states, and what their format demands. */

import { isUri, type Finding } from '../../../base/index.ts';
import { suits } from '../../../model/index.ts';
import type { FileFinding } from '../../files/index.ts';
import type { Collector } from '../collector.ts';
import type { FileUse } from '../open-work.ts';
import type { FileFacts, WorldFacts } from '../world-facts.ts';

export function checkInputFiles(uses: readonly FileUse[], { files }: WorldFacts, collector: Collector): void {
  for (const use of uses) {
    const facts = files.get(use.path);
    if (facts === undefined) continue;
    checkSource(use, facts, collector);
    checkDigest(use, facts, collector);
    checkContent(use, facts, collector);
  }
}

/** Files of this machine that are absent are the finding of whoever looks for them. */
function checkSource({ path, place }: FileUse, { problem, isUnseen }: FileFacts, collector: Collector): void {
  if (isUnseen === true) {
    const message = `${path} was not looked at`;
    collector.add('INPUT-UNSEEN', place, { message, hint: 'Give --remote to have it looked at.' });
  }
  if (problem === undefined || !isUri(path)) return;
  collector.add('INPUT-SOURCE', place, { message: `${path}: ${problem}`, hint: 'Check address and permissions.' });
}

function checkDigest({ path, place, expected }: FileUse, facts: FileFacts, collector: Collector): void {
  for (const kind of ['sha256', 'md5'] as const) {
    const [stated, found] = [expected?.[kind], facts[kind]];
    if (stated === undefined || found === undefined || stated === found) continue;
    const message = `${path} has the ${kind} ${found}, stated is ${stated}`;
    const hint = 'Get the file again, or correct the digest.';
    collector.add('INPUT-DIGEST', `${place}/${kind}`, { message, hint });
  }
}

function checkContent({ path, place, expected }: FileUse, { report }: FileFacts, collector: Collector): void {
  if (report === undefined || report.format === 'unknown') return;
  const wanted = expected?.formats;
  if (wanted !== undefined && suits(report.format, wanted) === 'no') {
    const message = `${path} is ${report.format}, the tool reads ${wanted.join(' or ')}`;
    return collector.add('INPUT-FORMAT', place, { message, hint: 'Convert it, or correct format.' });
  }
  for (const finding of report.findings) collector.take(asOfDocument(path, place, finding));
}

/** What judges of files find keeps its code: docs/FINDINGS.md lists it under "Files". */
export function asOfDocument(file: string, path: string, found: FileFinding): Finding {
  const { code, severity, message, hint, line, offset } = found;
  const place = line === undefined ? `byte ${offset ?? 0}` : String(line);
  return { code, severity, path, message: `${file}:${place}: ${message}`, hint };
}
