/** The SAM header in the first block of CRAM: CRAMv3 section 8.3. */

import type { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createSamHeader, type SamHeader } from '../sam/header.ts';
import type { CramCode } from './cram-rules.ts';

/** Larger ones are not read. */
export const LARGEST_HEADER_BYTES = 128 << 20;

/** The bytes of the text of a block, or why there are none. */
export function headerText(data: Buffer, method: number, rawBytes: number): Buffer | string {
  const content = method === 1 ? unpacked(data, rawBytes) : data;
  if (typeof content === 'string') return content;
  if (content.length < 4) return `${content.length} bytes`;
  const length = content.readInt32LE(0);
  if (length < 0 || length > content.length - 4) return `a text of ${length} bytes in ${content.length - 4}`;
  const text = content.subarray(4, 4 + length);
  // Zero bytes behind the text are counted by some.
  let end = text.length;
  while (end > 0 && text[end - 1] === 0) end--;
  return text.subarray(0, end);
}

function unpacked(data: Buffer, rawBytes: number): Buffer | string {
  if (rawBytes > LARGEST_HEADER_BYTES) return `${rawBytes} bytes`;
  try {
    const content = gunzipSync(data, { maxOutputLength: Math.max(1, rawBytes) });
    return content.length === rawBytes ? content : `${content.length} bytes unpacked, not ${rawBytes}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function judgeHeader(text: Buffer, findings: FileFindings): SamHeader {
  const add = (code: CramCode, line: number, message: string): void => findings.add(code, { line }, message);
  const header = createSamHeader(findings);
  let line = 0;
  for (let at = 0; at < text.length;) {
    const feed = text.indexOf(0x0a, at);
    const end = feed < 0 ? text.length : feed;
    const one = text.toString('utf8', at, end).replace(/\r$/, '');
    line++;
    if (one.startsWith('@')) header.line(one, line);
    else add('CRAM-HEADER-LINE', line, `'${excerpt(one)}'`);
    if (one.startsWith('@SQ\t') && !one.includes('\tM5:')) add('CRAM-MD5', line, `'${excerpt(one)}'`);
    at = end + 1;
  }
  header.end();
  return header;
}
