import { describe, expect, it } from 'vitest';
import { limitsFor, metricsOfOutput } from '../../src/model/index.ts';
import { goodDocument, scenarioOf } from './read.ts';

/** The gates of a stage whose fields are changed. */
function gatesOf(stage: string, changes: object) {
  const document = goodDocument();
  const stages = document.workflows.flatMap((workflow) => workflow.stages as { id: string }[]);
  Object.assign(stages.find(({ id }) => id === stage) ?? {}, changes);
  const [workflow] = scenarioOf(document).workflows.values();
  return workflow?.stages.find(({ id }) => id === stage)?.gates ?? [];
}

const tool = (format: string) => ({
  name: 'samtools',
  package: 'samtools',
  argv: ['samtools', 'version'],
  stdout: 'sam',
  outputs: { sam: { file: 'out.txt', format } },
});

describe('default gates of a stage', () => {
  it('are those of its kind of work on what its outputs may tell, with their sources', () => {
    const gates = gatesOf('align', { tool: tool('samtools-stats'), defaultGates: { assay: 'wgs' } });
    const measured = new Set(metricsOfOutput('samtools-stats'));
    const limits = limitsFor({ assay: 'wgs' }).filter(({ metric }) => measured.has(metric));
    expect(gates.map(({ metric }) => metric)).toEqual(limits.map(({ metric }) => metric));
    expect(gates).toContainEqual({
      metric: 'pct_reads_duplicate',
      unit: '%',
      max: 30,
      warn: { max: 20 },
      ifMeasured: true,
      source: expect.stringContaining('Broad WARP'),
    });
  });

  it('give way to a gate of the stage on the same metric', () => {
    const own = { metric: 'pct_reads_duplicate', unit: '%', max: 50 };
    const gates = gatesOf('align', { tool: tool('samtools-stats'), defaultGates: { assay: 'wgs' }, gates: [own] });
    expect(gates[0]).toEqual(own);
    expect(gates.filter(({ metric }) => metric === own.metric)).toHaveLength(1);
  });

  it('are owed where the stage names them, also at the bench', () => {
    expect(
      gatesOf('prep', { gates: [], defaultGates: { assay: 'rna-seq', metrics: ['rin', 'library_molarity'] } }),
    ).toEqual([
      { metric: 'rin', unit: '1', min: 5.3, warn: { min: 7 }, source: expect.any(String) },
      { metric: 'library_molarity', unit: 'nM', min: 1, warn: { min: 2 }, source: expect.any(String) },
    ]);
  });

  it('of a sequencer are in millions of reads, as its runs are measured', () => {
    const defaultGates = { assay: 'wgs', instrument: 'novaseq-x-10b', plex: 8, metrics: ['reads'] };
    // 937.5 M of a lane by eight samples.
    expect(gatesOf('sequence', { defaultGates })).toMatchObject([{ metric: 'reads', unit: 'M', min: 937.5 / 8 }]);
  });
});

describe('a format', () => {
  it('is told without what says how it is packed', () => {
    expect(metricsOfOutput('vcf.gz')).toEqual(metricsOfOutput('vcf'));
    expect(metricsOfOutput('fq.gz')).toEqual(metricsOfOutput('fastq'));
    expect(metricsOfOutput('constructor')).toEqual([]);
    expect(metricsOfOutput('tsv')).toEqual([]);
  });
});
