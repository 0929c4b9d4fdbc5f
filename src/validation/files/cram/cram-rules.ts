/** The rules of CRAM 2.0 to 3.1: CRAMv3 and CRAMv2.1 (hts-specs). Containers, blocks and slices are held against each other; records are not decoded. */

import { error, warning, type FileRule, type FileRules } from '../file-finding.ts';

const broken = (source: string, meaning: string): FileRule => error(source, meaning, 'Copy or write the file again.');

export const CRAM_RULES = {
  'CRAM-MAGIC': broken('CRAMv3 6', 'The first bytes are not CRAM.'),
  'CRAM-VERSION': error('CRAMv3 6', 'The version is not 2.0, 2.1, 3.0 or 3.1.', 'Write it anew: samtools view -C.'),
  'CRAM-TRUNCATED': broken('CRAMv3 7', 'The file ends inside a container, or before its header.'),
  'CRAM-EOF-MISSING': broken('CRAMv3 9', 'The last container is not the one that marks the end: the file is cut.'),
  'CRAM-TRAILING': broken('CRAMv3 9', 'Bytes follow the container that marks the end.'),
  'CRAM-EOF-TWICE': warning('CRAMv3 9', 'The container that marks the end comes again.', 'Nothing needs to be done.'),
  // Containers
  'CRAM-CONTAINER': broken('CRAMv3 7', 'A field of a container header has a value that it cannot have.'),
  'CRAM-CONTAINER-CRC': broken('CRAMv3 7', 'A container header has another CRC-32 than it says.'),
  'CRAM-CONTAINER-LENGTH': broken('CRAMv3 7', 'The blocks of a container are not as long as the container.'),
  'CRAM-BLOCK-COUNT': broken('CRAMv3 7', 'A container has another number of blocks than it says.'),
  'CRAM-REFERENCE': broken('CRAMv3 7', 'A reference id is not -2, -1 or that of an @SQ line.'),
  'CRAM-BEYOND-END': warning(
    'CRAMv3 7',
    'A container or a slice ends beyond its reference.',
    'Check that it is the reference that was used.',
  ),
  'CRAM-LANDMARK': broken('CRAMv3 7', 'The landmarks of a container are not where its slices begin.'),
  'CRAM-RECORD-COUNT': broken(
    'CRAMv3 7, 8.5',
    'The slices of a container have another number of records than the container.',
  ),
  'CRAM-RECORD-COUNTER': warning(
    'CRAMv3 7, 8.5',
    'A record counter is not the number of records before.',
    'Containers may have been taken from other files: names that are made of it will differ.',
  ),
  // Blocks
  'CRAM-BLOCK-METHOD': broken('CRAMv3 8', 'The compression method of a block does not exist.'),
  'CRAM-BLOCK-METHOD-NEWER': warning(
    'CRAMv3 8',
    'The compression method of a block is of a later version than the file.',
    'Old programs cannot read it: write it anew, with samtools view -C.',
  ),
  'CRAM-BLOCK-TYPE': broken('CRAMv3 8.1', 'A block is of a type that does not exist, or cannot stand where it does.'),
  'CRAM-BLOCK-SIZE': broken('CRAMv3 8', 'A block is longer than its container, or raw and of two sizes.'),
  'CRAM-BLOCK-CRC': broken('CRAMv3 8', 'A block has another CRC-32 than it says.'),
  // Slices
  'CRAM-SLICE': broken('CRAMv3 8.5', 'A slice header is compressed, too short, or has a value that it cannot have.'),
  'CRAM-SLICE-BLOCKS': broken(
    'CRAMv3 8.5',
    'The blocks of a slice are not one of core data and the external ones that its header names.',
  ),
  'CRAM-SLICE-REFERENCE': broken('CRAMv3 8.5', 'A slice is of another reference than its container.'),
  // The header of the file
  'CRAM-HEADER': broken(
    'CRAMv3 7.1, 8.3',
    'The first container does not begin with the SAM header, raw or packed with gzip.',
  ),
  'CRAM-HEADER-LINE': error(
    'SAMv1 1.3',
    'A line of the header is no header line.',
    'Write the header anew: samtools reheader.',
  ),
  'CRAM-HEADER-PADDING': warning('CRAMv3 8.3', 'What pads the header is not zero.', 'Nothing needs to be done.'),
  'CRAM-MD5': warning(
    'CRAMv3 8.3',
    'An @SQ line has no M5, by which the reference is found.',
    'Add it, unless the reference is in the file.',
  ),
  // With the index beside it
  'CRAM-INDEX-SLICE': error(
    'CRAMv3 12',
    'A slice is not in the index, or the index names one that is not there.',
    'Index the file again: samtools index.',
  ),
  'CRAM-INDEX-SIZE': error(
    'CRAMv3 12',
    'A slice has another size than in the index.',
    'Index the file again: samtools index.',
  ),
  'CRAM-INDEX-PLACE': error(
    'CRAMv3 12',
    'A slice has another place than in the index.',
    'Index the file again: samtools index.',
  ),
} as const satisfies FileRules;

export type CramCode = keyof typeof CRAM_RULES;
