// Judges of the ledger as a transparency log: Go's own library (behind its checksum database) on the exported tiles and on proofs,
// and proofbundle on proofs and cosignatures. What they judge is the ledger of a simulated core facility, signed with a fresh key;
// each also gets forgeries of it, which it must refuse. Forgers and the witness sign with code of their own, below.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonEnvironment } from './python.mjs';

const LOG_KEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
const SIGNER = 'lab.example/ledger';
const WITNESS = 'witness.example/judge';

const data = (ctx) => path.join(ctx.shared, 'data/provenance/tlog');
const goJudge = (ctx) => path.join(ctx.judges, 'tlog');
const python = (ctx, name) => path.join(ctx.judges, 'py/bin', name);

function installGo(ctx) {
  if (existsSync(goJudge(ctx))) return;
  mkdirSync(ctx.judges, { recursive: true });
  // Debian's golang-golang-x-mod-dev, built as Debian builds: no module proxy.
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode' };
  execFileSync('go', ['build', '-o', goJudge(ctx), path.join(data(ctx), 'judge.go')], { env, stdio: 'inherit' });
}

const installPython = (ctx) => pythonEnvironment(ctx, 'py', ['proofbundle==6.3.1']);

// ---------------------------------------------------------------------------------------------- public cases

/** Tessera's log of 15 entries, as it is or with one byte of its leaf tile changed. */
function publicLog(ctx, isChanged) {
  const folder = fresh(path.join(ctx.work, isChanged ? 'tessera-bad' : 'tessera-good'));
  cpSync(path.join(data(ctx), 'tessera-log'), folder, { recursive: true });
  if (isChanged) flip(path.join(folder, 'tile/0/000.p/15'), 40);
  return {
    title: isChanged ? "Tessera's log with a byte of a tile changed" : "Tessera's log",
    argv: [goJudge(ctx), 'log', folder, LOG_KEY],
    accept: !isChanged,
  };
}

/** The proof that Tessera's first entry is in its log of one: no hash is needed. */
function publicProof(ctx, argvOf, isChanged) {
  const folder = fresh(path.join(ctx.work, isChanged ? 'proof-bad' : 'proof-good'));
  const file = path.join(folder, 'first.tlog-proof');
  const leaf = path.join(folder, 'first');
  const checkpoint = readFileSync(path.join(data(ctx), 'tessera-log/checkpoint.1'), 'utf8');
  writeFileSync(file, `c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`);
  writeFileSync(leaf, readFileSync(path.join(data(ctx), 'tessera-log/tile/entries/000.p/1')).subarray(2));
  if (isChanged) flip(leaf, 0);
  return {
    title: isChanged ? "Tessera's first entry with a byte changed" : "a proof of Tessera's first entry",
    argv: argvOf({ file, leaf, vkey: LOG_KEY, origin: 'example.com/log/testdata' }),
    accept: !isChanged,
  };
}

// ---------------------------------------------------------------------------------------------- our ledger

/** Once for all judges of a run. */
let made;
const ours = (ctx) => (made ??= makeOurs(ctx));

