/** Incidents of the virtual world that say when they strike, and whom. */

import type { ParsedSimulation } from '../document.ts';
import { checkReference, machineIds, type RuleContext } from './context.ts';
import { checkTime } from './times.ts';

export function checkSimulation(context: RuleContext): void {
  const incidents = context.draft.simulation?.incidents ?? [];
  const seen = new Set<string>();
  for (const [k, incident] of incidents.entries()) {
    const path = `/simulation/incidents/${k}`;
    if (seen.has(incident.id)) {
      context.report.add(
        'DUPLICATE-ID',
        `${path}/id`,
        `'${incident.id}' is already the id of another incident`,
        'Rename it.',
      );
    }
    seen.add(incident.id);
    checkWhen(context, path, incident);
    checkWhom(context, path, incident);
  }
}

type ParsedIncident = ParsedSimulation['incidents'][number];

function checkWhen(context: RuleContext, path: string, { id, at, every, length }: ParsedIncident): void {
  const { report } = context;
  if ((at === undefined) === (every === undefined)) {
    const what = at === undefined ? 'neither at nor every' : 'both at and every';
    report.add('INCIDENT', path, `${id} states ${what}`, "Write at: '2026-12-01T08:00', or every: 30 d.");
  }
  if (at !== undefined) checkTime(context, `${path}/at`, at);
  if (every === 0)
    report.add('INCIDENT', `${path}/every`, `${id} would strike all the time`, 'Write a positive duration.');
  if (length === 0) report.add('INCIDENT', `${path}/length`, `${id} lasts no time`, 'Write a positive duration.');
}

function checkWhom(context: RuleContext, path: string, incident: ParsedIncident): void {
  switch (incident.kind) {
    case 'node-lost':
    case 'storage-full': {
      const known = context.names.computePools;
      checkReference(context, { what: 'compute pool', name: incident.pool, path: `${path}/pool`, known });
      const pool = context.pools.get(incident.pool);
      if (incident.kind === 'node-lost' && pool !== undefined && incident.cores > pool.cores) {
        const message = `${incident.id} takes ${incident.cores} cores, ${pool.id} has ${pool.cores}`;
        context.report.add('INCIDENT', `${path}/cores`, message, `Write at most ${pool.cores}.`);
      }
      return;
    }
    case 'breakdown':
      // A faulty entry might have the machine, so only a whole document can lack it.
      if (context.draft.isWhole) {
        const known = machineIds(context).map((machine) => machine.id);
        checkReference(context, { what: 'machine', name: incident.machine, path: `${path}/machine`, known });
      }
      return;
    case 'absence':
    case 'power-loss':
  }
}
