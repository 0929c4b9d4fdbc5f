/** Tools that are there have versions that their stages allow. */

import { isVersionIn, type Scenario } from '../../../model/index.ts';
import type { Collector } from '../collector.ts';
import { stagePlace, toolWork } from '../open-work.ts';
import type { WorldFacts } from '../world-facts.ts';

export function checkToolVersions(scenario: Scenario, { versions }: WorldFacts, collector: Collector): void {
  for (const work of toolWork(scenario)) {
    const { name, versions: allowed } = work.tool;
    const version = versions.get(name);
    if (allowed === undefined || version === undefined) continue;
    const isIn = isVersionIn(version, allowed);
    if (isIn === true) continue;
    const place = `${stagePlace(work)}/tool/versions`;
    if (isIn === false) {
      const message = `${name} is version ${version}, allowed is ${allowed.text}`;
      collector.add('TOOL-VERSION', place, { message, hint: `Install an allowed version of ${work.tool.package}.` });
    } else {
      const message = `${name} tells no version (${version}), allowed is ${allowed.text}`;
      collector.add('TOOL-VERSION-UNKNOWN', place, { message, hint: 'Correct versionArgs, or leave versions out.' });
    }
  }
}
