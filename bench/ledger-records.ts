/** Facts as a run writes them, 300 to 800 bytes each as records: plans, starts, measurements, bench work, storage, telemetry. */

import { seconds } from '../src/base/index.ts';
import type { Fact, Timed } from '../src/model/index.ts';

/** Where instant 0 is. */
export const EPOCH_MS = Date.UTC(2026, 10, 30);

/** The `k`-th: kinds in turn, names and numbers of their own. */
export function factOf(k: number): Timed<Fact> {
  const at = seconds(k);
  const order = `ORD-2026-${String(Math.floor(k / 40)).padStart(6, '0')}`;
  const [lot, task, machine] = [order, `p${Math.floor(k / 97)}-${k}`, `novaseq/${k % 7}`];
  const members = [{ lot, stage: 'sequencing' }];
  const placement = { kind: 'run', machine, recipe: 'S4-300', lanes: [[{ lot, reads: 4e8 }], [{ lot, reads: 3.5e8 }]] };
  const facts: readonly object[] = [
    {
      type: 'task-planned',
      request: Math.floor(k / 97),
      task: { id: task, members, placement, setup: 2700, start: k + 7200, end: k + 165_600, isFrozen: false },
    },
    {
      type: 'task-started',
      task,
      attempt: 1,
      members,
      placement,
      memoryFactor: 1,
      setup: 2700,
      expectedEnd: k + 165_600,
      attendedUntil: k + 2700,
      operators: 1,
    },
    {
      type: 'sample-measured',
      task,
      attempt: 1,
      sample: `S-${k}`,
      measurements: [
        { metric: 'q30', value: 0.9 + (k % 97) / 1000, unit: '', gate: { min: 0.85, verdict: 'pass' } },
        { metric: 'yield', value: 110 + (k % 31) / 7, unit: 'Gb', gate: { min: 90, verdict: 'pass' } },
        { metric: 'duplication', value: (k % 13) / 100, unit: '', gate: { max: 0.2, verdict: 'pass' } },
      ],
    },
    {
      type: 'bench-recorded',
      task,
      attempt: 1,
      bench: {
        instrument: { machine, serial: `A0${1000 + (k % 7)}`, position: k % 2 === 0 ? 'A' : 'B' },
        flowCell: { id: `H${k}DSX7`, type: 'S4' },
        reagents: [
          { name: 'SBS cartridge 300', lot: `2068${k % 900}`, expires: '2027-03-31' },
          { name: 'buffer cartridge', lot: `2071${k % 800}`, expires: '2027-05-31' },
        ],
        operators: ['P-7F3A'],
        conditions: [{ place: 'room 4', signal: 'temperature', value: 21 + (k % 10) / 10, unit: 'degC' }],
      },
    },
    { type: 'lot-stored', lot, stage: 'library', condition: 'minus-twenty', quality: 1 - (k % 1000) / 1e6 },
    { type: 'telemetry-read', machine, signal: 'laser-current', value: 1.2 + (k % 1009) / 1e4 },
  ];
  // The model's branded names and lengths are plain ones here.
  return { ...facts[k % facts.length], at } as unknown as Timed<Fact>;
}
