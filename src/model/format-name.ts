/** Names of file formats as documents spell them: `fastq.gz`, `.fq`, `VCF`. Two spellings of one format are one. */

export interface FormatName {
  /** Lower case, without what says how it is packed: `fastq`. */
  readonly content: string;
  readonly isPacked: boolean;
}

const PACKED = /\.(?:gz|bgz|bgzf)$/;

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['fq', 'fastq'],
  ['fa', 'fasta'],
  ['fna', 'fasta'],
]);

export function formatName(text: string): FormatName {
  const plain = text.toLowerCase().replace(/^\./, '');
  const content = plain.replace(PACKED, '');
  return { content: ALIASES.get(content) ?? content, isPacked: content !== plain };
}

/** How well what is made suits what is wanted. `packing`: the same content, packed where it is wanted plain or the other way round. */
export function suits(made: string, wanted: readonly string[]): 'yes' | 'packing' | 'no' {
  const own = formatName(made);
  const same = wanted.map(formatName).filter(({ content }) => content === own.content);
  if (same.length === 0) return 'no';
  return same.some(({ isPacked }) => isPacked === own.isPacked) ? 'yes' : 'packing';
}
