import { expect, it } from 'vitest';

import { isUri } from '../../src/base/index.ts';
import { formatName, suits } from '../../src/model/index.ts';

it('two spellings of one format are one', () => {
  expect(formatName('.FQ.gz')).toEqual({ content: 'fastq', isPacked: true });
  expect(formatName('fastq.bgz')).toEqual(formatName('fq.gz'));
  expect(formatName('fna')).toEqual(formatName('fasta'));
  expect(formatName('bwa-index')).toEqual({ content: 'bwa-index', isPacked: false });
});

it('what is made suits what is wanted by content and packing', () => {
  expect(suits('vcf.gz', ['bcf', 'vcf.bgz'])).toBe('yes');
  expect(suits('vcf.gz', ['bcf', 'vcf'])).toBe('packing');
  expect(suits('vcf', ['vcf.gz', 'vcf'])).toBe('yes');
  expect(suits('vcf', ['bam'])).toBe('no');
});

it('a URI names its scheme; a name with a colon in it does not', () => {
  expect(isUri('https://x/y')).toBe(true);
  expect(isUri('s3://bucket/key')).toBe(true);
  expect(isUri('s3:key')).toBe(false);
  expect(isUri('reads/a://b')).toBe(false);
});
