/** The rules of what files are packed in: gzip (RFC 1952) and BGZF (SAMv1 section 4.1). */

import { error, warning, type FileRule, type FileRules } from '../file-finding.ts';

const AGAIN = 'Copy or write the file again.';

const broken = (source: string, meaning: string, remedy: string = AGAIN): FileRule => error(source, meaning, remedy);

export const CONTAINER_RULES = {
  'GZIP-NAME': warning(
    'usage',
    'The name ends in .gz, .bgz or .bgzf; the content is not compressed.',
    'Name it for what it is, or compress it.',
  ),
  'GZIP-HEADER': broken('RFC 1952 2.3', 'The header of a member is none: method, reserved flags or its checksum.'),
  'GZIP-DATA': broken('RFC 1951', 'Compressed data are damaged.'),
  'GZIP-CRC': broken('RFC 1952 2.3.1', 'The content of a member has another CRC-32 than the member says.'),
  'GZIP-ISIZE': broken('RFC 1952 2.3.1', 'The content of a member has another length than the member says.'),
  'GZIP-TRUNCATED': broken('RFC 1952 2.2', 'The file ends inside a member, or is empty.'),
  'GZIP-TRAILING': broken('RFC 1952 2.2', 'After the last member there are bytes that are no member.'),
  'GZIP-PADDING': warning('gzip(1)', 'After the last member there are zero bytes.', 'Remove them.'),
  'GZIP-BOMB': broken(
    'limits of seqplan',
    'The content is larger, or compressed better, than any sequencing file is.',
    'Find out what wrote it; unpack it apart if it is good.',
  ),
  'BGZF-MAGIC': broken('SAMv1 4.1', 'A block does not begin with ID1 31, ID2 139, CM 8, FLG 4.'),
  'BGZF-EXTRA': broken(
    'SAMv1 4.1',
    'The extra field of a block does not hold exactly one BC subfield of two bytes, or does not fill XLEN.',
  ),
  'BGZF-BSIZE': broken('SAMv1 4.1', 'The size of a block is not where its data end.'),
  'BGZF-DATA': broken('SAMv1 4.1, RFC 1951', 'The compressed data of a block are damaged.'),
  'BGZF-CRC': broken('SAMv1 4.1', 'The content of a block has another CRC-32 than the block says.'),
  'BGZF-ISIZE': broken(
    'SAMv1 4.1',
    'The content of a block has another length than the block says, or is over 65,536.',
  ),
  'BGZF-TRUNCATED': broken('SAMv1 4.1', 'The file ends inside a block.'),
  'BGZF-EOF-MISSING': broken('SAMv1 4.1.2', 'The last 28 bytes are not the end-of-file marker: the file is cut.'),
  'BGZF-EOF-INSIDE': warning(
    'SAMv1 4.1.2',
    'An end-of-file marker comes before the end, as where files were joined.',
    'Check that the files were meant to be joined.',
  ),
  'BGZF-TRAILING': broken('SAMv1 4.1.2', 'After the end-of-file marker there are bytes that are no block.'),
} as const satisfies FileRules;

export type ContainerCode = keyof typeof CONTAINER_RULES;
