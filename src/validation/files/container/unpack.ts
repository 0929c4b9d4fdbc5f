/** From stored bytes to content, whatever the file is packed in. */

import { readBgzf } from './bgzf.ts';
import type { Container, Unpacked, Unpacking } from './container.ts';
import { readGzip } from './gzip.ts';
import { readPlain } from './plain.ts';

const READERS: Readonly<Record<Container, (unpacking: Unpacking) => Promise<Unpacked>>> = {
  plain: readPlain,
  gzip: readGzip,
  bgzf: readBgzf,
};

/** Constant memory; findings as of CONTAINER_RULES. Rejects with what the source rejects with, and with nothing else. */
export const unpack = (container: Container, unpacking: Unpacking): Promise<Unpacked> => READERS[container](unpacking);
