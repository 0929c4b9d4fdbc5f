/** Bounded memory of an unbounded text stream: its first and last bytes, which is where tools say what went wrong. */

export interface Excerpt {
  add(bytes: Uint8Array): void;
  text(): string;
}

/** Keeps `headBytes` from the beginning and at least `tailBytes` from the end; says how much was left out between. */
export function createExcerpt(headBytes: number, tailBytes: number): Excerpt {
  const head: Uint8Array[] = [];
  let headSize = 0;
  let tail: Uint8Array[] = [];
  let tailSize = 0;
  let dropped = 0;

  const trim = (): void => {
    const joined = Buffer.concat(tail);
    const excess = joined.length - tailBytes;
    tail = [joined.subarray(excess)];
    tailSize = tailBytes;
    dropped += excess;
  };

  return {
    add(bytes) {
      const taken = bytes.subarray(0, headBytes - headSize);
      if (taken.length > 0) {
        head.push(taken);
        headSize += taken.length;
      }
      const rest = bytes.subarray(taken.length);
      if (rest.length === 0) return;
      tail.push(rest);
      tailSize += rest.length;
      // Twice the limit before trimming: each byte is then copied a bounded number of times.
      if (tailSize > 2 * tailBytes) trim();
    },
    text() {
      if (tailSize > tailBytes) trim();
      const start = Buffer.concat(head);
      const end = Buffer.concat(tail);
      if (dropped === 0) return Buffer.concat([start, end]).toString('utf8');
      return `${start.toString('utf8')}\n[... ${dropped} bytes left out ...]\n${end.toString('utf8')}`;
    },
  };
}
