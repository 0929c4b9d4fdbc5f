import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXECUTION_FINDINGS } from '../../src/execution/index.ts';
import { EXPERIMENT_FINDINGS } from '../../src/service/index.ts';
import {
  type FileRules,
  CONTAINER_RULES,
  CONTIG_RULES,
  FILE_RULES,
  JUDGED_FORMATS,
  PLAN_RULE_CODES,
  PREFLIGHT_RULES,
  QUALITY_RULES,
  RUN_RULE_CODES,
} from '../../src/validation/index.ts';

const FINDINGS = readFileSync(new URL('../../docs/FINDINGS.md', import.meta.url), 'utf8').split('\n## ');

const sectionOf = (title: string): string => FINDINGS.find((text) => text.startsWith(`${title}\n`)) ?? '';

const sections = new Map(
  FINDINGS.map((text) => [
    text.slice(0, text.indexOf('\n')),
    [...text.matchAll(/`([A-Z]+(?:-[A-Z]+)*)`/g)].map((m) => m[1]),
  ]),
);

it('docs/FINDINGS.md lists exactly the codes that keep a scenario from being run', () => {
  expect(sections.get('Before a real run')).toEqual(Object.keys(EXECUTION_FINDINGS));
});

it('docs/FINDINGS.md lists exactly the codes that are found before anything starts, each as severe as it is', () => {
  const rows = [
    ...sectionOf('Before anything starts').matchAll(/^\| `([A-Z0-9-]+)` *\| (\w+) *\| (.+?) *\| (.+?) *\|$/gm),
  ];
  expect(rows.map((match) => match.slice(1, 5))).toEqual(
    Object.entries(PREFLIGHT_RULES).map(([code, { severity, meaning, remedy }]) => [code, severity, meaning, remedy]),
  );
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

it('docs/FINDINGS.md lists exactly the rules that the run auditor knows, in its order', () => {
  expect(sections.get('The run auditor')).toEqual([...RUN_RULE_CODES]);
});

it('docs/FINDINGS.md lists exactly the rules of files, those of formats in the order of their names and once, each as severe as it is', () => {
  const formats = JUDGED_FORMATS.toSorted((a, b) => (a.format < b.format ? -1 : 1)).map(({ rules }) => rules);
  const tables = new Set<FileRules>([FILE_RULES, CONTAINER_RULES, CONTIG_RULES, ...formats]);
  const all = [...tables].flatMap((rules) => Object.entries(rules));
  const rows = [...sectionOf('Files').matchAll(/^\| `([A-Z0-9-]+)` *\| (\w+) *\|/gm)].map((match) => match.slice(1, 3));
  expect(rows).toEqual(all.map(([code, { severity }]) => [code, severity]));
});

it('docs/FINDINGS.md lists exactly the rules of files of metrics, each with its severity, meaning and remedy', () => {
  const rows = [...sectionOf('Files of metrics').matchAll(/^\| `(QC-[A-Z-]+)` *\| (\w+) *\| (.*?) *\| (.*?) *\|$/gm)];
  expect(rows.map((match) => match.slice(1, 5))).toEqual(
    Object.entries(QUALITY_RULES).map(([code, { severity, meaning, remedy }]) => [code, severity, meaning, remedy]),
  );
});
