/** The execution domain: the scenario as the script, seqplan as its driver, the tools that ran. */

import { contentUri } from '../media-types.ts';
import { executionsOf, type RunStory } from '../story/run-story.ts';

export function executionDomain(story: RunStory): unknown {
  const { run } = story;
  const tools = new Map<string, unknown>();
  const environment = new Map<string, string>();
  for (const [{ execution }] of executionsOf(story)) {
    const { tool: name, toolVersion: version, toolDigest } = execution;
    tools.set(`${name} ${version} ${toolDigest}`, {
      name,
      version,
      uri: { uri: contentUri(toolDigest), filename: name },
    });
    for (const [variable, value] of Object.entries(execution.environment)) {
      // Folders of the host may tell who works there; a name that the standard does not take cannot be told.
      if (variable !== 'PATH' && /^[a-zA-Z_]+[a-zA-Z0-9_]*$/.test(variable)) environment.set(variable, value);
    }
  }
  return {
    script: [{ uri: { uri: contentUri(run.scenarioDigest), filename: 'scenario.json' } }],
    script_driver: 'seqplan',
    software_prerequisites: [
      { name: 'seqplan', version: run.version, uri: { uri: `urn:seqplan:version:${encodeURIComponent(run.version)}` } },
      ...tools.values(),
    ],
    external_data_endpoints: [],
    environment_variables: Object.fromEntries(environment),
  };
}
