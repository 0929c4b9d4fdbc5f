/** What colours and hatchings mean. */

import { MARGIN, type Layout } from './layout.ts';
import type { Chart } from './chart.ts';
import { BOUGHT, CLOSED, INK, MUTED, TROUBLE, UNSTAFFED } from './palette.ts';
import { DOWN_PATTERN, MAINTENANCE_PATTERN, SETUP_PATTERN } from './patterns.ts';
import { element, rect, text, textWidth, type Box } from './svg.ts';

const SIZE = 11;
const SWATCH = { width: 18, height: 12 };

interface Entry {
  readonly label: string;
  readonly draw: (box: Box) => string;
}

const LINE = 18;
const TOP = 14;

/** Pixels that the legend takes below the rows, in a drawing of this width. */
export const legendHeight = (chart: Chart, width: number): number => {
  const last = place(chart, width).at(-1);
  return TOP + (last?.y ?? 0) + LINE + MARGIN;
};

export const drawLegend = (chart: Chart, layout: Layout): string =>
  element(
    'g',
    {},
    ...place(chart, layout.width).map(({ label, draw, x, y }) => {
      const box = { x, y: layout.bottom + TOP + y, ...SWATCH };
      const style = { 'font-size': SIZE, fill: INK };
      return draw(box) + text(label, { x: x + SWATCH.width + 6, y: box.y + 10 }, style);
    }),
  );

/** Entries in lines, like words; `y` counts from the first line. */
function place(chart: Chart, width: number): readonly (Entry & { readonly x: number; readonly y: number })[] {
  const entries = [...chart.workflows.map(({ name, colour }) => filled(name, colour)), ...FIXED_ENTRIES];
  let x = MARGIN;
  let y = 0;
  return entries.map((entry) => {
    const needed = SWATCH.width + 6 + textWidth(entry.label, SIZE) + 12;
    if (x + needed > width - MARGIN && x > MARGIN) {
      x = MARGIN;
      y += LINE;
    }
    const placed = { ...entry, x, y };
    x += needed;
    return placed;
  });
}

const filled = (label: string, fill: string): Entry => ({
  label,
  draw: (box) => rect(box, { fill, stroke: INK, 'stroke-width': 0.5 }),
});

const FIXED_ENTRIES: readonly Entry[] = [
  { label: 'flow cell: filled share of each lane', draw: drawFlowCell },
  filled('set-up', `url(#${SETUP_PATTERN})`),
  filled('maintenance', `url(#${MAINTENANCE_PATTERN})`),
  filled('down', `url(#${DOWN_PATTERN})`),
  { label: 'failed attempt', draw: (box) => rect(box, { fill: 'none', stroke: TROUBLE, 'stroke-width': 1.75 }) },
  filled('nobody on shift', UNSTAFFED),
  filled('machine closed', CLOSED),
  { label: '\u00d7n: batch of n lots', draw: () => '' },
];

function drawFlowCell(box: Box): string {
  const lanes = [1, 0.6, 0.3].map((share, k) => {
    const height = box.height * share;
    return rect({ x: box.x + k * 6, y: box.y + box.height - height, width: 6, height }, { fill: MUTED });
  });
  return [rect(box, { fill: BOUGHT, stroke: INK, 'stroke-width': 0.5 }), ...lanes].join('');
}
