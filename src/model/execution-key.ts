/** What decides the outputs of an execution, as one digest: equal keys mean equal work, which need not be done twice. */

import { canonicalJson, sha256Hex } from '../base/index.ts';
import type { Execution } from './attempt-record.ts';

/**
 * SHA-256, lower-case hex, over the canonical JSON of an object with the members `argv`, `environment`, `inputs`, `parameters`
 * and `toolDigest`: `inputs` as `{ name, sha256 }` in the record's order, `parameters` `{}` where there are none, `environment`
 * without `PATH`, which names folders of the host.
 *
 * No time, no path outside the attempt, no id of a run, a task or a machine goes in: the same work on another machine, or in
 * another run, has the same key. The tool itself is in it by the digest of its executable; programs that it calls are not.
 */
export function executionKey(of: KeyedExecution): string {
  const { toolDigest, argv, parameters, environment, inputs } = of;
  const { PATH: _, ...kept } = environment;
  const sources = inputs.map(({ name, sha256 }) => `{"name":${JSON.stringify(name)},"sha256":"${sha256}"}`);
  // Canonical JSON, spelled out where members are known: a simulation does little else so often.
  return sha256Hex(
    `{"argv":${canonicalJson(argv)},"environment":${canonicalJson(kept)},"inputs":[${sources.join(',')}],"parameters":${canonicalJson(parameters)},"toolDigest":"${toolDigest}"}`,
  );
}

export type KeyedExecution = Pick<Execution, 'toolDigest' | 'argv' | 'parameters' | 'environment' | 'inputs'>;
