/** Coverage by GA4GH's rules, of alignments that come by coordinate, in memory that does not grow with them. */

import { Buffer } from 'node:buffer';
import type { Metrics } from '../content-judge.ts';
import { FLAG, type Alignment } from './alignment.ts';
import { isAutosome, knownBases } from './autosomes.ts';
import { createDepthHistogram, depthMetrics, type DepthNames } from './depth-histogram.ts';
import { createDepthWindow } from './depth-window.ts';
import { createGoodBases } from './good-bases.ts';
import { createOverlaps } from './overlaps.ts';

const LEAST_MAPPING_QUALITY = 20;
const LEFT_OUT = FLAG.unmapped | FLAG.secondary | FLAG.supplementary | FLAG.qcFail | FLAG.duplicate;

export interface Coverage {
  /** In the order of coordinates; each with a reference of the header. */
  add(alignment: Alignment): void;
  metrics(): Metrics;
}

/** References by name and length, in the order of the header. */
export function createCoverage(names: readonly string[], lengths: readonly number[]): Coverage {
  const autosomes = createDepthHistogram();
  const others = createDepthHistogram();
  let histogram = others;
  const window = createDepthWindow((depth, bases) => histogram.add(depth, bases));
  const overlaps = createOverlaps();
  let [current, end] = [-1, 0];
  let [leftOut, notJoined] = [0, 0];

  const enter = (index: number): void => {
    window.finish();
    overlaps.clear();
    histogram = isAutosome(names[index] ?? '') ? autosomes : others;
    [current, end] = [index, lengths[index] ?? 0];
  };

  /** Bases of the reference that count; behind its end, none. */
  const count = (start: number, stop: number): void => {
    const last = Math.min(stop, end);
    if (start < last) leftOut += window.add(start, last);
  };

  const bases = createGoodBases(count);

  return {
    add(alignment) {
      const { flag, reference, position, nextPosition } = alignment;
      if (reference !== current) enter(reference);
      window.advance(position);
      overlaps.at(position);
      if ((flag & LEFT_OUT) !== 0 || alignment.mappingQuality < LEAST_MAPPING_QUALITY || position < 0) return;
      const isPair =
        (flag & (FLAG.paired | FLAG.mateUnmapped)) === FLAG.paired && alignment.nextReference === reference;
      const before = isPair && nextPosition <= position ? overlaps.take(nameOf(alignment)) : undefined;
      // The first of a pair: the second, at the same place or behind it, may overlap it.
      const isFirst = isPair && before === undefined && nextPosition >= position;
      const counted = bases.tell(alignment, before, isFirst ? nextPosition : undefined);
      if (counted !== undefined && (!overlaps.put(nameOf(alignment), counted) || counted.isCut)) notJoined++;
    },
    metrics() {
      window.finish();
      let [all, ofAutosomes] = [0, 0];
      for (const [i, name] of names.entries()) {
        const bases = knownBases(name, Math.max(0, lengths[i] ?? 0));
        all += bases;
        if (isAutosome(name)) ofAutosomes += bases;
      }
      return {
        ...depthMetrics([autosomes, others], all, ALL),
        ...depthMetrics([autosomes], ofAutosomes, AUTOSOMES),
        ...(leftOut > 0 && { coverage_bases_left_out: leftOut }),
        ...(notJoined > 0 && { coverage_pairs_not_joined: notJoined }),
      };
    },
  };
}

const ALL: DepthNames = { bases: 'reference_bases', coverage: 'coverage', breadth: (depth) => `pct_${depth}x` };
const AUTOSOMES: DepthNames = {
  bases: 'autosome_bases',
  coverage: 'autosome_coverage',
  breadth: (depth) => `pct_autosomes_${depth}x`,
};

const nameOf = ({ bytes, nameStart, nameEnd }: Alignment): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + nameStart, nameEnd - nameStart).toString('latin1');
