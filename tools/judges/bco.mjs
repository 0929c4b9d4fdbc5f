// The published IEEE 2791 schemas, with formats, through jsonschema.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pythonEnvironment } from './python.mjs';
import { exported, ledgersToExport } from './runs.mjs';

const data = ({ shared }) => path.join(shared, 'data/provenance/bco');

const judge = (ctx, file, title, accept) => ({
  title,
  argv: [path.join(ctx.judges, 'py/bin/python'), path.join(data(ctx), 'validate.py'), '--formats', file],
  accept,
});

export const judges = [
  {
    name: 'IEEE 2791 schemas',
    install: (ctx) => pythonEnvironment(ctx, 'py', ['jsonschema[format]==4.26.0']),
    good: (ctx) => judge(ctx, path.join(data(ctx), 'examples/valid/chipseq_20200910.json'), 'a published object', true),
    bad: (ctx) => judge(ctx, path.join(data(ctx), 'examples/invalid/portal-draft.json'), 'a draft of a portal', false),
    async cases(ctx) {
      const commands = [];
      for (const run of await ledgersToExport(ctx)) {
        const file = await exported(ctx, run, 'bco', 'bco.json');
        const damaged = `${file}.damaged`;
        const object = JSON.parse(readFileSync(file, 'utf8'));
        object.provenance_domain.created = '2026-13-01T00:00:00-0500';
        writeFileSync(damaged, JSON.stringify(object));
        commands.push(judge(ctx, file, run.name, true), judge(ctx, damaged, `${run.name}, damaged: month 13`, false));
      }
      return commands;
    },
  },
];
