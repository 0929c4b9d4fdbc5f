// Inputs for the fuzz: damaged copies of good files, and files made of the words of a format in any order.
import fc from 'fast-check';

/** Numbers from 0 up to below `n`, the same for the same seed (mulberry32). */
export function createDice(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

/** What breaks readers: limits of numbers, names with a meaning to JavaScript, signs that divide, bytes that are no text. */
const WORDS = [
  '',
  '0',
  '-1',
  '+1',
  '1e309',
  'NaN',
  '2147483647',
  '2147483648',
  '-2147483649',
  '4294967296',
  '9007199254740993',
  '1'.repeat(40),
  '\t',
  '\t\t',
  '\n',
  '\r\n',
  '\r',
  '\0',
  ' ',
  '.',
  '*',
  '=',
  '<',
  '>',
  '"',
  ',',
  ';',
  ':',
  '@',
  '+',
  '#',
  '##',
  '[',
  ']',
  '|',
  '/',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../..',
  '=1+1',
  '%00',
  '\u00ff',
  '\u00ed\u00a0\u0080',
  '\u00ef\u00bb\u00bf',
  '\u001b[31m',
  '@HD\tVN:1.6\n',
  '##fileformat=VCFv4.3\n',
  '\u001f\u008b\u0008\u0004',
  'BAM\u0001',
  'CRAM\u0003\u0000',
].map((word) => Buffer.from(word, 'latin1'));
const INT32 = [0, -1, 1, 2, 31, 32, 33, 255, 256, 65_535, 65_536, 2 ** 24, 2 ** 31 - 1, -(2 ** 31), 2 ** 28];

/** `good`: other files, to splice with. */
export function mutate(bytes, dice, good) {
  let now = Buffer.from(bytes);
  for (let times = 1 + dice(4); times > 0 && now.length > 0; times--)
    now = MUTATIONS[dice(MUTATIONS.length)](now, dice, good);
  return now.length > 8192 ? now.subarray(0, 8192) : now;
}

const splice = (bytes, from, to, ...between) =>
  Buffer.concat([bytes.subarray(0, from), ...between, bytes.subarray(to)]);
const range = (bytes, dice, longest) => {
  const from = dice(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + dice(longest))];
};
const MUTATIONS = [
  (bytes, dice) => {
    bytes[dice(bytes.length)] ^= 1 << dice(8);
    return bytes;
  },
  (bytes, dice) => {
    bytes[dice(bytes.length)] = dice(256);
    return bytes;
  },
  (bytes, dice) => {
    const at = dice(bytes.length + 1);
    return splice(bytes, at, at, WORDS[dice(WORDS.length)]);
  },
  (bytes, dice) => splice(bytes, ...range(bytes, dice, 12), WORDS[dice(WORDS.length)]),
  (bytes, dice) => splice(bytes, ...range(bytes, dice, 40)),
  (bytes, dice) => {
    const [from, to] = range(bytes, dice, 80);
    const times = dice(16) === 0 ? 60 : 1;
    return splice(bytes, to, to, ...Array.from({ length: times }, () => bytes.subarray(from, to)));
  },
  (bytes, dice) => bytes.subarray(0, dice(bytes.length + 1)),
  (bytes, dice) => {
    if (bytes.length < 4) return bytes;
    const aligned = dice(2) === 0 ? 4 * dice(bytes.length >> 2) : dice(bytes.length - 3);
    bytes.writeInt32LE(INT32[dice(INT32.length)], aligned);
    return bytes;
  },
  (bytes, dice, good) => {
    const other = good[dice(good.length)];
    return Buffer.concat([bytes.subarray(0, dice(bytes.length + 1)), other.subarray(dice(other.length + 1))]);
  },
  // Lines, or what is between line feeds of bytes: one again, one less, two for each other.
  (bytes, dice) => {
    const lines = bytes.toString('latin1').split('\n');
    const [one, two] = [dice(lines.length), dice(lines.length)];
    const kind = dice(3);
    if (kind === 0) lines.splice(one, 0, lines[two]);
    else if (kind === 1) lines.splice(one, 1);
    else [lines[one], lines[two]] = [lines[two], lines[one]];
    return Buffer.from(lines.join('\n'), 'latin1');
  },
  // Columns of a line.
  (bytes, dice) => {
    const fields = bytes.toString('latin1').split('\t');
    fields.splice(
      dice(fields.length),
      dice(2),
      ...(dice(2) === 0 ? [] : [WORDS[dice(WORDS.length)].toString('latin1')]),
    );
    return Buffer.from(fields.join('\t'), 'latin1');
  },
];

/** Files of lines of the words that good files have, between the signs that divide them: by fast-check. */
export function inventedFiles(good, seed, count) {
  const words = [...new Set(good.flatMap((bytes) => bytes.toString('latin1').split(/[\t\n,:;=]/)))].slice(0, 200);
  const word = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...WORDS.map((one) => one.toString('latin1'))) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 6 }) },
  );
  const line = fc
    .array(fc.tuple(word, fc.constantFrom('\t', '\t', '\t', ':', ';', '=', ',')), { maxLength: 14 })
    .map((parts) => parts.flat().slice(0, -1).join(''));
  const firstLines = good.map((bytes) => bytes.toString('latin1').split('\n')[0]);
  const file = fc
    .tuple(fc.constantFrom('', ...firstLines), fc.array(line, { maxLength: 8 }), fc.constantFrom('', '\n'))
    .map(([first, lines, end]) => Buffer.from([first, ...lines].join('\n') + end, 'latin1'));
  return fc.sample(file, { numRuns: count, seed });
}
