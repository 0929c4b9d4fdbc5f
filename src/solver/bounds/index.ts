export { cheapBounds } from './cheap-bounds.ts';
export { earliestEnds } from './earliest-ends.ts';
export { provedBounds, type ProvedBoundsOptions } from './proved-bounds.ts';
