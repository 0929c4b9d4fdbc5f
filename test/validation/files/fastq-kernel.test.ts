/** The kernel of FASTQ against the way without it, and against its own text. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import wabt from 'wabt';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { passPlainRecords } from '../../../src/validation/files/fastq/kernel/kernel.ts';
import { WHOLE_RECORDS_WASM } from '../../../src/validation/files/fastq/kernel/whole-records-wasm.ts';
import { createTally, type Tally } from '../../../src/validation/files/fastq/tally.ts';
import { passWholeRecords } from '../../../src/validation/files/fastq/whole-records.ts';
import { inPairs } from '../../../src/validation/files/text/piece.ts';

it('the kernel is what its text assembles to', async () => {
  const text = readFileSync(
    new URL('../../../src/validation/files/fastq/kernel/whole-records.wat', import.meta.url),
    'utf8',
  );
  const { buffer } = (await wabt()).parseWat('whole-records.wat', text).toBinary({});
  expect(WHOLE_RECORDS_WASM).toBe(Buffer.from(buffer).toString('base64'));
});

const sanger = (): Tally => ({ ...createTally(), isSanger: true });

interface Passed {
  readonly at: number;
  readonly tally: Tally;
}

function byKernel(bytes: Uint8Array): Passed {
  const tally = sanger();
  return { at: passPlainRecords(bytes, 0, tally), tally };
}

function byTables(bytes: Uint8Array): Passed {
  const tally = sanger();
  const watch = { onTitle: undefined, reads: undefined, read: undefined as never };
  return { at: passWholeRecords(inPairs(bytes), 0, tally, watch), tally };
}

/** Letters that the kernel knows, of both cases; lengths around the sixteen bytes that it takes at once. */
function recordOf(random: Random): string {
  const pick = (letters: string): string => letters.charAt(random.below(letters.length));
  const length = 1 + random.below(random.below(4) === 0 ? 3000 : 70);
  const title = `r${'x'.repeat(random.below(40))}`;
  const sequence = Array.from({ length }, () => pick('ACGTNacgtn')).join('');
  const quality = Array.from({ length }, () => String.fromCharCode(33 + random.below(94))).join('');
  return `@${title}\n${sequence}\n+${random.below(3) === 0 ? title : ''}\n${quality}\n`;
}

it('passes the same records as the tables do, and counts the same, wherever a good file is cut', () => {
  const random = createRandom(11);
  let passed = 0;
  for (let file = 0; file < 300; file++) {
    const whole = Buffer.from(Array.from({ length: 1 + random.below(12) }, () => recordOf(random)).join(''));
    // At any address, with what the kernel must not look at behind it.
    const shift = random.below(16);
    const bytes = Buffer.concat([Buffer.alloc(shift, 0x41), whole]).subarray(shift);
    const cut = bytes.subarray(0, random.below(2) === 0 ? bytes.length : random.below(bytes.length));
    const [kernel, tables] = [byKernel(cut), byTables(cut)];
    expect(kernel).toEqual(tables);
    passed += kernel.tally.reads;
  }
  expect(passed).toBeGreaterThan(500);
});

it('never passes more than the tables do, whatever byte is changed', () => {
  const random = createRandom(12);
  let stopped = 0;
  for (let file = 0; file < 300; file++) {
    const good = Buffer.from(Array.from({ length: 3 }, () => recordOf(random)).join(''));
    for (let change = 0; change < 20; change++) {
      const bytes = Buffer.from(good);
      bytes[random.below(bytes.length)] =
        [0x0a, 0x0d, 0x40, 0x2b, 0x52, 0x20, 0x7f, 0x00, 0xff, 0x2e][random.below(10)] ?? 0;
      const [kernel, tables] = [byKernel(bytes), byTables(bytes)];
      expect(kernel.at).toBeLessThanOrEqual(tables.at);
      // What it leaves is left with the tables, which go on as if it had never been there.
      const tally = { ...kernel.tally };
      const watch = { onTitle: undefined, reads: undefined, read: undefined as never };
      const at = passWholeRecords(inPairs(bytes), kernel.at, tally, watch);
      expect({ at, tally }).toEqual(tables);
      if (kernel.at < bytes.length) stopped++;
    }
  }
  expect(stopped).toBeGreaterThan(1000);
});

it('goes on behind a mebibyte, which is as much as it holds', () => {
  const random = createRandom(13);
  const records = Array.from({ length: 2000 }, () => recordOf(random)).join('');
  const bytes = Buffer.from(records.repeat(2));
  expect(bytes.length).toBeGreaterThan(1 << 20);
  expect(byKernel(bytes)).toEqual(byTables(bytes));
  expect(byKernel(bytes).at).toBe(bytes.length);
});

it('leaves a record that is longer than it holds', () => {
  const length = 1 << 20;
  const bytes = Buffer.from(`@long\n${'A'.repeat(length)}\n+\n${'I'.repeat(length)}\n`);
  expect(byKernel(bytes).at).toBe(0);
  expect(byTables(bytes).at).toBe(bytes.length);
});