async function makeOurs(ctx) {
  const folder = fresh(path.join(ctx.work, 'tlog'));
  const scenario = path.join(ctx.root, 'examples/core-facility.yaml');
  const keyFile = path.join(folder, 'ledger.key');
  await seqplan(ctx, ['key', 'create', keyFile, '--name', SIGNER]);
  const vkey = readFileSync(`${keyFile}.pub`, 'utf8').trim();
  // 1: some sample was not delivered; the ledger is whole all the same.
  await seqplan(ctx, ['simulate', scenario, '--out', folder, '--budget', '50', '--key', keyFile], [0, 1]);
  const ledger = path.join(folder, 'ledger');
  const origin = lastCheckpoint(ledger).text.split('\n')[0];
  const size = Number(lastCheckpoint(ledger).text.split('\n')[1]);
  if (!(size >= 3000)) throw new Error(`the simulated ledger has ${size} records; several thousand are wanted`);

  const stranger = freshKey(SIGNER, 0x01);
  const witness = freshKey(WITNESS, 0x04);
  const other = freshKey('witness.example/other', 0x04);
  const log = path.join(folder, 'log');
  await seqplan(ctx, ['export', ledger, '--format', 'tlog', '--out', log]);

  addLine(ledger, cosignatureLine(witness, lastCheckpoint(ledger).text, Math.floor(Date.now() / 1000)));
  const proofs = [];
  for (const index of [0, 1, 255, 256, Math.floor(size / 2), size - 1]) {
    const file = path.join(folder, `${index}.tlog-proof`);
    const leaf = path.join(folder, `${index}.json`);
    await seqplan(ctx, ['prove', ledger, String(index), '--out', file, '--record', leaf]);
    proofs.push({ index, file, leaf });
  }
  return { folder, log, origin, size, vkey, stranger, witness, other, proofs };
}

async function seqplan(ctx, words, exits = [0]) {
  const { status, output } = await ctx.seqplan(words);
  if (!exits.includes(status)) throw new Error(`seqplan ${words.join(' ')}: exit ${status}\n${output}`);
}

/** The newest signed note of a ledger: its file, its text and the lines below. */
function lastCheckpoint(ledger) {
  const folder = path.join(ledger, 'checkpoints');
  const file = path.join(folder, readdirSync(folder).toSorted().at(-1));
  const note = readFileSync(file, 'utf8');
  const separator = note.lastIndexOf('\n\n');
  return {
    file,
    text: note.slice(0, separator + 1),
    lines: note
      .slice(separator + 2)
      .split('\n')
      .slice(0, -1),
  };
}

/** docs/FORMATS.md, "Checkpoints": one more line before the last, which is a checksum of all before it. */
function addLine(ledger, added) {
  const { file, text, lines } = lastCheckpoint(ledger);
  const [origin] = text.split('\n');
  const body = `${text}\n${lines
    .slice(0, -1)
    .map((one) => `${one}\n`)
    .join('')}${added}`;
  const id = keyId(origin, Buffer.concat([Buffer.of(0xff), Buffer.from('seqplan checksum v2')]));
  writeFileSync(file, `${body}${line(origin, Buffer.concat([id, sha256(body)]))}`);
}

// ---------------------------------------------------------------------------------------------- keys and notes

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const keyId = (name, typeAndKey) => sha256(Buffer.concat([Buffer.from(`${name}\n`), typeAndKey])).subarray(0, 4);
const line = (name, bytes) => `\u2014 ${name} ${bytes.toString('base64')}\n`;

function freshKey(name, type) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const typeAndKey = Buffer.concat([Buffer.of(type), publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)]);
  const id = keyId(name, typeAndKey);
  return { name, id, privateKey, vkey: `${name}+${id.toString('hex')}+${typeAndKey.toString('base64')}` };
}

const signatureLine = ({ name, id, privateKey }, text) =>
  line(name, Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]));

function cosignatureLine({ name, id, privateKey }, text, seconds) {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
  return line(name, Buffer.concat([id, time, sign(null, message, privateKey)]));
}

// ---------------------------------------------------------------------------------------------- forgeries

/** The export with one thing changed; `change` is given its folder. */
function forgedLog(ctx, { log, folder, vkey }, [title, change]) {
  const copy = fresh(path.join(folder, `log ${title}`));
  cpSync(log, copy, { recursive: true });
  change(copy);
  return { title: `our log, ${title}`, argv: [goJudge(ctx), 'log', copy, vkey], accept: false };
}

