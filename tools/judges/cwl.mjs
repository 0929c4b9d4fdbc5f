// runcrate, a second reader of crates: it must find every action that the crate has.
import path from 'node:path';
import { pythonEnvironment } from './python.mjs';
import { exported, ledgersToExport } from './runs.mjs';

const data = ({ shared }) => path.join(shared, 'data/provenance/ro-crate');

const judge = (ctx, crate, title, accept) => ({
  title,
  argv: [process.execPath, path.join(ctx.root, 'tools/judges/programs/runcrate.mjs'), ctx.judges, crate],
  accept,
});

export const judges = [
  {
    name: 'runcrate',
    install: (ctx) =>
      pythonEnvironment(ctx, 'cwl', ['runcrate==0.6.2', 'rocrate==0.14.0', 'cwltool==3.1.20260315121657']),
    good: (ctx) => judge(ctx, path.join(data(ctx), 'good/revsort'), 'a crate of its own', true),
    bad: (ctx) =>
      judge(ctx, path.join(data(ctx), 'bad/controlaction_no_instrument'), 'a control action of nothing', false),
    async cases(ctx) {
      const commands = [];
      for (const run of await ledgersToExport(ctx)) {
        commands.push(judge(ctx, await exported(ctx, run, 'ro-crate', 'crate'), run.name, true));
      }
      return commands;
    },
  },
];
