/** One way through a small laboratory: bench work, a run, computation, with branches, alternatives and everything that may fail. */

import type { FailureClass } from '../../src/model/index.ts';
import type { Dice } from './dice.ts';
import { randomPolicies, type StageDocument } from './random-policies.ts';

/** `post-PCR` work never goes back: no zones are used, so that any stage may follow any other. */
export function randomStages(dice: Dice): StageDocument[] {
  const hasQuantification = dice.chance(60);
  const hasLowInput = dice.chance(60);
  const hasBranch = dice.chance(70);
  const optional = [...(hasQuantification ? ['quantify'] : []), ...(hasBranch ? ['structural'] : [])];
  const benches = ['extract', ...(hasQuantification ? ['quantify'] : []), 'prep', ...(hasLowInput ? ['prep-low'] : [])];
  const all = [...benches, 'sequence', 'align', ...(hasBranch ? ['structural'] : []), 'report'];
  const stage = (id: string, rest: object): StageDocument => {
    const own = dice.split(id);
    const earlier = all.slice(0, all.indexOf(id)).concat(id === 'prep' && hasLowInput ? ['prep-low'] : []);
    return {
      id,
      ...rest,
      durationCv: own.pick([0, 0, 0.1, 0.3]),
      failureRates: randomRates(own),
      onError: randomPolicies(own, { fallbacks: earlier, optional }),
    } as StageDocument;
  };
  const quantified = hasQuantification && dice.chance(50) ? ['quantify'] : ['extract'];
  const stages = [
    stage('extract', {
      ...bench(dice, 'handler'),
      output: { material: 'dna', condition: 'fridge' },
      hold: randomHold(dice, ['6 h', '12 h', '2 d', '10 d']),
      ...(dice.chance(50) ? { gates: [{ metric: 'yield', unit: 'ng', min: 50 }] } : {}),
      ...(dice.chance(20) ? { startWindows: [{ days: 'Mon-Sun', from: '06:00', to: '20:00' }] } : {}),
    }),
    stage('prep', {
      ...bench(dice, 'cycler'),
      after: quantified,
      ...(dice.chance(70) ? { batch: { family: 'library' } } : {}),
      output: { material: 'library', condition: dice.pick(['fridge', 'freezer']) },
      hold: randomHold(dice, ['4 h', '1 d', '3 d', '10 d']),
    }),
    stage('sequence', {
      kind: 'sequencing',
      after: ['prep'],
      recipes: dice.pick([['short'], ['short', 'long'], ['long']]),
      reads: dice.pick(['40 M', '100 M']),
      ...(dice.chance(30) ? { gates: [{ metric: 'reads', unit: 'M', min: 30 }] } : {}),
    }),
    stage('align', { ...compute(dice), after: ['sequence'], parallel: dice.pick([[1], [1, 2], [2, 4]]) }),
    stage('report', { ...compute(dice), after: ['align', ...(hasBranch ? ['structural'] : [])] }),
  ];
  if (hasQuantification) {
    stages.push(
      stage('quantify', {
        ...bench(dice, 'reader'),
        after: ['extract'],
        optional: true,
        ...(dice.chance(50) ? { batch: { family: 'quantify' } } : {}),
        hold: randomHold(dice, ['1 d', '5 d']),
      }),
    );
  }
  if (hasLowInput) {
    stages.push(
      stage('prep-low', {
        ...bench(dice, 'cycler'),
        insteadOf: 'prep',
        output: { material: 'library', condition: 'fridge' },
        hold: randomHold(dice, ['1 d', '5 d']),
      }),
    );
  }
  if (hasBranch) stages.push(stage('structural', { ...compute(dice), after: ['align'], optional: true }));
  return stages;
}

const bench = (dice: Dice, equipment: string) => ({
  kind: 'bench',
  equipment,
  time: { fixed: dice.pick(['30 min', '1 h', '2 h']), perSample: dice.pick(['0', '2 min', '10 min']) },
  operators: dice.pick([0, 1, 1, 2]),
  ...(dice.chance(50) ? { handsOn: '20 min' } : {}),
});

const compute = (dice: Dice) => ({
  kind: 'compute',
  pool: 'cluster',
  time: { fixed: '0', perSample: dice.pick(['20 min', '1 h', '3 h']) },
  cores: dice.pick([2, 4]),
  memory: dice.pick(['4 GB', '8 GB']),
});

const randomHold = (dice: Dice, most: readonly string[]) => ({
  ...(dice.chance(30) ? { min: dice.pick(['10 min', '1 h']) } : {}),
  ...(dice.chance(70) ? { max: dice.pick(most) } : {}),
});

const CLASSES: readonly FailureClass[] = [
  'transient',
  'node-lost',
  'out-of-memory',
  'walltime',
  'disk-full',
  'tool-error',
  'corrupt-input',
  'corrupt-output',
  'quality-gate',
  'equipment-failure',
  'sample-expired',
];

const randomRates = (dice: Dice): Record<string, number> =>
  Object.fromEntries(dice.some(CLASSES, dice.int(0, 4)).map((name) => [name, dice.pick([0.02, 0.05, 0.1, 0.3])]));
