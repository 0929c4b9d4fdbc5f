/** One machine's row: what it did, what kept it from doing more. */

import { at, type Interval } from '../../base/index.ts';
import type { Band, Bar, Lane, MachineRow, Share } from './chart.ts';
import type { Layout, PlacedRow } from './layout.ts';
import { BOUGHT, CLOSED, GRID_STRONG, INK, TROUBLE } from './palette.ts';
import { DOWN_PATTERN, MAINTENANCE_PATTERN, SETUP_PATTERN } from './patterns.ts';
import { element, rect, text, textWidth, withTooltip, type Box } from './svg.ts';

const LABEL_SIZE = 9;
const PADDING = 3;
/** Above the lanes of a sequencing run, for its label. */
const HEAD = 13;

export function drawMachineRow(row: MachineRow, { y, height }: PlacedRow, layout: Layout): string {
  const band = (spell: Interval): Box | undefined => {
    const place = layout.spanX(spell);
    return place && { ...place, y: y + PADDING, height: height - 2 * PADDING };
  };
  const closed = row.closed.map((spell) => {
    const place = layout.spanX(spell);
    return place === undefined ? '' : rect({ ...place, y, height }, { fill: CLOSED });
  });
  return element(
    'g',
    {},
    ...closed,
    ...row.maintenance.map((spell) => drawBand(spell, band(spell), MAINTENANCE_PATTERN, GRID_STRONG)),
    ...row.bars.map((bar, k) => drawBar(row, bar, band, roomAfter(row, k, layout))),
    ...row.downtime.map((spell) => drawBand(spell, band(spell), DOWN_PATTERN, TROUBLE)),
  );
}

/** Where the next thing on the row begins: a label may stand beside its bar up to there. */
function roomAfter(row: MachineRow, index: number, layout: Layout): number {
  const bar = at(row.bars, index);
  const later = [
    ...row.bars.slice(index + 1).map((next) => next.setupStart),
    ...[...row.maintenance, ...row.downtime].map((spell) => spell.start),
  ].filter((start) => start >= bar.end);
  return later.reduce((nearest, start) => Math.min(nearest, layout.x(start)), layout.right);
}

function drawBand(spell: Band, box: Box | undefined, pattern: string, stroke: string): string {
  if (box === undefined) return '';
  return withTooltip(spell.tooltip, rect(box, { fill: `url(#${pattern})`, stroke, 'stroke-width': 0.75 }));
}

function drawBar(row: MachineRow, bar: Bar, band: (spell: Interval) => Box | undefined, room: number): string {
  const setup = band({ start: bar.setupStart, end: bar.start });
  const box = band(bar);
  if (box === undefined && setup === undefined) return '';
  const parts = setup === undefined ? [] : [rect(setup, { fill: `url(#${SETUP_PATTERN})` })];
  if (box !== undefined) {
    parts.push(row.kind === 'position' && bar.lanes.length > 0 ? drawLanes(bar, box) : drawShares(bar.shares, box));
    parts.push(frame(bar, box), drawLabel(row, bar, box, room));
  }
  return withTooltip(bar.tooltip, ...parts);
}

/** Workflows of a batch, stacked by their shares. */
function drawShares(shares: readonly Share[], box: Box): string {
  let y = box.y;
  return shares
    .map(({ colour, share }) => {
      const height = box.height * share;
      const part = rect({ ...box, y, height }, { fill: colour });
      y += height;
      return part;
    })
    .join('');
}

/** Side by side like the lanes of the flow cell, each filled from below as far as it was used. */
function drawLanes(bar: Bar, box: Box): string {
  const width = box.width / bar.lanes.length;
  const area = { ...box, y: box.y + HEAD, height: box.height - HEAD };
  return [
    rect(box, { fill: BOUGHT }),
    ...bar.lanes.map((lane, k) => drawLane(lane, { ...area, x: box.x + k * width, width })),
    element('line', { x1: box.x, x2: box.x + box.width, y1: area.y, y2: area.y, stroke: INK, 'stroke-width': 0.5 }),
  ].join('');
}

function drawLane(lane: Lane, box: Box): string {
  let y = box.y + box.height;
  return lane.parts
    .map(({ colour, share }) => {
      const height = box.height * share;
      y -= height;
      return rect({ ...box, y, height }, { fill: colour });
    })
    .join('');
}

/** Failed: outlined in vermilion and crossed at its end. Unfinished: dashed. */
function frame(bar: Bar, box: Box): string {
  const isFailed = bar.outcome === 'failed';
  const outline = rect(box, {
    fill: 'none',
    stroke: isFailed ? TROUBLE : INK,
    'stroke-width': isFailed ? 1.75 : 0.5,
    'stroke-dasharray': bar.outcome === 'unfinished' ? '3 2' : undefined,
  });
  if (!isFailed) return outline;
  const size = Math.min(box.height, 12) / 2;
  // Inside the bar where it is wide enough: downtime often follows directly.
  const x = box.x + box.width - Math.min(size + 2, box.width / 2);
  const y = box.y + box.height / 2;
  const d = `M${x - size} ${y - size}L${x + size} ${y + size}M${x - size} ${y + size}L${x + size} ${y - size}`;
  return outline + element('path', { d, stroke: TROUBLE, 'stroke-width': 2.25, fill: 'none' });
}

/** Keeps dark letters readable on dark colours. */
const HALO = { stroke: '#FFFFFF', 'stroke-width': 2.5, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };

/** On the bar where it fits, else beside it where nothing follows soon. */
function drawLabel(row: MachineRow, bar: Bar, box: Box, room: number): string {
  const style = { 'font-size': LABEL_SIZE, fill: INK };
  const isRun = row.kind === 'position';
  const y = isRun ? box.y + HEAD - 3.5 : box.y + box.height / 2 + 3;
  const inside = bar.labels.find((label) => textWidth(label, LABEL_SIZE) + 5 <= box.width);
  if (inside !== undefined) return text(inside, { x: box.x + 3, y }, isRun ? style : { ...style, ...HALO });
  const beside = bar.labels.find((label) => box.x + box.width + textWidth(label, LABEL_SIZE) + 3 <= room);
  return beside === undefined ? '' : text(beside, { x: box.x + box.width + 2, y }, style);
}