const logChanges = ({ stranger, size }) => [
  ['a byte of a full tile changed', (dir) => flip(path.join(dir, 'tile/0/000'), 40)],
  ['a byte of the tile above changed', (dir) => flip(onlyFile(path.join(dir, 'tile/1/000.p')), 3)],
  ['a byte of an entry changed', (dir) => flip(path.join(dir, 'tile/entries/001'), 20)],
  ['an entry and its leaf hash changed', (dir) => forgeEntry(dir)],
  ['a tile gone', (dir) => rmSync(path.join(dir, 'tile/0/002'))],
  ['a byte behind the last entry', (dir) => append(onlyFile(lastPartial(dir, size)), Buffer.of(0))],
  ['signed by a stranger of the same name', (dir) => resign(dir, stranger, (text) => text)],
  ['of another origin', (dir) => rename(dir)],
];

/** Entry 0 gets another first byte, and its hash the place of its leaf: the tile above does not know. */
function forgeEntry(dir) {
  const bundle = path.join(dir, 'tile/entries/000');
  flip(bundle, 2);
  const bytes = readFileSync(bundle);
  const entry = bytes.subarray(2, 2 + bytes.readUInt16BE(0));
  const tile = readFileSync(path.join(dir, 'tile/0/000'));
  sha256(Buffer.concat([Buffer.of(0), entry])).copy(tile, 0);
  writeFileSync(path.join(dir, 'tile/0/000'), tile);
}

const lastPartial = (dir, size) => path.join(dir, `tile/entries/${String(Math.floor(size / 256)).padStart(3, '0')}.p`);

function resign(dir, key, textOf) {
  const file = path.join(dir, 'checkpoint');
  const note = readFileSync(file, 'utf8');
  const text = textOf(note.slice(0, note.lastIndexOf('\n\n') + 1));
  writeFileSync(file, `${text}\n${signatureLine(key, text)}`);
}

/** The signature stays, over a text that it is not of. */
function rename(dir) {
  const file = path.join(dir, 'checkpoint');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^[^\n]*/, 'lab.example/another'));
}

/** Copies of one proof and its record, each with one thing changed. */
function forgedProofs({ folder, proofs, origin }) {
  const { file, leaf, index } = proofs[4];
  const text = readFileSync(file, 'utf8');
  const write = (name, content) => {
    const copy = path.join(folder, `forged ${name}`);
    writeFileSync(copy, content);
    return copy;
  };
  const hashes = text.slice(0, text.indexOf('\n\n')).split('\n').slice(2);
  const leafBytes = readFileSync(leaf);
  const changedLeaf = Buffer.from(leafBytes);
  changedLeaf[30] ^= 1;
  return [
    ['another record', { file, leaf: proofs[3].leaf }],
    ['a byte of the record changed', { file, leaf: write('leaf', changedLeaf) }],
    ['a byte behind the record', { file, leaf: write('longer leaf', Buffer.concat([leafBytes, Buffer.of(10)])) }],
    ['another place', { file: write('index', text.replace(`index ${index}`, `index ${index + 1}`)), leaf }],
    ['a hash gone', { file: write('shorter', text.replace(`${hashes[0]}\n`, '')), leaf }],
    ['two hashes exchanged', { file: write('swapped', exchange(text, hashes[0], hashes[1])), leaf }],
    ['another root', { file: write('root', text.replace(/(\n\n[^\n]*\n\d+\n)[^\n]*/, `$1${hashes[0]}`)), leaf }],
    [
      'another origin in the checkpoint',
      { file: write('origin', text.replace(`\n\n${origin}`, `\n\n${origin}x`)), leaf },
    ],
  ];
}

const exchange = (text, a, b) => text.replace(a, '\u0000').replace(b, a).replace('\u0000', b);

// ---------------------------------------------------------------------------------------------- the judges

const goProof =
  (ctx) =>
  ({ file, leaf, vkey }) => [goJudge(ctx), 'proof', file, vkey, leaf];

const pythonProof =
  (ctx) =>
  ({ file, leaf, vkey, origin, witness }) => [
    python(ctx, 'proofbundle'),
    'verify-proof',
    file,
    '--payload-file',
    leaf,
    '--log-vkey',
    vkey,
    '--expected-origin',
    origin,
    ...(witness === undefined ? [] : ['--witness-vkey', witness, '--threshold', '1']),
  ];

