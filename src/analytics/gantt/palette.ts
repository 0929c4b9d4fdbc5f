/**
 * Colours that people with any colour vision tell apart: the eight of Okabe and Ito (2008), "Color Universal Design".
 * Vermilion is kept for trouble and grey for what is not work.
 */

const WORKFLOW_COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#F0E442'] as const;
/** After the sixth workflow the same hues return, darker. */
const DARKER_COLOURS = ['#003F63', '#8A5F00', '#005A42', '#7D3F62', '#1F6E9C', '#8F8600'] as const;

export const TROUBLE = '#D55E00';
export const INK = '#1F2933';
export const MUTED = '#616E7C';
export const GRID = '#CBD2D9';
export const GRID_STRONG = '#7B8794';
export const UNSTAFFED = '#EDF0F3';
export const CLOSED = '#D5DAE0';
export const BOUGHT = '#FFFFFF';
export const FONT = "'DejaVu Sans', Verdana, Helvetica, Arial, sans-serif";

/** Colour of the workflow at this place of the sorted list of workflows. */
export function workflowColour(place: number): string {
  const colours = [...WORKFLOW_COLOURS, ...DARKER_COLOURS];
  return colours[place % colours.length] ?? INK;
}
