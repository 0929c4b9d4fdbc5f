/** Who a fact is by: an operator where one decided, else the program itself. */

import type { Fact } from './run-vocabulary.ts';

/** What the program did by itself. */
export const PROGRAM = 'seqplan';

export const actorOf = (fact: Fact): string => (fact.type === 'operator-decided' ? fact.decision.operator : PROGRAM);
