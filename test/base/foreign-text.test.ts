import { expect, it } from 'vitest';
import { printable, tableCell } from '../../src/base/index.ts';

it('terminals are not given orders by names: control characters, turned text and broken characters show as codes', () => {
  expect(printable('a\u001b[31mb\u0007\n')).toBe('a\\u001b[31mb\\u0007\\u000a');
  expect(printable('x\u202egpj.exe\u2066')).toBe('x\\u202egpj.exe\\u2066');
  expect(printable('\ud800 \u0085')).toBe('\\ud800 \\u0085');
});

it('what people write in names stays as it is', () => {
  for (const text of ['run_1/S1.fastq.gz', 'Köln 日本 🧬', '-x=@+']) expect(printable(text)).toBe(text);
});

it('spreadsheets are given no formulas', () => {
  for (const text of ['=1+1', '+1', '-2+3', '@SUM(A1)', '\tx', '\r=1', '=\n']) expect(tableCell(text)).toBe(`'${text}`);
  for (const text of ['', '-', '=', 'a=1', '1-2', "'=1"]) expect(tableCell(text)).toBe(text);
});
