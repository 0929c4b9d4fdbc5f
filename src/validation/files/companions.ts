/** Files that belong to the one that is judged are read whole before it: they are small, and the judge looks into them as it goes. */

import { sniffContainer, SNIFF_BYTES, UNPACK_LIMITS } from './container/container.ts';
import { unpack } from './container/unpack.ts';
import type { ByteSource, Companions, FileFormat } from './content-judge.ts';
import type { FileFindings } from './file-finding.ts';

/** An index of a human genome has some 10 MB. */
export const LARGEST_COMPANION_BYTES = 64 << 20;

export interface Companion {
  /** For messages. */
  readonly name: string;
  /** Its content, unpacked. */
  readonly bytes: Uint8Array;
}

/** Those that can be read, by format; what is wrong with the others is found of the file. */
export async function readCompanions(
  source: ByteSource,
  companions: Companions,
  findings: FileFindings,
): Promise<ReadonlyMap<FileFormat, Companion>> {
  const read = new Map<FileFormat, Companion>();
  for (const [format, companion] of Object.entries(companions) as [FileFormat, ByteSource][]) {
    const { name, modifiedMs } = companion;
    if (modifiedMs !== undefined && source.modifiedMs !== undefined && modifiedMs < source.modifiedMs) {
      findings.add('COMPANION-OLDER', { offset: 0 }, `${name} is older than ${source.name}`);
    }
    const bytes = await wholeContent(companion, format, findings).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      findings.add('COMPANION-UNREADABLE', { offset: 0 }, `${name}: ${message}`);
    });
    if (bytes !== undefined) read.set(format, { name, bytes });
  }
  return read;
}

async function wholeContent(
  source: ByteSource,
  format: FileFormat,
  findings: FileFindings,
): Promise<Uint8Array | undefined> {
  const first = new Uint8Array(SNIFF_BYTES);
  const count = await source.read(0, first);
  // It begins with a number, which may be any, and is never packed.
  const container = format === 'gzi' ? 'plain' : sniffContainer(first.subarray(0, count));
  // Memory that is not written to costs nothing: joining pieces would take the content twice.
  const room = new Uint8Array(LARGEST_COMPANION_BYTES);
  let total = 0;
  const unpacked = await unpack(container, {
    source,
    findings,
    limits: UNPACK_LIMITS,
    onContent(bytes) {
      const isRoom = total + bytes.length <= room.length;
      if (isRoom) room.set(bytes, total);
      total += bytes.length;
      return isRoom;
    },
  });
  if (unpacked === 'stopped') throw new Error(`more than ${LARGEST_COMPANION_BYTES} bytes of content`);
  return unpacked === 'whole' ? room.subarray(0, total) : undefined;
}
