import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judgeQuality, loadThresholds, run, type WorkflowDocument } from '../../src/index.ts';
import { checkScenario } from '../../src/service/index.ts';
import { seqplan } from '../support/command.ts';

const FIXTURES = 'test/fixtures/quality';
const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-gate-'));
const write = (name: string, content: string): string => {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};

describe('seqplan gate', () => {
  it('prints number, verdict, limit and source of each metric, and what was not measured', async () => {
    const file = `${FIXTURES}/wgs_metrics.txt`;
    const { exit, out, err } = await seqplan('gate', file, '--assay', 'wgs');
    expect([exit, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines.slice(0, 2)).toEqual([
      `${file}: pct_15x 95.5 %: pass (at least 90; Qatar Precision Health Institute, WGS acceptance since 2023-10 (qphi.org.qa))`,
      `${file}: mean_coverage 31.5 x: pass (warned below 30; Qatar Precision Health Institute, WGS acceptance since 2023-10 (qphi.org.qa))`,
    ]);
    expect(lines[2]).toMatch(/^not measured: .*yield_bp_q30/);
    expect(lines[3]).toBe('pass');
  });

  it('exits with 0 for a warning, 1 for a failure, 2 where nothing is measured or readable', async () => {
    const exitOf = async (...words: readonly string[]) => (await seqplan('gate', ...words, '--assay', 'wgs')).exit;
    // 700 of 3000 reads are duplicates: above 20 %, below 30 %.
    expect(await exitOf(`${FIXTURES}/markdup_metrics.txt`)).toBe(0);
    expect(await exitOf(`${FIXTURES}/markdup_metrics.txt`, `${FIXTURES}/fastp.json`)).toBe(1);
    expect(await exitOf(`${FIXTURES}/hs_metrics.txt`)).toBe(2);
    expect(await exitOf(`${FIXTURES}/fastp.json`, path.join(folder, 'absent'))).toBe(2);
    expect(await exitOf(`${FIXTURES}/comma_wgs_metrics.txt`)).toBe(2);
    expect(await exitOf(folder)).toBe(2);
  });

  it('says what is wrong with a file, where, and what to do', async () => {
    const file = `${FIXTURES}/comma_wgs_metrics.txt`;
    const { err } = await seqplan('gate', file, '--assay', 'wgs');
    expect(err).toBe(
      `${file}:8: error QC-DECIMAL-COMMA: '31,5'\n  Run the tool with LC_ALL=C, or Java with -Duser.language=en.`,
    );
  });

  it('prints one JSON document', async () => {
    const { out } = await seqplan('gate', `${FIXTURES}/made.selfSM2`, '--assay', 'wgs', '--json');
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'warn',
      files: [
        {
          format: 'verifybamid',
          findings: [],
          samples: [
            {
              sample: 'S2',
              verdict: 'warn',
              values: { cross_contamination_rate: 0.0375 },
              metrics: [{ metric: 'cross_contamination_rate', value: 0.0375, verdict: 'warn' }],
            },
          ],
        },
      ],
    });
  });

  it('knows instruments, cycles and samples of a lane', async () => {
    const file = `${FIXTURES}/checkqc_bcl2fastq.json`;
    const words = ['--assay', 'wgs', '--instrument', 'hiseq-2500-high', '--read-length', '126', '--plex', '6'];
    const { out } = await seqplan('gate', file, ...words);
    expect(out).toContain('lane 1 read 2: pct_q30 79.5 %: warn (warned below 80;');
    // 135 M of a lane by six samples.
    expect(out).toContain('lane 1 sample A: reads 17500000: fail (at least 22500000;');
    expect((await seqplan('gate', file, '--assay', 'wgs', '--plex', '0')).exit).toBe(2);
    expect((await seqplan('gate', file, '--assay', 'wgs', '--instrument', 'abacus')).exit).toBe(2);
    expect((await seqplan('gate', file)).err).toContain('--assay');
  });

  it('takes limits from a file, and says what is wrong with them', async () => {
    const file = `${FIXTURES}/markdup_metrics.txt`;
    const strict = write(
      'strict.yaml',
      'gates: [{ metric: pct_reads_duplicate, unit: "1", max: 0.2, source: SOP 12 }]',
    );
    const { exit, out } = await seqplan('gate', file, '--assay', 'wgs', '--thresholds', strict);
    expect(exit).toBe(1);
    expect(out).toContain('pct_reads_duplicate 0.233333: fail (at most 0.2; SOP 12)');
    const bad = write('bad.json', '{"gates": [{"metric": "pct_reads_duplicates", "unit": "%", "max": 2}]}');
    expect(await seqplan('gate', file, '--assay', 'wgs', '--thresholds', bad)).toMatchObject({
      exit: 2,
      err: expect.stringContaining("no metric 'pct_reads_duplicates'"),
    });
    await expect(loadThresholds(write('broken.yaml', 'gates: ['))).rejects.toMatchObject({ code: 'REJECTED' });
  });

  it('is in the library', async () => {
    const { verdict } = await judgeQuality([`${FIXTURES}/ga4gh.json`], { assay: 'wgs' });
    expect(verdict).toBe('pass');
  });
});

