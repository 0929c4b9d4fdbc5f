/** Where things go: time to x, rows to y. All lengths in pixels. */

import type { Interval, Seconds } from '../../base/index.ts';
import type { Chart, Row } from './chart.ts';

export const LABEL_WIDTH = 150;
export const PLOT_WIDTH = 1420;
export const MARGIN = 16;
export const AXIS_TOP = 58;
export const AXIS_HEIGHT = 40;
export const GROUP_HEIGHT = 22;

const ROW_HEIGHTS: Readonly<Record<Row['kind'], number>> = { position: 44, equipment: 26, pool: 60 };

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (instant: Seconds) => number;
  /** Cut to the plot; undefined where nothing of it is inside. */
  readonly spanX: (spell: Interval) => { readonly x: number; readonly width: number } | undefined;
  readonly groups: readonly PlacedGroup[];
}

export interface PlacedGroup {
  readonly title: string;
  readonly y: number;
  readonly rows: readonly PlacedRow[];
}

export interface PlacedRow {
  readonly row: Row;
  readonly y: number;
  readonly height: number;
}

/** `legendHeight`: room to leave below the rows, in a drawing of a given width. */
export function layoutOf(chart: Chart, legendHeight: (width: number) => number): Layout {
  const left = MARGIN + LABEL_WIDTH;
  const right = left + PLOT_WIDTH;
  const top = AXIS_TOP + AXIS_HEIGHT;
  const groups: PlacedGroup[] = [];
  let y = top;
  for (const { title, rows } of chart.groups) {
    const placed: PlacedRow[] = [];
    const groupY = y;
    y += GROUP_HEIGHT;
    for (const row of rows) {
      const height = ROW_HEIGHTS[row.kind];
      placed.push({ row, y, height });
      y += height;
    }
    groups.push({ title, y: groupY, rows: placed });
  }
  const scale = PLOT_WIDTH / (chart.to - chart.from);
  const x = (instant: Seconds): number => left + (instant - chart.from) * scale;
  const spanX = (spell: Interval) => {
    const from = Math.max(left, x(spell.start));
    const to = Math.min(right, x(spell.end));
    return from < to ? { x: from, width: to - from } : undefined;
  };
  const width = right + MARGIN;
  return { width, height: y + legendHeight(width), left, right, top, bottom: y, x, spanX, groups };
}
