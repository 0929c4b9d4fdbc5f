/**
 * Crashes at every point of a life: between any two system calls, and in them, the power fails in many ways and the process dies in
 * one or two; the next life is judged, and one of those is explored in turn.
 */

import { hash } from 'node:crypto';
import type { Random } from '../../../src/base/index.ts';
import { applyEvent, copyOf, drawImage, filesOf, type DiskEvent, type DiskState } from '../../support/sim-fs/index.ts';
import { judge, type Duty } from './judge.ts';
import { ledgerFiles, recordsOf, type Life, type LifeOptions } from './life.ts';
import type { Subject } from './subject.ts';
import { Violation } from './violation.ts';

export interface Exploring {
  readonly subject: Subject;
  readonly options: LifeOptions;
  readonly random: Random;
  /** Images drawn at each point, by depth: of the first life, of the recovery after it, ... */
  readonly draws: readonly number[];
  readonly tally: Tally;
  /** Where this is, for messages. */
  readonly place: string;
}

export interface Tally {
  /** Points at which something changes on the disk. */
  points: number;
  drawn: number;
  /** Different from all others with the same duty. */
  judged: number;
  /** Of one workload under one seed. */
  readonly seen: Set<string>;
}

export const newTally = (): Tally => ({ points: 0, drawn: 0, judged: 0, seen: new Set() });

export class CrashFailure extends Error {
  override readonly name = 'CrashFailure';
  readonly violation: Violation;

  constructor(place: string, violation: Violation) {
    super(`${place}: ${violation.message}`, { cause: violation });
    this.violation = violation;
  }
}

/** `start`: what the life began with; `owed` then. Throws a `CrashFailure` at the first violation. */
export async function explore(
  life: Life,
  start: DiskState,
  owed: Omit<Duty, 'records'>,
  how: Exploring,
): Promise<void> {
  const { random, draws, tally } = how;
  // Of all that was ever written; what is on a disk after a crash is the beginning of it.
  const records = recordsOf(ledgerFiles(life.disk.state));
  const trace = [...life.disk.trace];
  const state = copyOf(start);
  let { acknowledged } = owed;
  const checkpoints = [...owed.checkpoints];

  const crashAt = async (point: number, event: DiskEvent | undefined): Promise<void> => {
    tally.points++;
    const chance = random.split(`point-${point}`);
    const images = imagesAt(state, event, draws[0] ?? 0, chance);
    const isExplored = draws.length > 1;
    // Every other time one in which only the process died: those are the last.
    const deep = chance.below(2) === 0 ? images.length - 1 : chance.below(images.length);
    if (event !== undefined) applyEvent(state, event);
    for (const [i, { image, isKill }] of images.entries()) {
      tally.drawn++;
      const isDeep = isExplored && i === deep;
      const key = `${isKill} ${isDeep} ${digest(image)} ${acknowledged} ${checkpoints.length}`;
      if (tally.seen.has(key)) continue;
      tally.seen.add(key);
      tally.judged++;
      const duty: Duty = { records, acknowledged, checkpoints: [...checkpoints] };
      const place = `${how.place}, point ${point}, image ${i}`;
      const next = await judgeThere(image, duty, { ...how, place, random: random.split(`life-${point}-${i}`) });
      if (!isDeep) continue;
      const deeper = { ...how, place, random: random.split(`deeper-${point}`), draws: draws.slice(1) };
      await explore(next, image, duty, deeper);
    }
  };

  await crashAt(0, undefined);
  for (const [k, entry] of trace.entries()) {
    if (entry.kind !== 'mark') await crashAt(k + 1, entry);
    else if (entry.note.kind === 'acknowledged') acknowledged = Math.max(acknowledged, entry.note.records);
    else if (!checkpoints.includes(entry.note.size)) checkpoints.push(entry.note.size);
  }
}

async function judgeThere(image: DiskState, duty: Duty, how: Exploring): Promise<Life> {
  try {
    return await judge(image, duty, how);
  } catch (error) {
    throw error instanceof Violation ? new CrashFailure(how.place, error) : error;
  }
}

interface Image {
  readonly image: DiskState;
  /** Only the process died. */
  readonly isKill: boolean;
}

/** In and directly after `event`, which comes after `before`. */
function imagesAt(before: DiskState, event: DiskEvent | undefined, count: number, chance: Random): readonly Image[] {
  const after = copyOf(before);
  if (event !== undefined) applyEvent(after, event);
  const images: Image[] = Array.from({ length: count }, () => ({ image: drawImage(after, chance), isKill: false }));
  if (event?.kind === 'write') {
    // A signal may end a write between two pages; any byte will do here.
    const partly = copyOf(before);
    applyEvent(partly, { ...event, bytes: event.bytes.subarray(0, chance.below(event.bytes.length)) });
    images.push({ image: partly, isKill: true });
  }
  images.push({ image: after, isKill: true });
  return images;
}

const digests = new WeakMap<Uint8Array, string>();

function digest(state: DiskState): string {
  let text = '';
  for (const [path, bytes] of filesOf(state)) {
    if (!digests.has(bytes)) digests.set(bytes, hash('sha1', bytes, 'base64'));
    text += `${path} ${digests.get(bytes) ?? ''}\n`;
  }
  return hash('sha1', text, 'base64');
}
