/** A scenario in which two samples are aligned and called by two tools, as a document and as a checked value. */

import { parseDocument, readScenario, type Scenario } from '../../../src/model/index.ts';

export const SMALL_RUN = `
schemaVersion: 1
name: small-run
site: { timeZone: UTC, shifts: [] }
horizon: { start: '2026-11-30T08:00', length: 1 d }
computePools:
  - { id: here, kind: local, cores: 2, memory: 2 GB }
materials:
  - { id: dna, conditions: [{ id: fridge }] }
workflows:
  - id: calls
    stages:
      - id: align
        kind: compute
        pool: here
        time: { fixed: 1 s }
        cores: 1
        memory: 1 GB
        tool:
          name: cat
          package: coreutils
          versions: '>=8'
          argv: [cat, '{reads}', '{fasta}', '{regions}']
          stdout: bam
          inputs:
            reads: { from: 'order:reads', format: fastq }
            fasta: { from: 'file:ref.fa', format: fasta, md5: '00000000000000000000000000000001' }
            regions: 'file:regions.bed'
          outputs: { bam: { file: '{sample}.bam', format: bam, size: x2 } }
      - id: call
        kind: compute
        after: [align]
        pool: here
        time: { fixed: 1 s }
        cores: 1
        memory: 1 GB
        tool:
          name: cat
          package: coreutils
          argv: [cat, '{bam}']
          stdout: vcf
          inputs: { bam: { from: 'align:bam', format: bam } }
          outputs: { vcf: { file: '{sample}.vcf', format: vcf, size: 1 kB } }
orders:
  - id: first
    workflow: calls
    material: dna
    samples: [a, b]
    collected: '2026-11-30T08:00'
    storage: fridge
    received: '2026-11-30T08:00'
    due: 1 h
    inputs:
      reads:
        file: 'reads/{sample}.fq'
        sha256: { a: '00000000000000000000000000000000000000000000000000000000000000aa' }
      sheet: sheet.csv
`;

/** With texts replaced. */
export function smallRunText(...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = SMALL_RUN.trimStart();
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`there is no ${from}`);
    text = text.replace(from, to);
  }
  return text;
}

export function smallRun(...changes: readonly (readonly [from: string, to: string])[]): Scenario {
  const parsed = parseDocument(smallRunText(...changes), 'yaml');
  if (parsed.kind === 'rejected') throw new Error(JSON.stringify(parsed.findings));
  const reading = readScenario(parsed.document);
  if (reading.kind === 'rejected') throw new Error(JSON.stringify(reading.findings));
  return reading.scenario;
}
