/** References, indexes and dictionaries with one planted fault each. */

import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { it } from 'vitest';
import type { Random } from '../../../src/base/index.ts';
import { findPlanted, pick, put, textOf, type Plant } from './planted.ts';

interface Contig {
  readonly name: string;
  readonly sequence: string;
}
const WIDTH = 20;

/** Three to eight contigs of 41 to 140 bases, so that each has two whole lines and a third. */
const contigs = (random: Random): readonly Contig[] =>
  Array.from({ length: 3 + random.below(6) }, (_, i) => ({
    name: `ctg${i}`,
    sequence: Array.from({ length: 41 + random.below(100) }, () => pick('ACGTacgtN', random)).join(''),
  }));

const linesOf = (all: readonly Contig[]): readonly string[] =>
  all.flatMap(({ name, sequence }) => [`>${name} made up`, ...(sequence.match(/.{1,20}/g) ?? [])]);

/** Written by the definition of faidx(5), contig by contig. */
function faiOf(all: readonly Contig[]): readonly string[] {
  let offset = 0;
  return all.map(({ name, sequence }) => {
    offset += `>${name} made up\n`.length;
    const line = `${name}\t${sequence.length}\t${offset}\t${WIDTH}\t${WIDTH + 1}`;
    offset += sequence.length + Math.ceil(sequence.length / WIDTH);
    return line;
  });
}

const dictOf = (all: readonly Contig[]): readonly string[] => [
  '@HD\tVN:1.6\tSO:unsorted',
  ...all.map(({ name, sequence }) => {
    const md5 = createHash('md5').update(sequence.toUpperCase()).digest('hex');
    return `@SQ\tSN:${name}\tLN:${sequence.length}\tM5:${md5}`;
  }),
];

/** A line of the file: which, from 0, and where its contig's title is. */
function someLine(lines: readonly string[], random: Random, isTitle: boolean): number {
  const all = lines.flatMap((line, at) => (line.startsWith('>') === isTitle ? [at] : []));
  return all[random.below(all.length)] ?? 0;
}
const titleOf = (lines: readonly string[], at: number): number =>
  lines.findLastIndex((line, i) => i <= at && line.startsWith('>'));

const onTitle =
  (change: (title: string, random: Random) => string, code: string): Plant<readonly Contig[]> =>
  (good, random) => {
    const lines = linesOf(good);
    const at = someLine(lines, random, true);
    return { bytes: textOf(lines.with(at, change(lines[at] ?? '', random))), wanted: `${at + 1} ${code}` };
  };
const onBases =
  (change: (line: string, random: Random) => string, code: string): Plant<readonly Contig[]> =>
  (good, random) => {
    const lines = linesOf(good);
    const at = someLine(lines, random, false);
    return { bytes: textOf(lines.with(at, change(lines[at] ?? '', random))), wanted: `${at + 1} ${code}` };
  };

/** Index and file: one of both changed. The place is the title of the contig in the file. */
const onIndex =
  (change: (fields: readonly string[], random: Random) => readonly string[], code: string): Plant<readonly Contig[]> =>
  (good, random) => {
    const [fai, lines] = [faiOf(good), linesOf(good)];
    const index = random.below(good.length);
    const changed = change((fai[index] ?? '').split('\t'), random).join('\t');
    const title = lines.indexOf(`>${good[index]?.name} made up`);
    return {
      bytes: textOf(lines),
      companions: { fai: textOf(fai.with(index, changed)) },
      wanted: `${title + 1} ${code}`,
    };
  };
const onDict =
  (change: (line: string, random: Random) => string, code: string): Plant<readonly Contig[]> =>
  (good, random) => {
    const [dict, lines] = [dictOf(good), linesOf(good)];
    const index = random.below(good.length);
    const changed = change(dict[index + 1] ?? '', random);
    const title = lines.indexOf(`>${good[index]?.name} made up`);
    return {
      bytes: textOf(lines),
      companions: { dict: textOf(dict.with(index + 1, changed)) },
      wanted: `${title + 1} ${code}`,
    };
  };

