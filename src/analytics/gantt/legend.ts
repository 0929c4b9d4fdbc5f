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

export function drawLegend(chart: Chart, layout: Layout): string {
  const entries = [...chart.workflows.map(({ name, colour }) => filled(name, colour)), ...FIXED_ENTRIES];
  let x = MARGIN;
  let y = layout.bottom + 14;
  const drawn: string[] = [];
  for (const { label, draw } of entries) {
    const width = SWATCH.width + 6 + textWidth(label, SIZE) + 14;
    if (x + width > layout.width - MARGIN) {
      x = MARGIN;
      y += 18;
    }
    drawn.push(draw({ x, y, ...SWATCH }));
    drawn.push(text(label, { x: x + SWATCH.width + 6, y: y + 10 }, { 'font-size': SIZE, fill: INK }));
    x += width;
  }
  return element('g', {}, ...drawn);
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