/** Proofs of ours that hold, and forgeries that do not. */
async function proofCases(ctx, argvOf) {
  const one = await ours(ctx);
  const { proofs, vkey, stranger, origin } = one;
  const [first] = proofs;
  return [
    ...proofs.map(({ index, file, leaf }) => ({
      title: `our record ${index} of ${one.size}`,
      argv: argvOf({ file, leaf, vkey, origin }),
      accept: true,
    })),
    ...forgedProofs(one).map(([title, { file, leaf }]) => ({
      title: `our proof, ${title}`,
      argv: argvOf({ file, leaf, vkey, origin }),
      accept: false,
    })),
    {
      title: 'our proof, for a stranger’s key of the same name',
      argv: argvOf({ ...first, vkey: stranger.vkey, origin }),
      accept: false,
    },
  ];
}

export const judges = [
  {
    name: 'tlog-log',
    install: installGo,
    good: (ctx) => publicLog(ctx, false),
    bad: (ctx) => publicLog(ctx, true),
    async cases(ctx) {
      const one = await ours(ctx);
      const { log, vkey, stranger, size } = one;
      return [
        { title: `our log of ${size} records`, argv: [goJudge(ctx), 'log', log, vkey], accept: true },
        { title: 'our log, for a stranger’s key', argv: [goJudge(ctx), 'log', log, stranger.vkey], accept: false },
        ...logChanges(one).map((change) => forgedLog(ctx, one, change)),
      ];
    },
  },
  {
    name: 'tlog-proof',
    install: installGo,
    good: (ctx) => publicProof(ctx, goProof(ctx), false),
    bad: (ctx) => publicProof(ctx, goProof(ctx), true),
    cases: (ctx) => proofCases(ctx, goProof(ctx)),
  },
  {
    name: 'proofbundle',
    install: installPython,
    good: (ctx) => publicProof(ctx, pythonProof(ctx), false),
    bad: (ctx) => publicProof(ctx, pythonProof(ctx), true),
    async cases(ctx) {
      const { proofs, vkey, origin, witness, other } = await ours(ctx);
      const [one] = proofs;
      const with_ = (more) => pythonProof(ctx)({ ...one, vkey, origin, ...more });
      return [
        ...(await proofCases(ctx, pythonProof(ctx))),
        { title: 'our proof, of another ledger', argv: with_({ origin: `${origin}x` }), accept: false },
        { title: 'our proof with its cosignature', argv: with_({ witness: witness.vkey }), accept: true },
        { title: 'our proof without another one', argv: with_({ witness: other.vkey }), accept: false },
        {
          title: 'our proof with the cosignature over another time',
          argv: with_({ witness: witness.vkey, file: otherTime(one.file) }),
          accept: false,
        },
      ];
    },
  },
];

// ---------------------------------------------------------------------------------------------- files

/** A copy of a proof whose cosignature says a second later than was signed. */
function otherTime(file) {
  const text = readFileSync(file, 'utf8');
  const forged = text.replace(new RegExp(`\u2014 ${WITNESS} (\\S+)`), (_, base64) => {
    const bytes = Buffer.from(base64, 'base64');
    bytes[11] ^= 1;
    return line(WITNESS, bytes).trimEnd();
  });
  if (forged === text) throw new Error(`${file} has no cosignature`);
  writeFileSync(`${file} forged`, forged);
  return `${file} forged`;
}

function fresh(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

function flip(file, offset) {
  const bytes = readFileSync(file);
  bytes[offset] ^= 1;
  writeFileSync(file, bytes);
}

const append = (file, bytes) => writeFileSync(file, Buffer.concat([readFileSync(file), bytes]));

/** The file in a folder `.p`, whose name is the width of the tile. */
const onlyFile = (folder) => path.join(folder, readdirSync(folder)[0]);