const FASTA: Readonly<Record<string, Plant<readonly Contig[]>>> = {
  'control character in a title': onTitle(
    (title, random) => `${title}${pick('\0\u0002\u0007\r\u001F', random)}x`,
    'FASTA-TITLE-CHARACTER',
  ),
  'no title at the start': (good) => ({ bytes: textOf(linesOf(good).slice(1)), wanted: '1 FASTA-TITLE' }),
  'title without >, first': (good) => ({
    bytes: textOf(linesOf(good).with(0, 'ctg0')),
    wanted: '1 FASTA-TITLE',
  }),
  'name twice': (good, random) => {
    const lines = linesOf(good);
    const titles = lines.flatMap((line, at) => (line.startsWith('>') ? [at] : []));
    const [from = 0, to = 0] = [random.below(titles.length - 1), titles.length - 1].map((i) => titles[i]);
    return { bytes: textOf(lines.with(to, lines[from] ?? '')), wanted: `${to + 1} FASTA-DUPLICATE` };
  },
  'title without >, inside': (good, random) => {
    const lines = linesOf(good);
    const at = someLine(lines, random, true);
    // A digit of its name is no base.
    return {
      bytes: textOf(lines.with(at, (lines[at] ?? '').slice(1))),
      wanted: at === 0 ? '1 FASTA-TITLE' : `${at + 1} FASTA-SEQUENCE`,
    };
  },
  'character no base': onBases(
    (line, random) =>
      put(line, random.below(line.length), pick('0123456789!"#$%&\'()+,/:<=?@[]_`{|}~\0\u007F\u00E9', random)),
    'FASTA-SEQUENCE',
  ),
  'title not on its own line': onBases((line) => `${line}>x`, 'FASTA-SEQUENCE'),
  'carriage return inside a line': onBases((line) => `${line}\rA`, 'FASTA-SEQUENCE'),
  'cut behind the last title': (good) => {
    const lines = linesOf(good);
    const title = titleOf(lines, lines.length - 1);
    return { bytes: textOf(lines.slice(0, title + 1)), wanted: `${title + 1} FASTA-TRUNCATED` };
  },
  'nothing left': () => ({ bytes: Buffer.alloc(0), wanted: '1 FASTA-EMPTY' }),
  'index: name': onIndex(([, ...rest]) => ['other', ...rest], 'FASTA-INDEX-CONTIGS'),
  'index: length less': onIndex(
    ([name = '', length, ...rest]) => [name, `${Number(length) - 1}`, ...rest],
    'FASTA-INDEX-LENGTH',
  ),
  'index: lines': onIndex(
    ([name = '', length = '', offset = '', bases]) => [
      name,
      length,
      offset,
      `${Number(bases) + 1}`,
      `${Number(bases) + 2}`,
    ],
    'FASTA-INDEX-LINES',
  ),
  'index: offset, of the last': (good) => {
    const fai = faiOf(good);
    const [name = '', length = '', offset, ...rest] = (fai.at(-1) ?? '').split('\t');
    const changed = [name, length, `${Number(offset) + 1}`, ...rest].join('\t');
    const lines = linesOf(good);
    return {
      bytes: textOf(lines),
      companions: { fai: textOf(fai.with(-1, changed)) },
      wanted: `${titleOf(lines, lines.length - 1) + 1} FASTA-INDEX-OFFSET`,
    };
  },
  'index: last lost': (good) => ({
    bytes: textOf(linesOf(good)),
    companions: { fai: textOf(faiOf(good).slice(0, -1)) },
    wanted: `${titleOf(linesOf(good), 1e9) + 1} FASTA-INDEX-CONTIGS`,
  }),
  'index: a base added to the file': (good, random) => {
    const lines = linesOf(good);
    const at = titleOf(lines, lines.length - 1);
    const last = lines.length - 1;
    const changed = lines.with(last, `${lines[last]}${pick('ACGT', random)}`);
    return { bytes: textOf(changed), companions: { fai: textOf(faiOf(good)) }, wanted: `${at + 1} FASTA-INDEX-LENGTH` };
  },
  'index: lines joined in the file': (good) => {
    const lines = linesOf(good);
    const [one = '', two = ''] = lines.slice(1, 3);
    const joined = [lines[0] ?? '', `${one}${two}`, ...lines.slice(3)];
    return { bytes: textOf(joined), companions: { fai: textOf(faiOf(good)) }, wanted: '1 FASTA-INDEX-LINES' };
  },
  'dictionary: name': onDict((line) => line.replace('SN:', 'SN:x'), 'FASTA-DICT-CONTIGS'),
  'dictionary: length': onDict(
    (line) => line.replace(/LN:(\d+)/, (_, n: string) => `LN:${Number(n) + 1}`),
    'FASTA-DICT-LENGTH',
  ),
  'dictionary: MD5': onDict((line) => line.replace(/.$/, (last) => (last === '0' ? '1' : '0')), 'FASTA-DICT-MD5'),
  'dictionary: a base changed in the file': (good, random) => {
    const index = random.below(good.length);
    const { name, sequence } = good[index] ?? { name: '', sequence: '' };
    const at = random.below(sequence.length);
    const other = sequence[at]?.toUpperCase() === 'A' ? 'C' : 'A';
    const lines = linesOf(good.with(index, { name, sequence: put(sequence, at, other) }));
    return {
      bytes: textOf(lines),
      companions: { dict: textOf(dictOf(good)) },
      wanted: `${lines.indexOf(`>${name} made up`) + 1} FASTA-DICT-MD5`,
    };
  },
};

/** Column `column` of some line of the index by itself. */
const column =
  (index: number, change: (field: string, random: Random) => string, code: string): Plant<readonly string[]> =>
  (lines, random) => {
    const at = random.below(lines.length);
    const fields = (lines[at] ?? '').split('\t');
    const changed = fields.with(index, change(fields[index] ?? '', random)).join('\t');
    return { bytes: textOf(lines.with(at, changed)), wanted: `${at + 1} ${code}` };
  };

