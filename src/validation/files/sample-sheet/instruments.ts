/** Illumina's instruments: how sample sheets name them, lanes of their flow cells, chemistry. */

/** How bases become light; see colour-balance.ts. */
export type Chemistry = 'four-channel' | 'two-channel' | 'xleap' | 'one-channel' | 'dark-g';

export interface InstrumentModel {
  readonly name: string;
  /** Of its largest flow cell. */
  readonly lanes: number;
  /** `dark-g`: two channels, of the older or of the XLEAP chemistry, which the sheet does not say. */
  readonly chemistry: Chemistry | undefined;
  /** Index 2 is sequenced as the reverse complement of the forward strand: Illumina's i5 orientation table. */
  readonly isIndex2Reversed: boolean;
}

type Row = readonly [
  pattern: RegExp,
  name: string,
  lanes: number,
  chemistry: Chemistry | undefined,
  isIndex2Reversed: boolean,
];

/** Of names in lower case, letters and digits only; the first that fits. Lanes and chemistry: the vendor's specification sheets. */
const ROWS: readonly Row[] = [
  [/^novaseqx/, 'NovaSeq X', 8, 'xleap', true],
  [/^novaseq/, 'NovaSeq 6000', 4, 'two-channel', true],
  [/^nextseq(1k2k|1000|2000)/, 'NextSeq 1000/2000', 2, 'dark-g', true],
  [/^nextseq/, 'NextSeq 500/550', 4, 'two-channel', true],
  [/^miniseq/, 'MiniSeq', 1, 'two-channel', true],
  [/^iseq/, 'iSeq 100', 1, 'one-channel', true],
  // Its chemistry is not in the sources that the rules of colours are from.
  [/^miseqi100/, 'MiSeq i100', 1, undefined, true],
  [/^miseq/, 'MiSeq', 1, 'four-channel', false],
  [/^hiseq(x|3000|4000)/, 'HiSeq 3000/4000/X', 8, 'four-channel', true],
  [/^hiseq/, 'HiSeq 2000/2500', 8, 'four-channel', false],
];

export function instrumentOf(name: string): InstrumentModel | undefined {
  const bare = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const row = ROWS.find(([pattern]) => pattern.test(bare));
  if (row === undefined) return undefined;
  const [, known, lanes, chemistry, isIndex2Reversed] = row;
  return { name: known, lanes, chemistry, isIndex2Reversed };
}
