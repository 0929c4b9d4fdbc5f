/** What a scenario document may say of a file that is read: its format and its digests. */

import { z } from 'zod';

const format = z.string().min(1).max(40);

const hex = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9A-Fa-f]{${digits}}$`), { error: `a digest of ${digits} hexadecimal digits is expected` })
    .transform((text) => text.toLowerCase());

const SHA256_DIGITS = 64;
const MD5_DIGITS = 32;

const formatsField = () =>
  z
    .union([format, z.array(format).min(1).max(20)])
    .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value))
    .optional();

/** As read. */
export interface ExpectedFields {
  readonly format?: readonly string[] | undefined;
  readonly sha256?: string | undefined;
  readonly md5?: string | undefined;
}

/** Of one file. `reads`: the beginning of the sentence that describes its format. */
export const expectedFields = (reads: string) => ({
  format: formatsField().describe(`${reads}, e.g. 'bam'; any where absent.`),
  sha256: hex(SHA256_DIGITS)
    .optional()
    .describe('SHA-256 of the file, in quotes: YAML takes digits alone for a number.'),
  md5: hex(MD5_DIGITS).optional().describe('MD5 of the file, in quotes.'),
});

const bySample = (digits: number) => z.union([hex(digits), z.record(z.string(), hex(digits))]);

/** As read: one digest, or by sample. */
export interface ExpectedBySampleFields {
  readonly format?: readonly string[] | undefined;
  readonly sha256?: string | Readonly<Record<string, string>> | undefined;
  readonly md5?: string | Readonly<Record<string, string>> | undefined;
}

/** The same of a file that there may be one of for every sample. */
export const expectedBySampleFields = () => ({
  format: formatsField().describe("What the file is, e.g. 'fastq.gz'; as it looks where absent."),
  sha256: bySample(SHA256_DIGITS)
    .optional()
    .describe('SHA-256 of the file; with `{sample}` in the path, sample -> SHA-256.'),
  md5: bySample(MD5_DIGITS).optional().describe('MD5 of the file; with `{sample}` in the path, sample -> MD5.'),
});
