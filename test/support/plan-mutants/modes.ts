/** Mutants of rules 11 and 12: modes and set-ups. */

import { HOUR, duration, seconds } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import { clock } from '../good-lab.ts';
import { aligning } from '../good-situation.ts';
import * as edit from '../plan-edits.ts';
import { MIN, onMachine, mutant, type Mutant } from './mutant.ts';

export const MODES: readonly Mutant[] = [
  // tc-1 needs 20 min from dna-prep; it is free from 13:30 on without n2, which moves to tomorrow.
  mutant('MODE', {
    name: 'bench work on equipment of another class',
    path: '/tasks/quant-n1',
    by: () =>
      edit.both(
        edit.moveTo('rna-n2', clock(1, 9)),
        edit.task('quant-n1', () => ({ ...onMachine('tc-1'), setup: duration(20 * MIN) })),
      ),
  }),
  // Recipes of the same length and lanes; from long there is no rule for them.
  mutant('MODE', {
    name: 'a recipe that the stage does not allow',
    path: '/tasks/run-o3',
    by: () =>
      edit.task('run-o3', (t) => ({
        placement: { ...t.placement, recipe: id<never>('mini') },
        setup: duration(45 * MIN),
      })),
  }),
  mutant('MODE', {
    name: 'a recipe that the position does not offer',
    path: '/tasks/run-o3',
    by: () =>
      edit.task('run-o3', (t) => ({
        placement: { ...t.placement, recipe: id<never>('xl') },
        setup: duration(45 * MIN),
      })),
  }),
  mutant('MODE', {
    name: 'sequencing that is no run',
    path: '/tasks/run-o3',
    by: () => edit.task('run-o3', () => onMachine('seq/B')),
  }),
  // Two at a time: 2 h.
  mutant('MODE', {
    name: 'a number side by side that is no mode',
    path: '/tasks/align-o3',
    by: () => edit.task('align-o3', (t) => ({ placement: aligning(2), end: seconds(t.start + 2 * HOUR) })),
  }),
  mutant('MODE', {
    name: 'cores that are not those of the samples',
    path: '/tasks/align-o3',
    by: (amount) => edit.task('align-o3', (t) => ({ placement: { ...t.placement, cores: 8 + (amount % 7) + 1 } })),
  }),
  mutant('MODE', {
    name: 'a computation of no memory',
    path: '/tasks/align-o3',
    by: () => edit.task('align-o3', (t) => ({ placement: { ...t.placement, memoryBytes: 0 } })),
  }),
  mutant('SETUP', {
    name: 'a set-up that is too short',
    path: '/tasks/prep-o3',
    by: (amount) => edit.task('prep-o3', (t) => ({ setup: duration(t.setup - amount) })),
  }),
  mutant('SETUP', {
    name: 'a set-up that is too long',
    path: '/tasks/prep-o3',
    by: (amount) => edit.task('prep-o3', (t) => ({ setup: duration(t.setup + amount) })),
  }),
  mutant('SETUP', {
    name: 'a set-up that takes no account of what ran before',
    path: '/tasks/run-o3',
    by: () => edit.task('run-o3', () => ({ setup: duration(45 * MIN) })),
  }),
  mutant('SETUP', {
    name: 'a set-up in a pool',
    path: '/tasks/align-o3',
    by: (amount) => edit.task('align-o3', () => ({ setup: duration(amount) })),
  }),
];
