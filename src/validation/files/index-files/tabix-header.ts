/** What TBI, and CSI of text, say of the text: which columns have a place, and the names of contigs. The Tabix index file format. */

import { Buffer } from 'node:buffer';
import { excerpt } from '../file-finding.ts';
import type { IndexEvents } from './binning-index.ts';
import { LARGEST_FIELD, type FieldReader, type Fields } from './field-reader.ts';

export interface TabixHeader {
  /** 1-based; `end` is 0 where there is none. */
  readonly columns: { readonly contig: number; readonly begin: number; readonly end: number };
  /** Whether `begin` counts from 0, and the last base is not in the interval: as BED does. */
  readonly isZeroBased: boolean;
  readonly preset: 'generic' | 'SAM' | 'VCF';
  /** Lines that begin with this byte are none of records; so are the first `skip` ones. */
  readonly comment: number;
  readonly skip: number;
  readonly names: readonly string[];
}

const FIXED_BYTES = 28;
const PRESETS = ['generic', 'SAM', 'VCF'] as const;
const ZERO_BASED = 0x10000;
/** Names of the contigs of any genome have less. */
const LARGEST_NAMES = 64 << 20;

/** The fields behind n_ref; `references`: as that says. */
export function* readTabixHeader(
  fields: Fields,
  events: IndexEvents,
  references: () => number,
  onHeader: (header: TabixHeader) => void,
): FieldReader {
  yield FIXED_BYTES;
  const { position } = fields;
  const fixed = new DataView(
    fields.view.buffer.slice(fields.view.byteOffset + fields.at, fields.view.byteOffset + fields.at + FIXED_BYTES),
  );
  const nameBytes = fixed.getInt32(24, true);
  if (nameBytes < 0 || nameBytes > LARGEST_NAMES) return events.fault('INDEX-COUNT', position, `l_nm is ${nameBytes}`);
  const names = Buffer.alloc(nameBytes);
  for (let at = 0; at < nameBytes; at += LARGEST_FIELD) {
    const size = Math.min(nameBytes - at, LARGEST_FIELD);
    yield size;
    names.set(new Uint8Array(fields.view.buffer, fields.view.byteOffset + fields.at, size), at);
  }
  const header = tabixHeader(fixed, names);
  if (typeof header === 'string') return events.fault('INDEX-TABIX', position, header);
  const seen = new Set<string>();
  const twice = header.names.find((name) => name === '' || seen.size === seen.add(name).size);
  if (header.names.length !== references() || twice !== undefined) {
    const what =
      twice === undefined
        ? `${header.names.length} names of ${references()} references`
        : `the name '${excerpt(twice)}'`;
    return events.fault('INDEX-NAMES', position, `${what}${twice === undefined ? '' : ' is empty or comes twice'}`);
  }
  onHeader(header);
}

/** The same of the bytes that are beside the bins of CSI, which may be others; undefined where they are. */
export function tabixOfAux(aux: Uint8Array): TabixHeader | undefined {
  if (aux.length < FIXED_BYTES) return undefined;
  const view = new DataView(aux.buffer, aux.byteOffset, aux.length);
  if (view.getInt32(24, true) !== aux.length - FIXED_BYTES) return undefined;
  const header = tabixHeader(view, Buffer.from(aux.subarray(FIXED_BYTES)));
  return typeof header === 'string' ? undefined : header;
}

/** What is wrong, or the header. */
function tabixHeader(fixed: DataView, names: Buffer): TabixHeader | string {
  const [format = 0, contig = 0, begin = 0, end = 0, comment = 0, skip = 0] = Array.from({ length: 6 }, (_, i) =>
    fixed.getInt32(4 * i, true),
  );
  const preset = PRESETS[format & 0xffff];
  if (preset === undefined || (format & ~(ZERO_BASED | 0xffff)) !== 0) return `format is ${format}`;
  if (contig < 1 || begin < 1 || end < 0) return `columns are ${contig}, ${begin} and ${end}`;
  if (comment < 0 || comment > 255 || skip < 0) return `meta is ${comment}, skip is ${skip}`;
  if (names.length > 0 && names.at(-1) !== 0) return 'the last name is not closed by NUL';
  return {
    columns: { contig, begin, end },
    isZeroBased: (format & ZERO_BASED) !== 0,
    preset,
    comment,
    skip,
    names: names.length === 0 ? [] : names.subarray(0, -1).toString('latin1').split('\0'),
  };
}
