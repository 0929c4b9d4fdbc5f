/** An experiment as a drawing: per metric, the intervals of the differences to the baseline around the line of no difference. */

import {
  element,
  escapeXml,
  FONT,
  GRID,
  GRID_STRONG,
  INK,
  MUTED,
  pixels,
  rect,
  text,
  textWidth,
  TROUBLE,
  withTooltip,
} from '../gantt/index.ts';
import {
  compare,
  type ComparedVariant,
  type Comparison,
  type Estimate,
  type Experiment,
  type Verdict,
} from './comparison.ts';
import { intervalText, titleOf } from './markdown.ts';
import type { Metric } from './metrics.ts';

const WIDTH = 960;
const MARGIN = 16;
const TOP = 62;
const HEADER = 26;
const ROW = 22;
const FOOT = 40;
/** Names, intervals and numbers share the width. */
const PLOT = { from: 240, to: 700 } as const;

const COLOURS: Readonly<Record<Verdict, string>> = {
  better: '#009E73',
  worse: TROUBLE,
  different: '#0072B2',
  same: GRID_STRONG,
  open: GRID_STRONG,
};

const LEGEND: readonly (readonly [Verdict, string])[] = [
  ['better', 'better'],
  ['worse', 'worse'],
  ['different', 'different'],
  ['open', 'no difference shown'],
];

/** An SVG document, self-contained. Same input, same bytes. */
export function experimentForest(experiment: Experiment): string {
  const panels = compare(experiment).map((comparison) => ({
    ...comparison,
    rows: comparison.rows.filter((row) => row.difference !== null),
  }));
  let y = TOP;
  const drawn = panels.map((panel) => {
    const markup = drawPanel(panel, y);
    y += HEADER + ROW * panel.rows.length + 10;
    return markup;
  });
  const height = y + FOOT;
  const subtitle =
    `Differences to ${experiment.baseline}: means and 95 % confidence intervals of ` +
    `${experiment.replications} replications with common random numbers`;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${pixels(WIDTH)} ${pixels(height)}`,
      'font-family': FONT,
      role: 'img',
    },
    element('title', {}, escapeXml(experiment.name)),
    element('desc', {}, escapeXml(subtitle)),
    rect({ x: 0, y: 0, width: WIDTH, height }, { fill: '#FFFFFF' }),
    text(experiment.name, { x: MARGIN, y: 26 }, { 'font-size': 17, 'font-weight': 'bold', fill: INK }),
    text(subtitle, { x: MARGIN, y: 45 }, { 'font-size': 12, fill: MUTED }),
    ...drawn,
    drawLegend(y + 18),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
}

function drawPanel({ metric, rows }: Comparison, y: number): string {
  const scale = scaleOf(rows);
  const bottom = y + HEADER + ROW * rows.length;
  const header = rect({ x: MARGIN, y, width: WIDTH - 2 * MARGIN, height: 20 }, { fill: '#E4E7EB' });
  const title = { 'font-size': 11, 'font-weight': 'bold', fill: INK };
  const zero = scale(0);
  return element(
    'g',
    {},
    header,
    text(titleOf(metric), { x: MARGIN + 6, y: y + 14 }, title),
    element('line', { x1: zero, x2: zero, y1: y + 20, y2: bottom, stroke: GRID_STRONG, 'stroke-dasharray': '3 3' }),
    ...rows.map((row, k) => drawRow({ row, metric, scale, y: y + HEADER + ROW * k })),
  );
}

interface Row {
  readonly row: ComparedVariant;
  readonly metric: Metric;
  readonly scale: (value: number) => number;
  readonly y: number;
}

function drawRow({ row: { variant, difference, verdict }, metric, scale, y }: Row): string {
  const middle = y + ROW / 2;
  const label = text(shorten(variant), { x: MARGIN + 14, y: middle + 4 }, { 'font-size': 12, fill: INK });
  const line = element('line', { x1: MARGIN, x2: WIDTH - MARGIN, y1: y + ROW, y2: y + ROW, stroke: GRID });
  if (difference === null || verdict === null) return label + line;
  const told = `${intervalText(difference, metric, true)} ${metric.unit}`;
  const numbers = text(told, { x: PLOT.to + 16, y: middle + 4 }, { 'font-size': 12, fill: COLOURS[verdict] });
  const tooltip = `${variant}: ${told}, ${difference.n} replications`;
  return label + line + numbers + drawInterval({ difference, colour: COLOURS[verdict], scale, middle, tooltip });
}

interface Mark {
  readonly difference: Estimate;
  readonly colour: string;
  readonly scale: (value: number) => number;
  readonly middle: number;
  readonly tooltip: string;
}

function drawInterval({ difference: { mean, halfWidth }, colour, scale, middle, tooltip }: Mark): string {
  if (mean === null) return '';
  const dot = element('circle', { cx: scale(mean), cy: middle, r: 4, fill: colour });
  if (halfWidth === null) return withTooltip(tooltip, dot);
  const [from, to] = [scale(mean - halfWidth), scale(mean + halfWidth)];
  const style = { stroke: colour, 'stroke-width': 2 };
  const ends = [from, to].map((x) => element('line', { x1: x, x2: x, y1: middle - 4, y2: middle + 4, ...style }));
  const bar = element('line', { x1: from, x2: to, y1: middle, y2: middle, ...style });
  return withTooltip(tooltip, bar, ...ends, dot);
}

/** From values to pixels: 0 and every interval are inside. */
function scaleOf(rows: readonly ComparedVariant[]): (value: number) => number {
  const ends = rows.flatMap(({ difference }) =>
    difference === null || difference.mean === null
      ? []
      : [difference.mean - (difference.halfWidth ?? 0), difference.mean + (difference.halfWidth ?? 0)],
  );
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const width = PLOT.to - PLOT.from;
  // Nothing differs: the line of no difference is in the middle.
  if (low === high) return () => PLOT.from + width / 2;
  return (value) => PLOT.from + ((value - low) / (high - low)) * width;
}

function drawLegend(y: number): string {
  let x = MARGIN;
  return element(
    'g',
    {},
    ...LEGEND.map(([verdict, label]) => {
      const swatch = rect({ x, y, width: 18, height: 12 }, { fill: COLOURS[verdict] });
      const words = text(label, { x: x + 24, y: y + 10 }, { 'font-size': 11, fill: INK });
      x += 24 + textWidth(label, 11) + 16;
      return swatch + words;
    }),
  );
}

/** What fits left of the plot; the tooltip has the whole name. */
const shorten = (name: string): string => (name.length > 26 ? `${name.slice(0, 25)}\u2026` : name);
