// PROV-JSON by the W3C member submission's schema and the package prov; PROV-CONSTRAINTS by ProvToolbox.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { pythonEnvironment } from './python.mjs';
import { exported, ledgersToExport } from './runs.mjs';

const run = promisify(execFile);
const data = ({ shared }) => path.join(shared, 'data/provenance/prov-json');
const PACKAGES = ['prov==3.2.3', 'jsonschema[format]==4.26.0'];

const bySchema = (ctx, file, title, accept) => ({
  title,
  argv: [path.join(ctx.judges, 'py/bin/python'), path.join(data(ctx), 'validate.py'), '--formats', file],
  accept,
});

const byConstraints = (ctx, file, title, accept) => ({
  title,
  argv: [
    process.execPath,
    path.join(ctx.root, 'tools/judges/programs/prov-constraints.mjs'),
    ctx.judges,
    data(ctx),
    file,
  ],
  accept,
});

/** The record of our export, one of whose times or names is then changed. */
async function damaged(ctx, one, name, change) {
  const document = JSON.parse(readFileSync(await exported(ctx, one, 'prov', 'prov.json'), 'utf8'));
  change(document);
  const file = path.join(one.folder, 'exports', `${name}.json`);
  writeFileSync(file, JSON.stringify(document));
  return file;
}

export const judges = [
  {
    name: 'W3C PROV-JSON schema and prov',
    install: (ctx) => pythonEnvironment(ctx, 'py', PACKAGES),
    good: (ctx) => bySchema(ctx, path.join(data(ctx), 'constraints/valid/two-stages.json'), 'two stages', true),
    bad: (ctx) =>
      bySchema(
        ctx,
        path.join(data(ctx), 'examples/rejected-by-schema/cwlprov-revsort.json'),
        'a CWLProv document',
        false,
      ),
    async cases(ctx) {
      const commands = [];
      for (const one of await ledgersToExport(ctx)) {
        const bad = await damaged(ctx, one, 'bad-time', ({ activity }) => {
          activity['run:run']['prov:startTime'] = 'yesterday';
        });
        commands.push(
          bySchema(ctx, await exported(ctx, one, 'prov', 'prov.json'), one.name, true),
          bySchema(ctx, bad, `${one.name}, damaged: a time that is none`, false),
        );
      }
      return commands;
    },
  },
  {
    name: 'PROV-CONSTRAINTS by ProvToolbox',
    async install(ctx) {
      await pythonEnvironment(ctx, 'py', PACKAGES);
      const lib = path.join(ctx.judges, 'prov-lib');
      if (existsSync(lib) && readdirSync(lib).length > 20) return;
      const pom = path.join(data(ctx), 'constraints/pom.xml');
      await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`], {
        timeout: 240_000,
      });
    },
    good: (ctx) => byConstraints(ctx, path.join(data(ctx), 'constraints/valid/two-stages.json'), 'two stages', true),
    bad: (ctx) =>
      byConstraints(
        ctx,
        path.join(data(ctx), 'constraints/invalid/derivation-cycle.json'),
        'a cycle of derivations',
        false,
      ),
    async cases(ctx) {
      const commands = [];
      for (const one of await ledgersToExport(ctx)) {
        const bad = await damaged(ctx, one, 'derived-from-itself', ({ wasDerivedFrom }) => {
          const [first] = Object.values(wasDerivedFrom);
          wasDerivedFrom['_:back'] = {
            'prov:generatedEntity': first['prov:usedEntity'],
            'prov:usedEntity': first['prov:generatedEntity'],
          };
        });
        commands.push(
          byConstraints(ctx, await exported(ctx, one, 'prov', 'prov.json'), one.name, true),
          byConstraints(ctx, bad, `${one.name}, damaged: a cycle of derivations`, false),
        );
      }
      return commands;
    },
  },
];
