/** Who a fact is by: an operator where one decided, else the program itself. */

import type { Fact } from './run-vocabulary.ts';

/** What the program did by itself. */
export const PROGRAM = 'seqplan';

/** One plain word, as records need it; an operator whose name is none stands in the decision alone. */
const ACTOR = /^[!#-[\]-~]{1,128}$/;

export function actorOf(fact: Fact): string {
  const operator = fact.type === 'operator-decided' ? fact.decision.operator : PROGRAM;
  return ACTOR.test(operator) ? operator : PROGRAM;
}
