/**
 * Judges a sound scenario before anything starts: what no plan can keep, and what this machine and its files forbid.
 *
 * Paths are by names, `/orders/o1/due`, since a scenario does not know where its document has what; whoever has the document
 * turns them into places of it.
 */

import { isUri, type Finding, type Seconds } from '../../base/index.ts';
import type { OrderId, Scenario } from '../../model/index.ts';
import { createCollector } from './collector.ts';
import { filesRead, filesUnread } from './open-work.ts';
import { checkInputFiles } from './rules/input-files.ts';
import { checkReferences } from './rules/references.ts';
import { checkSampleSheets } from './rules/sample-sheets.ts';
import { checkStorageRoom } from './rules/storage-room.ts';
import { checkTimeliness } from './rules/timeliness.ts';
import { checkToolVersions } from './rules/tool-versions.ts';
import type { WorldFacts } from './world-facts.ts';

/** `earliestEnds`: a proved bound on the end of each order, as the planner gives it. Sorted. */
export function judgeScenario(scenario: Scenario, earliestEnds: ReadonlyMap<OrderId, Seconds>): readonly Finding[] {
  const collector = createCollector();
  checkTimeliness(scenario, earliestEnds, collector);
  return collector.list();
}

/** Sorted. What `facts` do not hold is not judged. */
export function judgeWorld(scenario: Scenario, facts: WorldFacts): readonly Finding[] {
  const collector = createCollector();
  const read = filesRead(scenario);
  const unread = filesUnread(scenario, read);
  checkToolVersions(scenario, facts, collector);
  checkInputFiles([...read, ...unread], facts, collector);
  checkReferences(read, facts, collector);
  checkSampleSheets(scenario, facts, collector);
  checkStorageRoom(scenario, facts, collector);
  for (const { path, place } of unread) {
    if (isUri(path) || facts.files.get(path)?.problem === undefined) continue;
    const hint = 'Correct the path, or remove the entry.';
    collector.add('INPUT-UNREAD', place, { message: `there is no file ${path}`, hint });
  }
  return collector.list();
}

/** A run links its inputs into the folders of attempts: they must be files of this machine. Sorted. */
export function judgeForRun(scenario: Scenario): readonly Finding[] {
  const collector = createCollector();
  for (const { path, place } of filesRead(scenario)) {
    if (!isUri(path)) continue;
    const hint = 'Fetch it, and name the file beside the scenario.';
    collector.add('INPUT-REMOTE', place, { message: `${path} is not a file of this machine`, hint });
  }
  return collector.list();
}