const FAI: Readonly<Record<string, Plant<readonly string[]>>> = {
  'column lost': column(4, () => '', 'FAI-NUMBER'),
  'tab lost': (lines, random) => {
    const at = random.below(lines.length);
    return { bytes: textOf(lines.with(at, (lines[at] ?? '').replace('\t', ' '))), wanted: `${at + 1} FAI-COLUMNS` };
  },
  'two columns more': column(4, (field) => `${field}\t1\t1`, 'FAI-COLUMNS'),
  'blank line': (lines, random) => {
    const at = random.below(lines.length);
    return { bytes: textOf(lines.toSpliced(at, 0, '')), wanted: `${at + 1} FAI-COLUMNS` };
  },
  'length no number': column(
    1,
    (field, random) => put(field, random.below(field.length), pick('-+.xe ', random)),
    'FAI-NUMBER',
  ),
  'offset no number': column(
    2,
    (field, random) => put(field, random.below(field.length), pick('-+.xe ', random)),
    'FAI-NUMBER',
  ),
  'bases of lines zero': column(3, () => '0', 'FAI-LINES'),
  'lines as wide as their bases': column(4, () => `${WIDTH}`, 'FAI-LINES'),
  'lines narrower than their bases': column(4, () => `${WIDTH - 3}`, 'FAI-LINES'),
  'offset inside the title': (lines) => {
    const [name = '', length = '', , ...rest] = (lines[0] ?? '').split('\t');
    return { bytes: textOf(lines.with(0, [name, length, '4', ...rest].join('\t'))), wanted: '1 FAI-OFFSET' };
  },
  'length past the next title': (lines, random) => {
    const at = random.below(lines.length - 1);
    const [name = '', length, ...rest] = (lines[at] ?? '').split('\t');
    const changed = [name, `${Number(length) + 30}`, ...rest].join('\t');
    return { bytes: textOf(lines.with(at, changed)), wanted: `${at + 2} FAI-OFFSET` };
  },
  'name twice': (lines) => {
    const last = lines.length - 1;
    const changed = (lines[last] ?? '').replace(/^\w+/, 'ctg0');
    return { bytes: textOf(lines.with(last, changed)), wanted: `${last + 1} FAI-DUPLICATE` };
  },
};

const field =
  (change: (line: string, random: Random) => string, code: string): Plant<readonly string[]> =>
  (lines, random) => {
    const at = 1 + random.below(lines.length - 1);
    return { bytes: textOf(lines.with(at, change(lines[at] ?? '', random))), wanted: `${at + 1} ${code}` };
  };

const DICT: Readonly<Record<string, Plant<readonly string[]>>> = {
  'no name': field((line) => line.replace(/\tSN:\w+/, ''), 'SAM-SQ-VALUE'),
  'no length': field((line) => line.replace(/\tLN:\d+/, ''), 'SAM-SQ-VALUE'),
  'length of zero': field((line) => line.replace(/LN:\d+/, 'LN:0'), 'SAM-SQ-VALUE'),
  'length no number': field((line) => line.replace(/LN:\d/, 'LN:x'), 'SAM-SQ-VALUE'),
  'MD5 with another letter': field(
    (line, random) => put(line, line.length - 1 - random.below(32), 'g'),
    'SAM-SQ-VALUE',
  ),
  'MD5 short': field((line) => line.slice(0, -1), 'SAM-SQ-VALUE'),
  'name with a comma': field((line) => line.replace('SN:', 'SN:a,'), 'SAM-SQ-NAME'),
  'name twice': (lines) => {
    const last = lines.length - 1;
    return {
      bytes: textOf(lines.with(last, (lines[last] ?? '').replace(/SN:\w+/, 'SN:ctg0'))),
      wanted: `${last + 1} SAM-SQ-DUPLICATE`,
    };
  },
  'tag twice': field((line) => `${line}\tLN:5`, 'SAM-HEADER-DUPLICATE'),
  'tab lost': field((line) => line.replace('\tSN', ' SN'), 'SAM-HEADER-LINE'),
  'field without a colon': field((line) => line.replace('LN:', 'LN'), 'SAM-HEADER-LINE'),
  'no header line': field(() => 'text', 'DICT-LINE'),
  '@HD in another place': (lines) => ({
    bytes: textOf([...lines.slice(1), lines[0] ?? '']),
    wanted: `${lines.length} SAM-HD-PLACE`,
  }),
  'no sequence': (lines) => ({ bytes: textOf(lines.slice(0, 1)), wanted: '1 DICT-EMPTY' }),
};

it('every fault planted in a reference, its index or its dictionary is found by its rule', async () => {
  const count =
    (await findPlanted('x.fa', FASTA, contigs, (good) => textOf(linesOf(good)))) +
    (await findPlanted('x.fa.fai', FAI, (random) => faiOf(contigs(random)), textOf)) +
    (await findPlanted('x.dict', DICT, (random) => dictOf(contigs(random)), textOf));
  console.log(`references: ${count} mutants`);
});
