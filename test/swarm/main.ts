/**
 * `npm run sim:swarm -- --seeds 1000 [--from 1] [--seed N] [--out DIR]`: random laboratories with random disasters.
 *
 * Each seed is planned, simulated, audited, replayed, and run a second time. Prints every violation with its seed, and a summary as
 * JSON last; exit 1 where there is any. `--seed N` runs one seed, and prints the facts that led there; what goes wrong is then made smaller.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { caseOf } from './case.ts';
import { runCase, type Violation } from './run-case.ts';
import { shrink } from './shrink.ts';
import { sweep } from './sweep.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    out: { type: 'string', default: 'out/swarm' },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const described = (seed: number, { code, message, place }: Violation): string =>
  `seed ${seed}${place === undefined ? '' : `, fact ${place}`}: ${code}, ${message}`;

process.exitCode = values.seed === undefined ? await all() : await one(Number(values.seed));

async function all(): Promise<number> {
  const started = process.cpuUsage();
  const result = await sweep({
    from: Number(values.from),
    seeds: Number(values.seeds),
    onSeed: (seed, { violations }) => {
      const [first] = violations;
      if (first !== undefined) print(described(seed, first));
      if (seed % 100 === 0) process.stderr.write(`... seed ${seed}\n`);
    },
  });
  const { user, system } = process.cpuUsage(started);
  const { violations, ...summary } = result;
  const seeds = violations.map((v) => v.seed);
  print(
    JSON.stringify({ ...summary, violations: seeds.length, violatingSeeds: seeds, cpuSeconds: (user + system) / 1e6 }),
  );
  if (seeds.length > 0) print(`replay one: npm run sim:swarm -- --seed ${seeds[0]}`);
  return seeds.length > 0 ? 1 : 0;
}

async function one(seed: number): Promise<number> {
  const swarmCase = caseOf(seed);
  const { violations, facts } = await runCase(swarmCase);
  const [first] = violations;
  if (first === undefined) {
    print(`seed ${seed}: ${facts.length} facts, no violation`);
    return 0;
  }
  for (const violation of violations) print(described(seed, violation));
  const isSame = (v: Violation): boolean => v.code === first.code;
  const small = await shrink(swarmCase, async (smaller) => (await runCase(smaller)).violations.some(isSame));
  const result = await runCase(small);
  const last = result.violations.find(isSame)?.place ?? result.facts.length;
  print(`smaller: ${small.document.orders?.length} orders; habits ${JSON.stringify(small.habits)}; the facts before:`);
  const told = result.facts.map((fact, k) => `${k} ${JSON.stringify(fact)}`).slice(Math.max(0, last - 30), last + 1);
  for (const line of told) print(line);
  const folder = path.resolve(values.out);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `seed-${seed}.json`);
  writeFileSync(file, `${JSON.stringify(small.document, null, 2)}\n`);
  print(`the laboratory: ${file}`);
  return 1;
}
