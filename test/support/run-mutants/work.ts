/** Faults in what starts: on what, with whom, for how long, beside what else. */

import { DAY, HOUR, constantLevel, duration, interval, normalise, seconds, subtract } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import {
  changed,
  instead,
  onFacts,
  onMachines,
  onOrders,
  onScenario,
  onStage,
  unrecorded,
  withDigests,
  type RunMutant,
} from './mutant.ts';

const isOf = (stage: string) => (f: { readonly task: string }) => f.task.includes(stage);

export const WORK: readonly RunMutant[] = [
  {
    code: 'EXPIRED',
    name: 'work on expired material',
    of: 'calm',
    spoil: onOrders(() => ({ expires: seconds(8 * HOUR - 1) })),
  },
  {
    code: 'MACHINE-BUSY',
    name: 'two preparations on one thermocycler',
    of: 'sideBySide',
    spoil: onFacts((facts) =>
      withDigests(JSON.parse(JSON.stringify(facts).replaceAll('"tc-2"', '"tc-1"')) as typeof facts),
    ),
  },
  {
    code: 'MACHINE-DOWN',
    name: 'work on a machine that is down',
    of: 'calm',
    spoil: instead('task-started', (f) => [
      { type: 'machine-down', at: f.at, machine: id('handler-1'), reason: 'planted', expectedUp: f.expectedEnd },
      f,
    ]),
  },
  {
    code: 'DURATION',
    name: 'an end expected a minute late',
    of: 'calm',
    spoil: changed('task-started', (f) => ({ expectedEnd: seconds(f.expectedEnd + 60) }), isOf('align')),
  },
  {
    code: 'START-WINDOW',
    name: 'a start outside the appointments',
    of: 'calm',
    spoil: onStage('extract', () => ({ startWindows: normalise([interval(0, HOUR)]) })),
  },
  { code: 'MODE', name: 'the wrong equipment', of: 'calm', spoil: onStage('extract', () => ({ equipment: 'oven' })) },
  {
    code: 'MODE',
    name: 'memory of a retry that never was',
    of: 'calm',
    spoil: (run) => unrecorded(changed('task-started', () => ({ memoryFactor: 2 }), isOf('align'))(run)),
  },
  {
    code: 'MODE',
    name: 'fewer cores than the samples need',
    of: 'calm',
    spoil: (run) => unrecorded(onStage('align', () => ({ cores: 9 }))(run)),
  },
  {
    code: 'SETUP',
    name: 'a set-up that is too short',
    of: 'calm',
    spoil: onMachines(/^tc-1$/, (m) => ({ changeover: { ...m.changeover, default: duration(1500) } })),
  },
  {
    code: 'ATTENDANCE',
    name: 'an operator more than the stage wants',
    of: 'calm',
    spoil: changed('task-started', () => ({ operators: 2 })),
  },
  {
    code: 'CALENDAR',
    name: 'work while the machine is closed',
    of: 'calm',
    spoil: onMachines(/^handler/, (m) => ({
      available: subtract(m.available, [interval(8 * HOUR + 600, 8 * HOUR + 660)]),
    })),
  },
  { code: 'STAFF', name: 'work without operators', of: 'calm', spoil: onScenario(() => ({ staff: constantLevel(0) })) },
  {
    code: 'STAFF',
    name: 'a shortage that nobody heeds',
    of: 'calm',
    spoil: instead('order-received', (f) => [
      f,
      {
        type: 'shortage-began',
        at: f.at,
        reason: 'planted',
        shortage: { id: 'x', of: { kind: 'staff', operators: 3 }, since: f.at, until: seconds(f.at + DAY) },
      },
    ]),
  },
  {
    code: 'BATCH',
    name: 'lots together that have no batch rule',
    of: 'shared',
    spoil: onStage('prep', () => ({ batch: undefined })),
  },
  {
    code: 'BATCH',
    name: 'more samples than the thermocycler takes',
    of: 'shared',
    spoil: onMachines(/^tc/, () => ({ capacity: 7 })),
  },
  {
    code: 'LANES',
    name: 'a read too few',
    of: 'calm',
    spoil: changed(
      'task-started',
      ({ placement }) => ({
        placement: { ...placement, lanes: [[{ lot: id<never>('o1'), reads: 399_999_999 }], []] } as typeof placement,
      }),
      isOf('sequence'),
    ),
  },
  {
    code: 'INDEX',
    name: 'clashing indexes on a flow cell that is one',
    of: 'shared',
    spoil: onScenario(({ indexSets, recipes }) => {
      const all = new Set(indexSets.keys());
      return {
        indexSets: new Map([...indexSets].map(([name, set]) => [name, { ...set, clashes: all }])),
        recipes: new Map([...recipes].map(([name, recipe]) => [name, { ...recipe, indexScope: 'run' }])),
      };
    }),
  },
  {
    code: 'POOL',
    name: 'more cores than there are',
    of: 'calm',
    spoil: onScenario(({ pools }) => ({ pools: pools.map((p) => ({ ...p, cores: constantLevel(31) })) })),
  },
  {
    code: 'POOL',
    name: 'more memory than there is',
    of: 'calm',
    spoil: onScenario(({ pools }) => ({ pools: pools.map((p) => ({ ...p, memoryBytes: 127e9 })) })),
  },
  {
    code: 'MAINTENANCE-WINDOW',
    name: 'maintenance before its window and its plan',
    of: 'troubled',
    spoil: onFacts((facts) =>
      withDigests(
        facts.map((f) =>
          f.type === 'maintenance-planned'
            ? { ...f, maintenance: { ...f.maintenance, start: seconds(f.maintenance.start + HOUR) } }
            : f,
        ),
      ),
    ),
  },
  {
    code: 'MAINTENANCE-WINDOW',
    name: 'runs after the window of a maintenance has closed',
    of: 'calm',
    // Planned for 8:20, due by 10:00; the run starts at 11:24.
    spoil: ({ scenario, facts }) => {
      const due = onMachines(/^seq/, (m) => ({
        flexibleMaintenance: m.flexibleMaintenance.map((r) => ({
          ...r,
          every: duration(HOUR),
          late: duration(9 * HOUR),
        })),
      }));
      const early = changed('maintenance-planned', (f) => ({
        maintenance: { ...f.maintenance, start: seconds(30_000), end: seconds(37_200) },
      }));
      return onFacts(withDigests)(due(early({ scenario, facts })));
    },
  },
  {
    code: 'MAINTENANCE-RUNS',
    name: 'more runs than a maintenance allows',
    of: 'troubled',
    spoil: onMachines(/^seq/, (m) => ({
      flexibleMaintenance: m.flexibleMaintenance.map((r) => ({ ...r, everyRuns: 1 })),
    })),
  },
  {
    code: 'MAINTENANCE-SCOPE',
    name: 'a maintenance that is cut short',
    of: 'troubled',
    spoil: changed('maintenance-started', (f) => ({ expectedEnd: seconds(f.expectedEnd - 60) })),
  },
];
