/** Depth `sampled`: files of 100 GB that are made as they are read, with faults in places that are looked at and in others. */

import type { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SAMPLE_BYTES, SAMPLES } from '../../../src/validation/files/container/sampled.ts';
import type { FileReport } from '../../../src/validation/files/content-judge.ts';
import { judgeFile } from '../../../src/validation/files/judge-file.ts';
import { judgePair } from '../../../src/validation/files/judge-pair.ts';
import {
  blockSource,
  contentBytes,
  plainSource,
  virtualBam,
  virtualFastq,
  virtualSam,
  virtualVcf,
  type VirtualContent,
  type VirtualDamage,
  type VirtualSource,
} from '../../../bench/files/virtual-file.ts';
import { reads } from './packed.ts';

const LARGE = 100e9;

/** Few samples where it does not matter how many. */
const FEW = 16;
const sampled = (source: VirtualSource, samples = FEW): Promise<FileReport> =>
  judgeFile(source, { depth: 'sampled', samples });
const codes = ({ findings }: FileReport): readonly string[] => findings.map(({ code }) => code);

const KINDS: readonly {
  readonly name: string;
  readonly make: (bytes: number, damage?: VirtualDamage) => VirtualContent;
  readonly estimate: string;
  /** Makes a record bad without changing its length, and what that is called. */
  readonly spoil: (record: Buffer) => void;
  readonly code: string;
}[] = [
  {
    name: 'x.fastq',
    make: virtualFastq,
    estimate: 'estimated_reads',
    // The last quality becomes a blank.
    spoil: (record) => void record.write(' ', record.length - 2),
    code: 'FASTQ-QUALITY',
  },
  {
    name: 'x.sam',
    make: virtualSam,
    estimate: 'estimated_records',
    spoil: (record) => void record.write('x', record.indexOf('60\t')),
    code: 'SAM-MAPQ',
  },
  {
    name: 'x.vcf',
    make: virtualVcf,
    estimate: 'estimated_records',
    spoil: (record) => void record.write('x', record.indexOf('50\t')),
    code: 'VCF-QUAL',
  },
  {
    name: 'x.bam',
    make: virtualBam,
    estimate: 'estimated_records',
    // The first quality becomes 200.
    spoil: (record) => void (record[4 + 32 + 12 + 4 + 75] = 200),
    code: 'SAM-QUAL',
  },
];

describe.each(KINDS)('of $name', ({ name, make, estimate, spoil, code }) => {
  // Stored bytes that are given: the beginning, the samples, and the end. A little less of BGZF: whole blocks of the samples.
  const isBam = name === 'x.bam';
  const usual = (content: VirtualContent): VirtualSource =>
    isBam ? blockSource(name, content) : plainSource(name, content);
  const mostBytes = (SAMPLES + 1) * SAMPLE_BYTES + (6 << 20);

  it('a good file of 100 GB is accepted after less than 0.3 % of it, and its records are estimated within 1 %', async () => {
    const content = make(LARGE);
    const plain = plainSource(name, content);
    const packed = blockSource(`${name}.gz`, content);
    // BAM is in blocks always.
    for (const source of isBam ? [packed] : [plain, packed]) {
      const { verdict, findings, metrics } = await sampled(source, SAMPLES);
      expect(findings).toEqual([]);
      expect(verdict).toBe('accepted');
      expect(metrics['sampled_bytes']).toBeGreaterThan(SAMPLES * SAMPLE_BYTES);
      expect(metrics['sampled_bytes']).toBeLessThan(mostBytes);
      // Twice that is read of blocks: their beginnings are looked for.
      expect(source.bytesRead).toBeLessThan(2 * mostBytes);
      expect(Number(metrics[estimate]) / content.records).toBeCloseTo(1, 2);
    }
  });

  it('a fault in every thousandth record is found, and told of a byte near it', async () => {
    const content = make(LARGE, (index, record) => {
      if (index % 1000 === 999 && index > 100_000) spoil(record);
    });
    const plain = await sampled(plainSource(name, content));
    const packed = await sampled(blockSource(`${name}.gz`, content));
    for (const { verdict, findings } of isBam ? [packed] : [plain, packed]) {
      expect(verdict).toBe('rejected');
      expect(findings[0]?.code).toBe(code);
      expect(findings[0]?.line).toBeUndefined();
      // Places of BAM are bytes anyway.
      if (!isBam) expect(findings[0]?.message).toMatch(/^from here on: /);
      // The first sample lies half a step behind the beginning.
      expect(findings[0]?.offset).toBeGreaterThan((0.4 * LARGE) / FEW);
      expect(findings[0]?.offset).toBeLessThan((0.7 * LARGE) / FEW);
    }
  });

  it('a fault between two samples is not found: that is what sampled means', async () => {
    // A whole step is LARGE / FEW: the samples begin at odd multiples of half of it.
    const between = Math.round((contentBytes(make(LARGE)) * 10) / FEW / make(LARGE).recordBytes);
    const content = make(LARGE, (index, record) => {
      if (index === between) spoil(record);
    });
    expect(codes(await sampled(usual(content)))).toEqual([]);
  });

  it('a fault in the beginning has its line, one in the last record is found too', async () => {
    const content = make(LARGE, (index, record) => {
      if (index === 10 || index === content.records - 1) spoil(record);
    });
    const source = usual(content);
    const { findings } = await sampled(source);
    expect(findings.map((one) => one.code)).toEqual([code, code]);
    if (!isBam) expect(findings[0]?.line).toBeGreaterThan(10);
    // In the last piece; of BAM in its last block.
    expect(findings[1]?.offset).toBeGreaterThanOrEqual(source.size - SAMPLE_BYTES);
  });

  it('a part that is nothing of the kind is found', async () => {
    const content = make(LARGE);
    const noise = make(LARGE, (index, record) => {
      if (index > content.records / 3 && index < content.records / 2) record.fill('nonsense\n');
    });
    expect((await sampled(usual(noise))).verdict).toBe('rejected');
  });

  it('a file that ends inside a record is found', async () => {
    const source = usual(make(LARGE));
    const size = source.size - 20;
    const cut = {
      ...source,
      size,
      read: (offset: number, into: Uint8Array) => source.read(offset, into.subarray(0, Math.max(0, size - offset))),
    };
    expect((await sampled(cut)).verdict).toBe('rejected');
  });
});

