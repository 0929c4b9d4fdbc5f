import { Buffer } from 'node:buffer';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  digits,
  forge,
  LAB,
  NEXT,
  opened,
  ORIGIN,
  recordSigned,
  rotated,
  testKey,
  WITNESS,
} from '../provenance/forge-ledger.ts';
import { splice, withoutFile, type Files } from '../provenance/mutations.ts';
import { sampleFacts } from '../provenance/sample-ledger.ts';
import { seqplan } from '../support/command.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'seqplan-verify-'));
let count = 0;

/** The ledger's folder. */
function save(files: Files): string {
  const folder = path.join(scratch, String(count++));
  for (const [name, bytes] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  return folder;
}

function saveFile(text: string | Uint8Array): string {
  const file = path.join(scratch, `file-${count++}`);
  writeFileSync(file, text);
  return file;
}

// Records: 0 opened, 1 and 2 facts, 3 a person's signature, 4 the handing over, 5 and 6 facts.
const files = forge({
  steps: [opened(LAB), ...sampleFacts(2), recordSigned(LAB, 3), rotated(LAB, NEXT), ...sampleFacts(2)],
  checkpoints: [3, 5, 7],
  keysAt: (size) => (size <= 5 ? [LAB] : [NEXT, WITNESS]),
});
const whole = save(files);
const noteAt = (size: number): Uint8Array => files.get(`checkpoints/${digits(size)}`) ?? new Uint8Array();
const root = Buffer.from(Buffer.from(noteAt(7)).toString().split('\n')[2] ?? '', 'base64').toString('hex');

describe('seqplan verify', () => {
  it('says what holds and who signed, and that the key is only the one that the ledger names', async () => {
    expect(await seqplan('verify', whole)).toEqual({
      exit: 0,
      err: '',
      out: [
        'ledger verified: 7 records',
        `origin ${ORIGIN}, root ${root}, 3 checkpoints`,
        `signed by ${NEXT.vkey}: a key that the ledger names itself; give yours with --vkey`,
        '1 signature of people over records',
      ].join('\n'),
    });
  });

  it('says which of the keys given it is by, themselves or handed over to, and by which witness', async () => {
    const pub = saveFile(`${LAB.vkey}\n`);
    const handed = await seqplan('verify', whole, '--vkey', pub, '--vkey', WITNESS.vkey);
    expect(handed.exit).toBe(0);
    expect(handed.out).toContain(`signed by ${NEXT.vkey}: handed over to by ${LAB.vkey}, a key that you gave`);
    expect(handed.out).toContain(`cosigned by ${WITNESS.vkey}: a witness that you gave`);
    const own = await seqplan('verify', whole, '--vkey', NEXT.vkey);
    expect(own.out).toContain(`signed by ${NEXT.vkey}: a key that you gave`);
  });

  it('says so where nobody signed', async () => {
    const { exit, out } = await seqplan('verify', save(forge({ steps: [opened(), ...sampleFacts(1)] })));
    expect(exit).toBe(0);
    expect(out).toContain('not signed: damage would show, a ledger made anew would not');
  });

  it('prints all of it as one JSON document', async () => {
    const { out } = await seqplan('verify', whole, '--json', '--vkey', LAB.vkey);
    expect(JSON.parse(out)).toMatchObject({
      kind: 'verified',
      records: 7,
      origin: ORIGIN,
      signedBy: [LAB.vkey, NEXT.vkey],
      recordSignatures: 1,
      signer: { vkey: NEXT.vkey, trust: 'handed-over', from: LAB.vkey },
    });
    const broken = await seqplan('verify', whole, '--json', '--root', '0'.repeat(64));
    expect(broken.exit).toBe(1);
    expect(JSON.parse(broken.out)).toMatchObject({ kind: 'broken', record: 'checkpoint', code: 'EXPECTED-ROOT' });
  });

  it('exits 1 and names record and code, or what else is at fault', async () => {
    const changed = splice(files, 'segments/0000000003.seg', [20, 21], Uint8Array.of(0));
    const cases: readonly (readonly [string, readonly string[], string])[] = [
      [save(changed), [], 'ledger broken at record 3: FRAME-CRC'],
      [whole, ['--vkey', testKey('x', 5).vkey], 'ledger broken at the checkpoint: KEY-UNTRUSTED'],
      [whole, ['--vkey', testKey('x', 5, 4).vkey], 'ledger broken at the checkpoint: WITNESS-MISSING'],
      [whole, ['--checkpoint', saveFile('x')], 'ledger broken at the anchor: ANCHOR-FORMAT'],
      [whole, ['--checkpoint', saveFile('')], 'ledger broken at the anchor: ANCHOR-FORMAT'],
    ];
    for (const [folder, words, said] of cases) {
      const { exit, out } = await seqplan('verify', folder, ...words);
      expect([exit, out.slice(0, said.length)]).toEqual([1, said]);
    }
  });

  it('holds every checkpoint of files kept elsewhere against the ledger', async () => {
    const kept = saveFile(Buffer.concat([noteAt(3), noteAt(5), noteAt(7)]));
    expect((await seqplan('verify', whole, '--checkpoint', kept, '--checkpoint', saveFile(noteAt(5)))).exit).toBe(0);
    // A ledger that was rolled back to its second checkpoint.
    const steps = [opened(LAB), ...sampleFacts(2), recordSigned(LAB, 3), rotated(LAB, NEXT)];
    const back = save(forge({ steps, checkpoints: [3, 5], keysAt: () => [LAB] }));
    expect((await seqplan('verify', back)).exit).toBe(0);
    const told = await seqplan('verify', back, '--checkpoint', kept);
    expect([told.exit, told.out]).toEqual([1, expect.stringContaining('ledger broken at record 5: RECORD-MISSING')]);
  });

  it('takes a tail only where it is told to, and says how long it is', async () => {
    const folder = save(withoutFile(files, `checkpoints/${digits(7)}`));
    expect((await seqplan('verify', folder)).out).toContain('ledger broken at record 5: RECORD-EXTRA');
    const { exit, out } = await seqplan('verify', folder, '--tail');
    expect(exit).toBe(0);
    expect(out).toContain('2 records behind the last checkpoint: whole, but nobody vouches for them yet');
  });

  it('exits 2 for folders, keys and checkpoint files that are none', async () => {
    for (const [words, code] of [
      [[path.join(scratch, 'absent')], 'LEDGER-ABSENT'],
      [[saveFile('x')], 'LEDGER-ABSENT'],
      [[whole, '--vkey', saveFile('x')], 'KEY-FORMAT'],
      [[whole, '--vkey', 'absent'], 'KEY-UNREADABLE'],
      [[whole, '--checkpoint', path.join(scratch, 'absent')], 'FILE-UNREADABLE'],
      [[whole, '--checkpoint', saveFile(new Uint8Array(16 * 1024 * 1024 + 1))], 'FILE-TOO-LARGE'],
      [[whole, '--root', 'abc'], '--root abc'],
    ] as const) {
      const { exit, out, err } = await seqplan('verify', ...words);
      expect([exit, out]).toEqual([2, '']);
      expect(err).toContain(code);
    }
  });

  // Who may read everything cannot be kept from reading.
  it.skipIf(process.getuid?.() === 0)('exits 3 where the machine does not let it read', async () => {
    const folder = save(files);
    chmodSync(path.join(folder, 'segments/0000000000.seg'), 0);
    expect(await seqplan('verify', folder)).toMatchObject({ exit: 3, err: expect.stringContaining('cannot read') });
  });

  it('exits 3 where a file of the ledger turns out to be something else', async () => {
    const folder = save(withoutFile(files, `checkpoints/${digits(7)}`));
    // A folder where a document should be has no size, and cannot be read.
    mkdirSync(path.join(folder, 'documents', '0'.repeat(64)), { recursive: true });
    expect(await seqplan('verify', folder, '--tail')).toMatchObject({
      exit: 3,
      err: expect.stringContaining('EISDIR'),
    });
  });
});
