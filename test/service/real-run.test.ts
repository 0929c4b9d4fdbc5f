import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario, run, verify } from '../../src/index.ts';

/** All that the example needs, from Debian by tools/install-debian.sh. */
const hasTools = ['bwa', 'samtools', 'bcftools', 'wgsim'].every((tool) => {
  try {
    execFileSync('which', [tool]);
    return true;
  } catch {
    console.warn(`real runs are not tested: ${tool} is not installed (tools/install-debian.sh installs it)`);
    return false;
  }
});

describe('run', () => {
  it.skipIf(!hasTools)(
    'carries examples/lambda out: three VCF files, and a record that names every output by its digest',
    async () => {
      const directory = mkdtempSync(path.join(os.tmpdir(), 'seqplan-run-'));
      const scenario = await loadScenario('examples/lambda/scenario.yaml');
      const { report, facts, audit } = await run(scenario, { directory });

      expect(report.totals).toMatchObject({ samples: 3, delivered: 3 });
      expect(audit).toMatchObject({ verification: { kind: 'verified' }, isReplayIdentical: true });
      expect(await verify(path.join(directory, 'ledger'), { root: report.ledger.root })).toMatchObject({
        kind: 'verified',
      });

      const outputs = facts.flatMap((fact) => (fact.type === 'execution-recorded' ? fact.execution.outputs : []));
      for (const { path: name, sha256, bytes } of outputs) {
        const content = readFileSync(path.join(directory, name));
        expect({ name, sha256, bytes }).toEqual({
          name,
          sha256: createHash('sha256').update(content).digest('hex'),
          bytes: content.length,
        });
      }
      const calls = outputs
        .filter((output) => output.path.endsWith('.vcf.gz'))
        .map((output) =>
          execFileSync('bcftools', ['view', '-H', path.join(directory, output.path)], { encoding: 'utf8' }),
        );
      expect(calls).toHaveLength(3);
      for (const text of calls) expect(text.trim().split('\n').length).toBeGreaterThan(10);

      // A second run never writes into the record of the first.
      await expect(run(scenario, { directory })).rejects.toMatchObject({
        code: 'REJECTED',
        findings: [{ code: 'LEDGER-EXISTS' }],
      });
    },
  );
});
