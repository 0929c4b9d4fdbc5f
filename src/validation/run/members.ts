/** What a task is to work on, as lots and stages. */

import type { Stage } from '../../model/index.ts';
import type { FactOf, LotScene, Scene } from './scene.ts';

export interface WorkMember {
  readonly lot: LotScene;
  readonly stage: Stage;
}

/** Of members whose lot and stage are known. */
export const membersOf = ({ lots }: Scene, { members }: FactOf<'task-started'>): readonly WorkMember[] =>
  members.flatMap(({ lot: name, stage: of }) => {
    const lot = lots.get(name);
    const stage = lot?.stages.get(of);
    return lot === undefined || stage === undefined ? [] : [{ lot, stage }];
  });

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
