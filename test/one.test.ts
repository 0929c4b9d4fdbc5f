import { test } from 'vitest';
import { caseOf } from './swarm/case.ts';
import { runCase } from './swarm/run-case.ts';
test('x', async () => {
  const seed = Number(process.env['SEED']);
  const c = caseOf(seed);
  const out = await runCase(c);
  const v = out.violations.slice(0, 6);
  console.log(JSON.stringify(v, null, 1), JSON.stringify(c.habits));
  if (process.env['DOC']) console.log(JSON.stringify(c.document.workflows, null, 1), JSON.stringify(c.document.orders), JSON.stringify(c.document.simulation));
  const to = Number(process.env['AT'] ?? v[0]?.place ?? 0); const n = Number(process.env['BACK'] ?? 25);
  const grep = process.env['GREP'];
  console.log(out.facts.map((f, k) => `${k} ${JSON.stringify(f)}`).slice(Math.max(0, to - n), to + 6).filter((l) => (!l.includes('"task-planned"') || process.env['ALL']) && (!grep || new RegExp(grep).test(l))).map((l) => l.slice(0, 420)).join('\n'));
}, 100000);
