import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { initialSituation } from '../../src/model/index.ts';
import { loadScenario } from '../../src/service/index.ts';
import { formulate, readProblem } from '../../src/solver/index.ts';
import { SCHEMA } from '../../src/solver/problem-schema.ts';
import { seqplan } from '../support/command.ts';

const WEEKEND = 'examples/weekend.yaml';

it('seqplan export-problem writes the problem that the planner solves, to a file or to standard output', async () => {
  const out = path.join(mkdtempSync(path.join(os.tmpdir(), 'seqplan-export-')), 'deep', 'problem.json');
  expect(await seqplan('export-problem', WEEKEND, '--out', out)).toEqual({ exit: 0, out: '', err: '' });
  const text = readFileSync(out, 'utf8');
  const printed = await seqplan('export-problem', WEEKEND);
  expect(printed).toEqual({ exit: 0, out: text.trimEnd(), err: '' });
  const { scenario } = await loadScenario(WEEKEND);
  const { problem } = formulate(scenario, initialSituation(scenario));
  const { levels } = scenario.objective;
  expect(readProblem(JSON.parse(text))).toEqual({ kind: 'problem', name: scenario.name, problem, levels });
});

it('seqplan export-problem of a scenario that is none, or to where nothing can be written, says so', async () => {
  expect((await seqplan('export-problem', 'package.json')).exit).toBe(2);
  const { exit, err } = await seqplan('export-problem', WEEKEND, '--out', 'package.json/problem.json');
  expect([exit, err]).toEqual([3, expect.stringContaining('cannot write package.json/problem.json')]);
});

it('docs/FORMATS.md describes every column of the problem, table by table', () => {
  const text = readFileSync('docs/FORMATS.md', 'utf8');
  for (const [table, columns] of Object.entries(SCHEMA)) {
    const section = text.split(`\n**\`${table}\`**`)[1]?.split('\n**`')[0] ?? '';
    const described = [...section.matchAll(/^\| `(\w+)` +\|/gmu)].map((match) => match[1]);
    expect(described.slice(0, Object.keys(columns).length)).toEqual(Object.keys(columns));
  }
});
