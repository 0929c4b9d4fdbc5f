// EGA's crypt4gh from PyPI on files that seqplan encrypted, and seqplan on files that crypt4gh encrypted.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonEnvironment } from './python.mjs';

const data = (ctx, name) => path.join(ctx.shared, 'data/provenance/crypt4gh', name);
const tool = (ctx) => path.join(ctx.judges, 'py/bin/crypt4gh');
const cli = (ctx) => path.join(ctx.root, 'dist/service/cli.js');

/** Secret key, public key and passphrase of three readers: locked by scrypt, by bcrypt, and not at all. */
const READERS = {
  uio: { secret: 'uio/reader.sec', publicKey: 'uio/reader.pub', passphrase: 'password' },
  bob: { secret: 'ega/bob.sec', publicKey: 'ega/bob.pub', passphrase: 'bob' },
  js: { secret: 'crypt4ghjs/testcase1_secret', publicKey: 'crypt4ghjs/testcase1_public', passphrase: '' },
};

/** A copy that only its owner can read: seqplan takes no other. */
function secretOf(ctx, { secret }) {
  const file = path.join(folder(ctx), secret.replace('/', '-'));
  if (!existsSync(file)) copyFileSync(data(ctx, secret), file);
  spawnSync('chmod', ['600', file]);
  return file;
}

function folder(ctx) {
  const name = path.join(ctx.work, 'crypt4gh');
  mkdirSync(name, { recursive: true });
  return name;
}

/** The tool decrypts `file` as `reader`, and what comes out is `plain`: exit 0, else 1. */
const judge = (ctx, { title, file, plain, reader, sender, accept }) => ({
  title,
  argv: [
    'bash',
    '-c',
    'set -o pipefail; "$1" decrypt --sk "$2" "${@:5}" < "$3" | cmp - "$4"',
    'decrypt',
    tool(ctx),
    secretOf(ctx, reader),
    file,
    plain,
    ...(sender === undefined ? [] : ['--sender_pk', data(ctx, sender.publicKey)]),
  ],
  env: { C4GH_PASSPHRASE: reader.passphrase },
  accept,
});

/** seqplan decrypts `file`, and what comes out is `plain`. */
const ours = (ctx, { title, file, plain, reader, accept }) => ({
  title,
  argv: [
    'bash',
    '-c',
    '"$1" "$2" decrypt "$4" --key "$3" --out "$4.out" || exit $?; cmp "$4.out" "$5"',
    'decrypt',
    process.execPath,
    cli(ctx),
    secretOf(ctx, reader),
    file,
    plain,
  ],
  env: { C4GH_PASSPHRASE: reader.passphrase },
  accept,
});

const sample = (ctx) => data(ctx, 'neicnordic/sample.txt.enc');

/** One byte of the last segment is another. */
function tampered(ctx, file) {
  const name = path.join(folder(ctx), `${path.basename(file)}.tampered`);
  const bytes = readFileSync(file);
  bytes[bytes.length - 20] ^= 1;
  writeFileSync(name, bytes);
  return name;
}

export const judges = [
  {
    name: 'crypt4gh of EGA',
    install: (ctx) => pythonEnvironment(ctx, 'py', ['crypt4gh==1.8.6']),
    good: (ctx) => {
      const plain = data(ctx, 'neicnordic/sample.txt');
      return judge(ctx, { title: 'a file of neicnordic', file: sample(ctx), plain, reader: READERS.uio, accept: true });
    },
    bad: (ctx) => {
      const [file, plain] = [tampered(ctx, sample(ctx)), data(ctx, 'neicnordic/sample.txt')];
      return judge(ctx, { title: 'the same, tampered with', file, plain, reader: READERS.uio, accept: false });
    },
    async cases(ctx) {
      const commands = [];
      for (const bytes of [0, 1, 65_535, 65_536, 65_537, 1_000_000]) {
        const plain = path.join(folder(ctx), `${bytes}.bin`);
        writeFileSync(plain, Buffer.alloc(bytes, 'ACGTTGCA\n'));
        const file = await encrypted(ctx, plain);
        for (const [name, reader] of Object.entries(READERS)) {
          const title = `${bytes} bytes, read by ${name}`;
          commands.push(judge(ctx, { title, file, plain, reader, sender: READERS.uio, accept: true }));
        }
        const theirs = path.join(folder(ctx), `${bytes}.theirs.c4gh`);
        encryptByTool(ctx, plain, theirs);
        commands.push(
          ours(ctx, {
            title: `${bytes} bytes of the tool, read by seqplan`,
            file: theirs,
            plain,
            reader: READERS.js,
            accept: true,
          }),
        );
        if (bytes === 0) continue;
        const [bad, theirBad] = [tampered(ctx, file), tampered(ctx, theirs)];
        commands.push(
          judge(ctx, { title: `${bytes} bytes, tampered with`, file: bad, plain, reader: READERS.js, accept: false }),
          ours(ctx, {
            title: `${bytes} bytes of the tool, tampered with`,
            file: theirBad,
            plain,
            reader: READERS.js,
            accept: false,
          }),
        );
      }
      return commands;
    },
  },
];

/** By seqplan, for all readers, signed for by the first: the tool checks the writer's key. */
async function encrypted(ctx, plain) {
  const file = `${plain}.c4gh`;
  const phrase = path.join(folder(ctx), 'passphrase');
  writeFileSync(phrase, READERS.uio.passphrase, { mode: 0o600 });
  const recipients = Object.values(READERS).map(({ publicKey }) => data(ctx, publicKey));
  const key = ['--key', secretOf(ctx, READERS.uio), '--passphrase-file', phrase];
  const { status, output } = await ctx.seqplan(['encrypt', plain, '--recipient', ...recipients, ...key, '--out', file]);
  if (status !== 0) throw new Error(`seqplan encrypt: exit ${status}\n${output}`);
  return file;
}

function encryptByTool(ctx, plain, file) {
  const argv = ['encrypt', '--sk', secretOf(ctx, READERS.js), '--recipient_pk', data(ctx, READERS.js.publicKey)];
  const run = spawnSync(tool(ctx), argv, { stdio: [openSync(plain, 'r'), openSync(file, 'w'), 'pipe'] });
  if (run.status !== 0) throw new Error(`crypt4gh encrypt: exit ${run.status}\n${run.stderr}`);
}
