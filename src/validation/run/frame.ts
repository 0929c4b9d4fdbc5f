/** `[RUN-FRAME]` and `[TIME]`: a run opens once, first of all, and closes once, last of all; facts come in order of time. */

import type { Fact, Timed } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import type { Scene } from './scene.ts';

export function* checkFrame({ phase, now }: Scene, fact: Timed<Fact>): Generator<Fault> {
  if (fact.at < now)
    yield fault('TIME', `${fact.type} is at ${fact.at}, after a fact at ${now}`, 'Facts never go back.');
  if (phase === 'new' && fact.type !== 'run-opened') {
    yield fault('RUN-FRAME', `${fact.type} comes before the run is opened`, 'The first fact is run-opened.');
  }
  if (phase !== 'new' && fact.type === 'run-opened') {
    yield fault('RUN-FRAME', 'the run is opened twice', 'One ledger holds one run.');
  }
  if (phase === 'closed' && fact.type !== 'run-opened') {
    yield fault('RUN-FRAME', `${fact.type} comes after the run was closed`, 'The last fact is run-closed.');
  }
}

/** After the last fact. */
export function* checkClosed({ phase }: Scene): Generator<Fault> {
  if (phase === 'closed') return;
  yield fault('RUN-FRAME', 'the run is not closed', 'Facts are missing at the end, or the run goes on.');
}
