/** Names that references may have, byte by byte: SAMv1 section 1.2.1. */

const FORBIDDEN = '\\,"`\'()[]{}<>';

const MAY_STAND = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte > 0x20 && byte < 0x7f && !FORBIDDEN.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** `bytes[start, end)`; * and = must not come first. */
export function isReferenceName(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end || bytes[start] === 0x2a || bytes[start] === 0x3d) return false;
  for (let at = start; at < end; at++) if (MAY_STAND[bytes[at] ?? 0] === 0) return false;
  return true;
}