describe('of BGZF', () => {
  const content = virtualFastq(LARGE);

  it('a damaged block in a sample is found at its byte', async () => {
    const source = blockSource('x.fastq.gz', content, {
      damage(index, block) {
        if (index % 10 === 3 && index > 1000) block[1000] = (block[1000] ?? 0) ^ 1;
      },
    });
    const { findings } = await sampled(source);
    expect(findings[0]?.code).toBe('BGZF-CRC');
    // Blocks of 60,031 bytes: the third of ten.
    expect(((findings[0]?.offset ?? 0) / 60_031) % 10).toBe(3);
  });

  it('a part without blocks is found', async () => {
    const source = blockSource('x.fastq.gz', content, {
      damage(index, block) {
        if (index > 500_000 && index < 700_000) block.fill(31);
      },
    });
    expect(codes(await sampled(source))).toEqual(['BGZF-MAGIC']);
  });

  it('an end without its marker is found', async () => {
    const source = blockSource('x.fastq.gz', content);
    const size = source.size - 28;
    const cut = {
      ...source,
      size,
      read: (offset: number, into: Uint8Array) => source.read(offset, into.subarray(0, Math.max(0, size - offset))),
    };
    expect(codes(await sampled(cut))).toEqual(['BGZF-EOF-MISSING']);
  });
});

describe('what cannot be entered in the middle', () => {
  it('is gzip: its beginning is judged, and said to be all', async () => {
    // Members of 4 MB content, the file going on beyond what is read.
    const member = gzipSync(reads(0, 25_000), { level: 1 });
    const size = 600 << 20;
    const source: VirtualSource = {
      name: 'x.fastq.gz',
      size,
      bytesRead: 0,
      read(offset, into) {
        for (let done = 0; done < into.length;) {
          const at = (offset + done) % member.length;
          const piece = member.subarray(at, at + into.length - done);
          into.set(piece, done);
          done += piece.length;
        }
        return Promise.resolve(into.length);
      },
    };
    const { verdict, metrics, findings } = await sampled(source);
    expect(findings.map((one) => one.code)).toEqual(['FILE-BEGINNING-ONLY']);
    expect(verdict).toBe('accepted');
    // 600 MB hold as many members as fit, each of 25,000 reads.
    expect(Number(metrics['estimated_reads']) / ((25_000 * size) / member.length)).toBeCloseTo(1, 1);
  });

  it('are wrapped records: they are read on from the beginning', async () => {
    const wrapped = virtualFastq(LARGE, (_, record) => {
      // Two lines of sequence: a letter of it becomes a line feed, and a blank behind the name takes the quality that is too many.
      record[100] = 0x0a;
      record[record.length - 2] = 0x0a;
    });
    const { findings } = await sampled(plainSource('x.fastq', wrapped));
    // Blank lines between records are wrong; what matters is that no part was entered.
    expect(findings.map((one) => one.code)).toContain('FILE-BEGINNING-ONLY');
  });
});

it('small files are read whole, whatever the depth', async () => {
  const small = await sampled(plainSource('x.fastq', virtualFastq(5e6)));
  expect(small.metrics['sampled_bytes']).toBeUndefined();
  expect(small.metrics['reads']).toBe(virtualFastq(5e6).records);
});

it('of a pair only the beginnings are compared', async () => {
  const content = virtualFastq(LARGE);
  const [one, two] = [plainSource('r1.fastq', content), plainSource('r2.fastq', content)];
  const reports = await judgePair([one, two], { depth: 'sampled' });
  expect(reports.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
  expect(two.bytesRead).toBeLessThan(20e6);
});
