/** IANA media types, or what the field uses in their place, by the formats that stages name. */

const MEDIA_TYPES: ReadonlyMap<string | undefined, string> = new Map(
  Object.entries({
    bam: 'application/vnd.samtools.bam',
    bcf: 'application/vnd.samtools.bcf',
    bcl: 'application/octet-stream',
    bed: 'text/x-bed',
    csv: 'text/csv',
    cram: 'application/vnd.samtools.cram',
    fasta: 'text/x-fasta',
    fastq: 'text/x-fastq',
    'fastq.gz': 'application/gzip',
    html: 'text/html',
    json: 'application/json',
    md: 'text/markdown',
    sam: 'text/x-sam',
    tsv: 'text/tab-separated-values',
    txt: 'text/plain',
    vcf: 'text/x-vcf',
    'vcf.gz': 'application/gzip',
  }),
);

export const mediaTypeOf = (format: string | undefined): string =>
  MEDIA_TYPES.get(format) ?? 'application/octet-stream';

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A file named by its content alone: an absolute URI that gives away no path. */
export const contentUri = (sha256: string): string => `hash://sha256/${sha256}`;
