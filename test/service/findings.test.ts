import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXPERIMENT_FINDINGS } from '../../src/service/index.ts';
import { EXECUTION_FINDINGS } from '../../src/execution/index.ts';
import { PLAN_RULE_CODES } from '../../src/validation/index.ts';

const sections = new Map(
  readFileSync(new URL('../../docs/FINDINGS.md', import.meta.url), 'utf8')
    .split('\n## ')
    .map((text) => [text.slice(0, text.indexOf('\n')), [...text.matchAll(/`([A-Z]+(?:-[A-Z]+)*)`/g)].map((m) => m[1])]),
);

it('docs/FINDINGS.md lists exactly the codes that keep a scenario from being run', () => {
  expect(sections.get('Before a real run')).toEqual(Object.keys(EXECUTION_FINDINGS));
});

it('docs/FINDINGS.md lists exactly the codes that experiments alone have', () => {
  expect(sections.get('Experiments')).toEqual([...EXPERIMENT_FINDINGS]);
});

it('docs/FINDINGS.md lists exactly the rules that the plan checker knows, in the order of PLAN-RULES.md', () => {
  expect(sections.get('The plan checker')).toEqual([...PLAN_RULE_CODES]);
  const rules = readFileSync(new URL('../../docs/PLAN-RULES.md', import.meta.url), 'utf8');
  const inRules = [...rules.matchAll(/`\[([A-Z-]+)\]`/g)].map((match) => match[1]);
  expect([...new Set(inRules)]).toEqual([...PLAN_RULE_CODES]);
});
