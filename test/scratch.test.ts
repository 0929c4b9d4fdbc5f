import { test } from 'vitest';
import { caseOf } from './swarm/case.ts';
import { runCase } from './swarm/run-case.ts';
test('x', async () => {
  const counts = new Map<string, number>(); const first = new Map<string, string>(); let facts = 0; const kinds = new Map<string, number>();
  const cpu = process.cpuUsage();
  const from = Number(process.env['FROM'] ?? 1), n = Number(process.env['N'] ?? 40);
  for (let seed = from; seed < from + n; seed++) {
    let out; const c0 = process.cpuUsage();
    try { out = await runCase(caseOf(seed)); } catch (e) { console.log(seed, (e as Error).stack?.slice(0, 600)); continue; }
    const c1 = process.cpuUsage(c0);
    if (c1.user > 1.5e6) console.log('slow', seed, c1.user / 1e6, out.facts.length);
    facts += out.facts.length;
    for (const f of out.facts) { const k = f.type === 'policy-applied' ? f.type + ' ' + f.action : f.type === 'sample-closed' ? f.outcome : f.type === 'plan-requested' ? 'req ' + f.reason : f.type; kinds.set(k, (kinds.get(k) ?? 0) + 1); }
    const codes = new Set(out.violations.map((v) => v.code));
    for (const code of codes) { counts.set(code, (counts.get(code) ?? 0) + 1); if (!first.has(code)) { const v = out.violations.find((x) => x.code === code); first.set(code, `seed ${seed} /${v?.place} ${v?.message}`); } }
  }
  console.log(counts, first, facts, process.cpuUsage(cpu).user / 1e6, kinds);
}, 600000);
