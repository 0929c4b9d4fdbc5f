/** MD5 of a sequence as references have it: no line ends, no blanks, upper case (SAMv1 1.3.2). */

import { createHash } from 'node:crypto';

export interface SequenceMd5 {
  add(bytes: Uint8Array, start: number, end: number): void;
  /** 32 hexadecimal digits in lower case; begins anew. */
  end(): string;
}

/** By byte: what is hashed for it; 0 for what is left out. */
const HASHED = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 33 || byte > 126) return 0;
  return byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte;
});

export function createSequenceMd5(): SequenceMd5 {
  const kept = new Uint8Array(1 << 16);
  let count = 0;
  let hash = createHash('md5');
  const flush = (): void => {
    hash.update(kept.subarray(0, count));
    count = 0;
  };
  return {
    add(bytes, start, end) {
      for (let from = start; from < end; from += kept.length) {
        const to = Math.min(end, from + kept.length);
        if (count + to - from > kept.length) flush();
        for (let at = from; at < to; at++) {
          const byte = HASHED[bytes[at] ?? 0] ?? 0;
          kept[count] = byte;
          count += byte === 0 ? 0 : 1;
        }
      }
    },
    end() {
      flush();
      const digest = hash.digest('hex');
      hash = createHash('md5');
      return digest;
    },
  };
}
