import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { formatVkey, parseVkey } from '../../src/provenance/index.ts';

describe('a public key', () => {
  /** The vkey of these 32 bytes. */
  const vkeyOf = (hex: string): string => formatVkey('lab.example/k', 1, Buffer.from(hex, 'hex'));

  it.each([
    ['of order 1', `01${'00'.repeat(31)}`],
    ['of order 2', `ec${'ff'.repeat(30)}7f`],
    ['of order 4', '00'.repeat(32)],
    ['of order 4, with the other sign', `${'00'.repeat(31)}80`],
    ['of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['of order 8, with the other sign', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['of order 1, with a sign that nothing has', `01${'00'.repeat(30)}80`],
    ['spelled beyond the prime', `ee${'ff'.repeat(30)}7f`],
  ])('%s is none', (_, hex) => {
    expect(parseVkey(vkeyOf(hex))).toBeUndefined();
  });

  it('of full order is one', () => {
    // The base point: y = 4/5 (RFC 8032 section 5.1).
    expect(parseVkey(vkeyOf(`58${'66'.repeat(31)}`))).toBeDefined();
  });
});
