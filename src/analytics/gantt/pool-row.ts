/** A compute pool's row: cores in use over time, stacked by workflow, under the cores on offer. */

import { NEVER, at, levelAt, seconds, type Seconds } from '../../base/index.ts';
import type { Chart, PoolRow } from './chart.ts';
import type { Layout, PlacedRow } from './layout.ts';
import { INK, MUTED } from './palette.ts';
import { element, pixels, text } from './svg.ts';

const PADDING = 6;

export function drawPoolRow(row: PoolRow, { y, height }: PlacedRow, chart: Chart, layout: Layout): string {
  const most = Math.max(1, ...row.offered.levels);
  const floor = y + height - PADDING;
  const perCore = (height - 2 * PADDING) / most;
  const columns = loadByColumn(row, chart, layout);
  const stacked: string[] = [];
  const below = Array.from({ length: columnCount(layout) }, () => 0);
  for (const { colour } of chart.workflows) {
    const load = columns.get(colour);
    if (load === undefined) continue;
    const top = load.map((cores, k) => at(below, k) + cores);
    stacked.push(element('path', { d: areaBetween(below, top, { layout, floor, perCore }), fill: colour }));
    top.forEach((cores, k) => (below[k] = cores));
  }
  const style = { 'font-size': 9, fill: MUTED, 'text-anchor': 'end' };
  return element(
    'g',
    {},
    ...stacked,
    element('path', { d: offeredLine(row, chart, layout, (c) => floor - c * perCore), stroke: INK, fill: 'none' }),
    text(String(most), { x: layout.left - 4, y: y + PADDING + 6 }, style),
    text('0', { x: layout.left - 4, y: floor }, style),
  );
}

const columnCount = (layout: Layout): number => Math.ceil(layout.right - layout.left);

/** Mean cores in use per pixel column, by colour: thousands of tasks become one outline. */
function loadByColumn(row: PoolRow, chart: Chart, layout: Layout): ReadonlyMap<string, readonly number[]> {
  const count = columnCount(layout);
  const perSecond = count / (chart.to - chart.from);
  const loads = new Map<string, number[]>();
  for (const { start, end, cores, colour } of row.uses) {
    const load = loads.get(colour) ?? Array.from({ length: count }, () => 0);
    loads.set(colour, load);
    const from = Math.max(0, (start - chart.from) * perSecond);
    const to = Math.min(count, (end - chart.from) * perSecond);
    for (let column = Math.floor(from); column < to; column++) {
      const covered = Math.min(to, column + 1) - Math.max(from, column);
      load[column] = (load[column] ?? 0) + cores * covered;
    }
  }
  return loads;
}

interface AreaPlace {
  readonly layout: Layout;
  readonly floor: number;
  readonly perCore: number;
}

/** Along the top from left to right, back along the bottom; steps are written only where a level changes. */
function areaBetween(bottom: readonly number[], top: readonly number[], place: AreaPlace): string {
  const forward = steps(top, place);
  const back = steps(bottom, place).toReversed();
  return `M${[...forward, ...back].map(([x, y]) => `${pixels(x)} ${pixels(y)}`).join('L')}Z`;
}

function steps(levels: readonly number[], { layout, floor, perCore }: AreaPlace): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  levels.forEach((level, k) => {
    if (k > 0 && levels[k - 1] === level) return;
    const y = floor - level * perCore;
    if (k > 0) points.push([layout.left + k, floor - at(levels, k - 1) * perCore]);
    points.push([layout.left + k, y]);
  });
  points.push([layout.right, floor - at(levels, levels.length - 1) * perCore]);
  return points;
}

function offeredLine(row: PoolRow, chart: Chart, layout: Layout, y: (cores: number) => number): string {
  const { times } = row.offered;
  const within = times.filter((t) => t > chart.from && t < chart.to);
  const starts: readonly Seconds[] = [chart.from, ...within];
  return starts
    .map((start, k) => {
      const end = starts[k + 1] ?? seconds(Math.min(chart.to, NEVER));
      const height = pixels(y(levelAt(row.offered, start)));
      return `${k === 0 ? 'M' : 'L'}${pixels(layout.x(start))} ${height}L${pixels(layout.x(end))} ${height}`;
    })
    .join('');
}
