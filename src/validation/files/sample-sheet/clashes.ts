/** Samples of a lane that demultiplexing cannot tell apart: BCL Convert guide, Illumina Knowledge 2326. */

import { excerpt } from '../file-finding.ts';
import { createDistances } from './index-distance.ts';
import type { SheetSample } from './sample-sheet.ts';
import type { Add } from './sections.ts';

export interface ClashContext {
  /** For messages. */
  readonly lane: string;
  /** Whether one index that clashes is enough, as IndependentIndexCollisionCheck has it. */
  readonly isIndependent: boolean;
  /** Whether the mismatches are known: else they are the usual 1, and a clash is a warning. */
  readonly hasMismatches: boolean;
  readonly add: Add;
}

/** Pairs of indexes that are compared on one lane; a million take some 20 ms. */
export const MOST_COMPARED = 50_000_000;
const MOST_CLASHES = 1000;
/** Nearer ones become each other by two wrong bases. */
const FAR_ENOUGH = 3;

/**
 * Samples with different bases only: those with the same have been told. Returns the smallest distance of two samples, index 1 and 2
 * together; undefined where there are no two, or too many to find it.
 */
export function checkClashes(samples: readonly SheetSample[], context: ClashContext): number | undefined {
  if (context.isIndependent) {
    for (const which of ['index', 'index2'] as const) checkOneIndex(samples, which, context);
  }
  const unique = uniqueBy(samples, ({ index, index2 }) => `${index}+${index2}`);
  const within = Math.max(FAR_ENOUGH - 1, tolerated(unique, 0) + tolerated(unique, 1));
  const distances = createDistances(unique);
  let smallest = Number.POSITIVE_INFINITY;
  const found: Found[] = [];
  const left = distances.near(within, MOST_COMPARED, (a, b) => {
    const [one, other] = [unique[a], unique[b]];
    if (one === undefined || other === undefined || one.id === other.id) return true;
    const [first, second] = [distances.first(a, b), distances.second(a, b)];
    smallest = Math.min(smallest, first + second);
    const isClash = first <= sumOf(one, other, 0) && second <= sumOf(one, other, 1);
    if (isClash || first + second < FAR_ENOUGH) found.push({ one, other, isClash, distance: [first, second] });
    return found.length < MOST_CLASHES;
  });
  tell(found, context);
  if (left < 0 || found.length >= MOST_CLASHES) {
    context.add('SHEET-INDEX-MANY', unique[0]?.line ?? 1, `${unique.length} samples on ${context.lane}`);
  }
  if (smallest <= within) return smallest;
  return left < 0 ? undefined : smallestBeyond(unique, within, left);
}

interface Found {
  readonly one: SheetSample;
  readonly other: SheetSample;
  readonly isClash: boolean;
  readonly distance: readonly [first: number, second: number];
}

function tell(found: readonly Found[], { add, lane, hasMismatches }: ClashContext): void {
  const byLine = found.toSorted((a, b) => a.other.line - b.other.line || a.one.line - b.one.line);
  for (const { one, other, isClash, distance } of byLine) {
    const code = isClash && hasMismatches ? 'SHEET-INDEX-CLASH' : 'SHEET-INDEX-CLOSE';
    add(code, other.line, () => {
      const bases = other.index2 === '' ? `${distance[0]}` : `${distance[0]} and ${distance[1]}`;
      const ids = `${excerpt(other.id)} and ${excerpt(one.id)} (line ${one.line})`;
      const allowed =
        other.index2 === '' ? `${sumOf(one, other, 0)}` : `${sumOf(one, other, 0)} and ${sumOf(one, other, 1)}`;
      return `${ids} differ in ${bases} bases on ${lane}; the mismatches allow ${allowed}`;
    });
  }
}

/** Where one index is enough: each is compared by itself, and the same one twice is a clash. */
function checkOneIndex(samples: readonly SheetSample[], which: 'index' | 'index2', context: ClashContext): void {
  const { add, lane } = context;
  const position = which === 'index' ? 0 : 1;
  const having = samples.filter((sample) => sample[which] !== '');
  const firsts = new Map<string, SheetSample>();
  for (const sample of having) {
    const first = firsts.get(sample[which]);
    if (first === undefined) firsts.set(sample[which], sample);
    else if (first.id !== sample.id) {
      add(
        'SHEET-INDEX-CLASH',
        sample.line,
        () => `${which} of ${excerpt(sample.id)} is that of line ${first.line} on ${lane}`,
      );
    }
  }
  const unique = [...firsts.values()];
  const distances = createDistances(unique.map((sample) => ({ index: sample[which], index2: '' })));
  let told = 0;
  const left = distances.near(tolerated(unique, position), MOST_COMPARED, (a, b) => {
    const [one, other] = [unique[a], unique[b]];
    if (one === undefined || other === undefined || one.id === other.id) return true;
    if (distances.first(a, b) > sumOf(one, other, position)) return true;
    add(
      'SHEET-INDEX-CLASH',
      other.line,
      () => `${which} of ${excerpt(other.id)} is near that of line ${one.line} on ${lane}`,
    );
    return ++told < MOST_CLASHES;
  });
  if (left < 0 || told >= MOST_CLASHES) add('SHEET-INDEX-MANY', unique[0]?.line ?? 1, `${which} on ${lane}`);
}

/** Further ones, bases by bases, until two are found. */
function smallestBeyond(unique: readonly SheetSample[], within: number, budget: number): number | undefined {
  const distances = createDistances(unique);
  let left = budget;
  for (let distance = within + 1; distance <= distances.longest && left >= 0; distance++) {
    let isFound = false;
    left = distances.near(distance, left, (a, b) => {
      const isOther = unique[a]?.id !== unique[b]?.id;
      isFound = isOther && distances.first(a, b) + distances.second(a, b) <= distance;
      return !isFound;
    });
    if (isFound) return distance;
  }
  return undefined;
}

const sumOf = (one: SheetSample, other: SheetSample, index: 0 | 1): number =>
  one.mismatches[index] + other.mismatches[index];

/** What two samples tolerate at most; of an index that none has, nothing. */
function tolerated(samples: readonly SheetSample[], index: 0 | 1): number {
  const having = samples.filter((sample) => (index === 0 ? sample.index : sample.index2) !== '');
  return 2 * having.reduce((most, { mismatches }) => Math.max(most, mismatches[index]), 0);
}

function uniqueBy(samples: readonly SheetSample[], key: (sample: SheetSample) => string): readonly SheetSample[] {
  const firsts = new Map<string, SheetSample>();
  for (const sample of samples) if (!firsts.has(key(sample))) firsts.set(key(sample), sample);
  return [...firsts.values()];
}
