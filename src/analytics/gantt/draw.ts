/** A chart as one SVG document, self-contained: no scripts, no fonts to load, no style sheet. */

import { drawAxis } from './axis.ts';
import type { Chart } from './chart.ts';
import { GROUP_HEIGHT, MARGIN, layoutOf, type Layout, type PlacedGroup, type PlacedRow } from './layout.ts';
import { drawLegend, legendHeight } from './legend.ts';
import { drawMachineRow } from './machine-row.ts';
import { FONT, GRID, GRID_STRONG, INK, MUTED, TROUBLE, UNSTAFFED } from './palette.ts';
import { patterns } from './patterns.ts';
import { drawPoolRow } from './pool-row.ts';
import { element, escapeXml, pixels, rect, text } from './svg.ts';

export function drawChart(chart: Chart): string {
  const layout = layoutOf(chart, (width) => legendHeight(chart, width));
  const { width, height } = layout;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${pixels(width)} ${pixels(height)}`,
      'font-family': FONT,
      role: 'img',
    },
    element('title', {}, escapeXml(chart.title)),
    element('desc', {}, escapeXml(chart.subtitle)),
    patterns(),
    rect({ x: 0, y: 0, width, height }, { fill: '#FFFFFF' }),
    text(chart.title, { x: MARGIN, y: 26 }, { 'font-size': 17, 'font-weight': 'bold', fill: INK }),
    text(chart.subtitle, { x: MARGIN, y: 45 }, { 'font-size': 12, fill: MUTED }),
    ...unstaffed(chart, layout),
    drawAxis(chart, layout),
    ...layout.groups.map((group) => drawGroup(group, chart, layout)),
    horizonMark(chart, layout),
    drawLegend(chart, layout),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
}

const unstaffed = (chart: Chart, { spanX, top, bottom }: Layout): readonly string[] =>
  chart.unstaffed.map((spell) => {
    const place = spanX(spell);
    return place === undefined ? '' : rect({ ...place, y: top, height: bottom - top }, { fill: UNSTAFFED });
  });

function drawGroup(group: PlacedGroup, chart: Chart, layout: Layout): string {
  const { left, right } = layout;
  const header = rect({ x: MARGIN, y: group.y, width: right - MARGIN, height: GROUP_HEIGHT }, { fill: '#E4E7EB' });
  const style = { 'font-size': 11, 'font-weight': 'bold', fill: INK };
  return element(
    'g',
    {},
    header,
    text(group.title, { x: MARGIN + 6, y: group.y + 15 }, style),
    ...group.rows.map((placed) => {
      const y = placed.y + placed.height;
      const line = element('line', { x1: MARGIN, x2: right, y1: y, y2: y, stroke: GRID, 'stroke-width': 1 });
      return [drawRow(placed, chart, layout), line, rowLabel(placed)].join('');
    }),
    element('line', { x1: left, x2: left, y1: group.y + GROUP_HEIGHT, y2: endOf(group), stroke: GRID_STRONG }),
  );
}

function endOf({ y, rows }: PlacedGroup): number {
  const last = rows.at(-1);
  return last === undefined ? y + GROUP_HEIGHT : last.y + last.height;
}

const drawRow = (placed: PlacedRow, chart: Chart, layout: Layout): string =>
  placed.row.kind === 'pool'
    ? drawPoolRow(placed.row, placed, chart, layout)
    : drawMachineRow(placed.row, placed, layout);

const rowLabel = ({ row, y, height }: PlacedRow): string =>
  text(row.label, { x: MARGIN + 14, y: y + height / 2 + 4 }, { 'font-size': 12, fill: INK });

/** Work after it counts for lateness, not for utilization. */
function horizonMark(chart: Chart, layout: Layout): string {
  if (chart.horizon >= chart.to) return '';
  const x = layout.x(chart.horizon);
  const line = { x1: x, x2: x, y1: layout.top, y2: layout.bottom };
  return [
    element('line', { ...line, stroke: TROUBLE, 'stroke-width': 1.5, 'stroke-dasharray': '6 4' }),
    text('horizon', { x: x + 4, y: layout.top + 15 }, { 'font-size': 10, fill: TROUBLE }),
  ].join('');
}
