/** The published cases of the syntax of proof files, where they lie beside the checkout. */

import { Buffer } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeProof } from '../../src/provenance/index.ts';

const FILE = fileURLToPath(new URL('../../../shared/data/provenance/tlog/notes.json', import.meta.url));
const hasVectors = existsSync(FILE);
if (!hasVectors) console.warn(`skipped: no public vectors in ${FILE}`);

interface Case {
  readonly name: string;
  readonly proof: string;
  readonly valid: boolean;
  readonly index?: number;
  readonly hashes?: number;
  readonly extra?: string;
}

describe.skipIf(!hasVectors)('the syntax of proof files', () => {
  it('is taken and refused as published in all 10 cases, 3 of them good', () => {
    const { proofSyntax } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly proofSyntax: readonly Case[] };
    expect([proofSyntax.length, proofSyntax.filter(({ valid }) => valid).length]).toEqual([10, 3]);
    for (const { name, proof, valid, index, hashes, extra } of proofSyntax) {
      const decoded = decodeProof(Buffer.from(proof));
      expect(decoded.kind, name).toBe(valid ? 'proof' : 'fault');
      if (decoded.kind === 'fault') continue;
      expect(decoded.proof.index).toBe(index);
      expect(decoded.proof.hashes).toHaveLength(hashes ?? -1);
      expect(decoded.proof.extra && Buffer.from(decoded.proof.extra).toString()).toBe(extra);
      expect(Buffer.from(decoded.proof.checkpoint).toString()).toBe(proof.slice(proof.indexOf('\n\n') + 2));
    }
  });
});