/** From Debian by tools/install-debian.sh. */
const hasTools = ['bwa', 'samtools', 'bcftools', 'wgsim'].every((tool) => {
  try {
    execFileSync('which', [tool]);
    return true;
  } catch {
    console.warn(`gates of real runs are not tested: ${tool} is not installed (tools/install-debian.sh installs it)`);
    return false;
  }
});

describe('outputs of a real run', () => {
  type Stage = WorkflowDocument['stages'][number];

  /** examples/lambda with one order, and its stages changed. */
  async function lambda(change: (stages: Stage[]) => void) {
    const document = parse(readFileSync('examples/lambda/scenario.yaml', 'utf8'));
    change(document.workflows[0].stages);
    document.orders.length = 1;
    const directory = mkdtempSync(path.join(os.tmpdir(), 'seqplan-gated-'));
    cpSync('examples/lambda/lambda.fa', path.join(directory, 'lambda.fa'));
    return { directory: path.join(directory, 'run'), scenario: await checkScenario(document, directory) };
  }

  const stageOf = (stages: Stage[], name: string) => {
    const stage = stages.find(({ id }) => id === name);
    if (stage?.kind !== 'compute') throw new Error(name);
    return stage;
  };

  const measured = async (change: (stages: Stage[]) => void) => {
    const { directory, scenario } = await lambda(change);
    const { facts, audit, report } = await run(scenario, { directory });
    expect(audit).toMatchObject({ verification: { kind: 'verified' }, isReplayIdentical: true });
    const all = facts.flatMap((fact) => (fact.type === 'sample-measured' ? fact.measurements : []));
    const failures = facts.flatMap((fact) => (fact.type === 'sample-failed' ? [fact.failure] : []));
    return { all, failures, report, directory };
  };

  it.skipIf(!hasTools)(
    'are judged before they are published; what judges and samtools stats measure is what gates judge',
    async () => {
      const { all, failures, report } = await measured((stages) => {
        Object.assign(stageOf(stages, 'reads'), {
          gates: [
            { metric: 'bases', unit: 'Mb', min: 1, max: 1 },
            { metric: 'reads', unit: '1', min: 5000, max: 5000 },
          ],
        });
        const align = stageOf(stages, 'align');
        Object.assign(align, { gates: [{ metric: 'pct_reads_mapped', unit: '%', min: 90, warn: { min: 100.1 } }] });
        Object.assign(stageOf(stages, 'call'), { defaultGates: { assay: 'wgs' } });
        stages.push({
          id: 'stats',
          kind: 'compute',
          after: ['sort'],
          pool: 'this-machine',
          time: { fixed: '1 s' },
          cores: 1,
          memory: '200 MB',
          tool: {
            name: 'samtools',
            package: 'samtools',
            argv: ['samtools', 'stats', '{sorted}'],
            inputs: { sorted: 'sort:sorted' },
            stdout: 'stats',
            outputs: { stats: { file: '{sample}.stats', format: 'samtools-stats' } },
          },
          gates: [{ metric: 'pct_reads_properly_paired', unit: '1', min: 0.9 }],
          defaultGates: { assay: 'wgs', metrics: ['insert_size_median'] },
        });
      });
      expect(failures).toEqual([]);
      expect(report.totals).toMatchObject({ samples: 1, delivered: 1 });
      const gated = all.flatMap(({ metric, value, unit, gate }) =>
        gate === undefined ? [] : [{ metric, value, unit, ...gate }],
      );
      expect(gated).toMatchObject([
        // 5,000 pairs of 2 x 100 bases, in two files.
        { metric: 'reads', value: 5000, unit: '1', verdict: 'pass' },
        { metric: 'bases', value: 1, unit: 'Mb', verdict: 'pass' },
        { metric: 'pct_reads_mapped', unit: '%', min: 90, warn: { min: 100.1 }, verdict: 'warn' },
        { metric: 'pct_reads_properly_paired', unit: '1', verdict: 'pass' },
        // wgsim's fragments are 500 bases long.
        { metric: 'insert_size_median', warn: { min: 250 }, verdict: 'pass' },
        // Calls of a haploid phage: ratios beside those of human genomes are a warning.
        { metric: 'ratio_ti_tv', warn: { min: 1.9, max: 2.2 } },
        { metric: 'ratio_het_hom_var', warn: { min: 1.3, max: 2.2 } },
        { metric: 'pct_genotypes_called', value: 100, verdict: 'pass' },
      ]);
    },
  );

  it.skipIf(!hasTools)('that miss a gate are not published, and the record says number, limit and source', async () => {
    const { failures, report, directory } = await measured((stages) => {
      Object.assign(stageOf(stages, 'align'), {
        gates: [{ metric: 'pct_reads_mapped', unit: '1', max: 0.5, source: 'made up' }],
      });
    });
    expect(failures).toMatchObject([
      {
        class: 'quality-gate',
        detail: expect.stringMatching(/^pct_reads_mapped is [01]\.?\d*, more than 0\.5 \(made up\)$/),
      },
    ]);
    expect(report.totals).toMatchObject({ delivered: 0 });
    expect(existsSync(path.join(directory, 'results/phage-a/11/reads'))).toBe(true);
    expect(existsSync(path.join(directory, 'results/phage-a/11/align'))).toBe(false);
  });

  it.skipIf(!hasTools)('that break a rule of their format are damage, told with code and place', async () => {
    const { failures } = await measured((stages) => {
      const { tool } = stageOf(stages, 'align');
      if (tool === undefined) throw new Error('align has a tool');
      // A FASTA index is no alignment.
      Object.assign(tool, {
        argv: ['bwa', 'mem', '-t', '{cores}', '{fasta}', '{reads1}'],
        outputs: { alignments: { file: '{sample}.vcf', format: 'vcf' } },
      });
    });
    expect(failures[0]).toMatchObject({
      class: 'corrupt-output',
      detail: expect.stringMatching(/^output alignments \(11\.vcf\): VCF-[A-Z-]+ at line 1: /),
    });
  });

  it.skipIf(!hasTools)(
    'are not looked at for a gate that none of their formats measures: the run does not begin',
    async () => {
      const { directory, scenario } = await lambda((stages) => {
        Object.assign(stageOf(stages, 'sort'), { gates: [{ metric: 'ratio_ti_tv', unit: '1', min: 1 }] });
      });
      await expect(run(scenario, { directory })).rejects.toMatchObject({ findings: [{ code: 'GATE-NOT-MEASURED' }] });
    },
  );
});
