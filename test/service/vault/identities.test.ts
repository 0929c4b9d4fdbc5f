import { describe, expect, it } from 'vitest';
import { replaceIdentities } from '../../../src/service/vault/identities.ts';

const subjects = () => {
  let n = 0;
  return async () => `sub-${++n}`;
};

const document = (...orders: readonly object[]) => ({ name: 'lab', orders });

const rejected = async (input: unknown) => {
  const result = await replaceIdentities(input, async () => expect.fail('nobody is added where something is wrong'));
  if (result.kind !== 'rejected') throw new Error('accepted');
  return result.findings;
};

describe('identities in a document', () => {
  it('become subjects, of the order or by sample; nothing else changes', async () => {
    const input = document(
      { id: 'o1', identity: { name: 'Jane Roe' } },
      { id: 'o2', samples: ['a', 'b'], identities: { a: { name: 'John Doe' }, b: { mrn: 'MRN-77' } } },
      { id: 'o3' },
    );
    const before = structuredClone(input);
    expect(await replaceIdentities(input, subjects())).toEqual({
      kind: 'ok',
      subjects: 3,
      document: document(
        { id: 'o1', subject: 'sub-1' },
        { id: 'o2', samples: ['a', 'b'], subjects: { a: 'sub-2', b: 'sub-3' } },
        { id: 'o3' },
      ),
    });
    expect(input).toEqual(before);
  });

  it('may be absent: the document is as it was, whatever it is', async () => {
    for (const input of [document({ id: 'o1' }), {}, null, 7, { orders: 3 }, { orders: [1] }]) {
      expect(await replaceIdentities(input, subjects())).toEqual({ kind: 'ok', document: input, subjects: 0 });
    }
  });

  it('are refused all at once where they are not named texts, without a word of them', async () => {
    const findings = await rejected(
      document(
        { identity: 'Jane Roe' },
        { identity: { name: 12345678 } },
        { identity: { 'full name': 'Jane Roe' } },
        { identities: ['Jane Roe'] },
        { identities: { 'a/b~c': {} } },
        { identity: { name: '   ' } },
        { identity: { name: 'x'.repeat(1001) } },
      ),
    );
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'IDENTITY-FORMAT /orders/0/identity',
      'IDENTITY-FORMAT /orders/1/identity/name',
      'IDENTITY-FORMAT /orders/2/identity',
      'IDENTITY-FORMAT /orders/3/identities',
      'IDENTITY-FORMAT /orders/4/identities/a~1b~0c',
      'IDENTITY-FORMAT /orders/5/identity/name',
      'IDENTITY-FORMAT /orders/6/identity/name',
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/jane|12345678|full name/i);
  });

  it('are refused where they stand anywhere else too, in any case, as text, as part of a text, or as a key', async () => {
    const person = { identity: { name: 'Jane Roe', initials: 'JR' } };
    const findings = await rejected({
      description: 'samples of jane roe, JR',
      orders: [{ id: 'o1', ...person }],
      notes: { 'For JANE ROE': { list: ['x', 'Jane Roe'] } },
    });
    // The places are told, unless a place itself would tell; `JR` is too short to be looked for.
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'IDENTITY-LEAK ',
      'IDENTITY-LEAK /description',
      'IDENTITY-LEAK /notes',
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/jane/i);
  });
});
