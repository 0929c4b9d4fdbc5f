/** Hatchings, so that set-up, maintenance and downtime are told apart without colour too. */

import { CLOSED, INK, MUTED, TROUBLE } from './palette.ts';
import { element } from './svg.ts';

export const SETUP_PATTERN = 'seqplan-setup';
export const MAINTENANCE_PATTERN = 'seqplan-maintenance';
export const DOWN_PATTERN = 'seqplan-down';

export const patterns = (): string =>
  element(
    'defs',
    {},
    hatch(SETUP_PATTERN, '#FFFFFF', MUTED, 'M-1 1L1 -1M0 4L4 0M3 5L5 3'),
    hatch(MAINTENANCE_PATTERN, CLOSED, INK, 'M0 0L4 4M-1 3L1 5M3 -1L5 1'),
    hatch(DOWN_PATTERN, '#FBE3D3', TROUBLE, 'M0 0L4 4M0 4L4 0'),
  );

const hatch = (id: string, fill: string, stroke: string, d: string): string =>
  element(
    'pattern',
    { id, width: 4, height: 4, patternUnits: 'userSpaceOnUse' },
    element('rect', { width: 4, height: 4, fill }),
    element('path', { d, stroke, 'stroke-width': 0.8 }),
  );
