/** Names are unique where they are used as names. */

import { sampleNames } from '../resolve/orders.ts';
import { COLLECTIONS } from '../draft.ts';
import type { FindingCode } from '../finding-codes.ts';
import { machineEntries, machineIds, type RuleContext } from './context.ts';

export function checkUnique(context: RuleContext): void {
  const { draft } = context;
  for (const key of COLLECTIONS) {
    const names = draft.ids[key];
    repeated(context, 'DUPLICATE-ID', `/${key}`, names);
  }
  for (const { path, value } of machineEntries(context)) {
    repeated(
      context,
      'DUPLICATE-ID',
      `${path}/maintenance`,
      value.maintenance.map((m) => m.id),
    );
  }
  for (const { path, value } of draft.instruments) {
    repeated(context, 'DUPLICATE-ID', `${path}/positions`, value.positions ?? [], '');
  }
  for (const { path, value } of draft.materials) {
    repeated(
      context,
      'DUPLICATE-ID',
      `${path}/conditions`,
      value.conditions.map((c) => c.id),
    );
  }
  for (const workflow of draft.workflows) checkStages(context, workflow.stages);
  for (const { path, value } of draft.orders) {
    repeated(context, 'DUPLICATE-SAMPLE', `${path}/samples`, sampleNames(value.samples), '');
  }
  checkMachines(context);
}

/** `suffix`: where in an entry the name stands. */
function repeated(
  { report }: RuleContext,
  code: FindingCode,
  path: string,
  names: readonly string[],
  suffix = '/id',
): void {
  const seen = new Map<string, number>();
  for (const [k, name] of names.entries()) {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, k);
    else
      report.add(
        code,
        `${path}/${k}${suffix}`,
        `'${name}' is already the name of entry ${first}`,
        'Rename one of them.',
      );
  }
}

function checkStages({ report }: RuleContext, stages: RuleContext['draft']['workflows'][number]['stages']): void {
  const seen = new Set<string>();
  for (const { path, value } of stages) {
    if (seen.has(value.id))
      report.add('DUPLICATE-ID', `${path}/id`, `'${value.id}' is already the name of a stage`, 'Rename one of them.');
    seen.add(value.id);
  }
}

/** `hamilton` counted twice makes `hamilton-1`, which nothing else may be called. */
function checkMachines(context: RuleContext): void {
  const seen = new Map<string, string>();
  for (const { id, path } of machineIds(context)) {
    const other = seen.get(id);
    if (other === undefined) seen.set(id, path);
    else if (other !== path) {
      context.report.add(
        'DUPLICATE-ID',
        `${path}/id`,
        `the machine '${id}' exists already, from ${other}`,
        'Rename one of them.',
      );
    }
  }
}
