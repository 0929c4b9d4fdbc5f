// Feeds judges of files with damaged and invented input, a million times and more.
//
//   npm run fuzz [-- --inputs 1000000 --seed 1 --from 0 --format vcf]
//
// The same from the environment: SEQPLAN_FUZZ_INPUTS, SEQPLAN_FUZZ_SEED, SEQPLAN_FUZZ_FROM. Each input comes of the seed and its number
// alone: what is printed of a failure replays it (--from N --inputs 1). Of each: the judge does not throw, ends, and says the same
// whatever the pieces that the input comes in. One in 32 goes through gzip or BGZF, whose bytes are damaged too.
//
// Prints one JSON document. Exit code: 0 where all held and the process stayed below 150 MB.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { createFindings } from '../../dist/validation/files/file-finding.js';
import { ALL_RULES, judgeFile } from '../../dist/validation/files/judge-file.js';
import { JUDGED_FORMATS } from '../../dist/validation/files/judged-formats.js';
import { createDice, inventedFiles, mutate } from './mutate.mjs';

const MOST_MEGABYTES = 150;
const INVENTED_AT_ONCE = 512;
const EOF_BLOCK = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

const option = (name, fallback) => values[name] ?? process.env[`SEQPLAN_FUZZ_${name.toUpperCase()}`] ?? fallback;
const { values } = parseArgs({
  options: {
    inputs: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string' },
    format: { type: 'string' },
  },
});
const inputs = Number(option('inputs', 1_000_000));
const seed = Number(option('seed', 1));
const from = Number(option('from', 0));
const only = option('format', undefined);

const stored = JSON.parse(readFileSync(new URL('seeds.json', import.meta.url), 'utf8'));
const seedsOf = (format) => [
  ...(stored.text[format] ?? []).map((text) => Buffer.from(text, 'utf8')),
  ...(stored.base64[format] ?? []).map((text) => Buffer.from(text, 'base64')),
];
const targets = JUDGED_FORMATS.filter(({ format }) => only === undefined || format === only).map((judged) => ({
  judged,
  good: seedsOf(judged.format),
  rejected: 0,
  inputs: 0,
  invented: { batch: -1, files: [] },
}));
const withoutSeeds = targets.filter(({ good }) => good.length === 0).map(({ judged }) => judged.format);
for (const target of targets) if (target.good.length === 0) target.good.push(Buffer.from(`${target.judged.format}\n`));

const failures = [];
let packedInputs = 0;
const begun = process.cpuUsage();
for (let number = from; number < from + inputs && failures.length < 10; number++) {
  const dice = createDice(Math.imul(number, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b));
  const target = targets[number % targets.length];
  const bytes = inputOf(target, number, dice);
  target.inputs++;
  // A judge for each input makes garbage that no judge of a file makes: what is left without it is what judges hold.
  if (number % 512 === 0) globalThis.gc?.();
  if (number > from && number % 50_000 === 0) {
    console.error(`fuzz: ${number - from} inputs, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`);
  }
  try {
    const isRejected = dice(32) === 0 ? await judgePacked(target, bytes, dice) : judgeBare(target, bytes, dice);
    if (isRejected) target.rejected++;
  } catch (error) {
    failures.push({ number, format: target.judged.format, error: error.stack, input: bytes.toString('base64') });
  }
}
const spent = process.cpuUsage(begun);
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  JSON.stringify(
    {
      inputs,
      seed,
      from,
      packedInputs,
      cpuSeconds: Math.round((spent.user + spent.system) / 1e4) / 100,
      megabytes,
      withoutSeeds,
      formats: Object.fromEntries(
        targets.map(({ judged, ...counts }) => [judged.format, { inputs: counts.inputs, rejected: counts.rejected }]),
      ),
      failures,
    },
    null,
    1,
  ),
);
process.exitCode = failures.length > 0 || megabytes > MOST_MEGABYTES ? 1 : 0;

/** Three in four are damaged, one is invented. */
function inputOf(target, number, dice) {
  const good = target.good[dice(target.good.length)];
  if (dice(4) > 0) return mutate(good, dice, target.good);
  const index = Math.floor(number / targets.length);
  const batch = Math.floor(index / INVENTED_AT_ONCE);
  if (target.invented.batch !== batch) {
    target.invented = { batch, files: inventedFiles(target.good, (seed << 16) ^ batch, INVENTED_AT_ONCE) };
  }
  return target.invented.files[index % INVENTED_AT_ONCE];
}

/** Content in one piece and in pieces of any size, in memory that is used again. */
function judgeBare({ judged }, bytes, dice) {
  const whole = reportOn(judged, bytes, () => bytes.length, 0);
  const pieces = reportOn(judged, bytes, () => 1 + dice(dice(2) === 0 ? 8 : 200), dice(2));
  if (whole.text !== pieces.text) throw new Error(`in one piece ${whole.text}\nin several ${pieces.text}`);
  return whole.isRejected;
}

function reportOn({ create }, bytes, nextSize, shift) {
  const findings = createFindings(ALL_RULES);
  const judge = create(findings, {});
  judge.block?.(0);
  for (let at = 0; at < bytes.length;) {
    const size = nextSize();
    const piece = new Uint8Array(Math.min(size, bytes.length - at) + shift).subarray(shift);
    piece.set(bytes.subarray(at, at + piece.length));
    judge.push(piece);
    piece.fill(0x58);
    at += piece.length;
  }
  judge.end();
  return {
    isRejected: findings.errors > 0,
    text: JSON.stringify([findings.errors, findings.list(), judge.metrics]),
  };
}

/** The same file twice, through its container. */
async function judgePacked({ judged }, bytes, dice) {
  packedInputs++;
  const packed = dice(2) === 0 ? gzipSync(bytes, { level: 1 }) : Buffer.concat([...blocksOf(bytes, dice), EOF_BLOCK]);
  const file = dice(3) === 0 ? packed : mutate(packed, dice, [packed]);
  const source = {
    name: `x${judged.extensions[0]}.gz`,
    size: file.length,
    read(offset, into) {
      const piece = file.subarray(offset, offset + into.length);
      into.set(piece);
      return Promise.resolve(piece.length);
    },
  };
  const judging = { format: judged.format };
  const [one, two] = [await judgeFile(source, judging), await judgeFile(source, judging, createFindings(ALL_RULES))];
  if (one.verdict === 'unreadable') throw new Error(`unreadable: ${JSON.stringify(one.findings)}`);
  if (JSON.stringify(one) !== JSON.stringify(two))
    throw new Error(`${JSON.stringify(one)}\nthen ${JSON.stringify(two)}`);
  return one.verdict === 'rejected';
}

function blocksOf(bytes, dice) {
  const blocks = [];
  for (let at = 0; at < bytes.length;) {
    const content = bytes.subarray(at, at + 1 + dice(400));
    const data = deflateRawSync(content, { level: 1 });
    const block = Buffer.concat([
      Buffer.from([31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0, 0, 0]),
      data,
      Buffer.alloc(8),
    ]);
    block.writeUInt16LE(block.length - 1, 16);
    block.writeUInt32LE(crc32(content), block.length - 8);
    block.writeUInt32LE(content.length, block.length - 4);
    blocks.push(block);
    at += content.length;
  }
  return blocks;
}
