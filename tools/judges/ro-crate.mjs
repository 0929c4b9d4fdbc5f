// roc-validator: Workflow Run RO-Crate 0.5, profile Provenance Run Crate, every requirement.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonEnvironment } from './python.mjs';
import { exported, ledgersToExport } from './runs.mjs';

const data = ({ shared }) => path.join(shared, 'data/provenance/ro-crate');

const judge = (ctx, crate, { title, accept, level = 'required', isMetadataOnly = false }) => ({
  title,
  argv: [
    process.execPath,
    path.join(ctx.root, 'tools/judges/programs/roc.mjs'),
    ctx.judges,
    level,
    isMetadataOnly ? 'metadata-only' : 'whole',
    crate,
  ],
  accept,
});

export const judges = [
  {
    name: 'roc-validator',
    async install(ctx) {
      const bin = await pythonEnvironment(ctx, 'py', ['roc-validator==0.13.0']);
      const cache = path.join(ctx.judges, 'roc');
      if (existsSync(`${cache}.sqlite`)) return;
      execFileSync(path.join(bin, 'python'), [path.join(data(ctx), 'seed_cache.py'), cache]);
    },
    good: (ctx) => judge(ctx, path.join(data(ctx), 'good/revsort'), { title: 'a crate of runcrate', accept: true }),
    bad: (ctx) =>
      judge(ctx, path.join(data(ctx), 'bad/workflow_no_haspart'), {
        title: 'a workflow without its tools',
        accept: false,
        isMetadataOnly: true,
      }),
    async cases(ctx) {
      const [simulated, real] = await ledgersToExport(ctx);
      const licensed = ['--license', 'CC0-1.0', '--author', 'Somebody <https://orcid.org/0000-0002-1825-0097>'];
      const copied = await exported(ctx, simulated, 'ro-crate', 'crate');
      const named = await exported(ctx, simulated, 'ro-crate', 'named', ['--files', 'reference', ...licensed]);
      const commands = [
        judge(ctx, copied, { title: `${simulated.name}, files copied`, accept: true }),
        judge(ctx, named, { title: `${simulated.name}, files by digest, with licence and author`, accept: true }),
        judge(ctx, withoutInstrument(copied), { title: 'damaged: an action without its tool', accept: false }),
      ];
      if (real !== undefined) {
        const linked = await exported(ctx, real, 'ro-crate', 'crate', ['--files', 'link', ...licensed]);
        commands.push(judge(ctx, linked, { title: `${real.name}, files linked`, accept: true }));
      }
      return commands;
    },
  },
];

/** A copy of the crate in which one action lost its instrument. */
function withoutInstrument(crate) {
  const copy = `${crate}-damaged`;
  cpSync(crate, copy, { recursive: true });
  const file = path.join(copy, 'ro-crate-metadata.json');
  const metadata = JSON.parse(readFileSync(file, 'utf8'));
  delete metadata['@graph'].find((entity) => entity['@type'] === 'CreateAction' && entity['@id'] !== '#run').instrument;
  writeFileSync(file, JSON.stringify(metadata));
  return copy;
}
