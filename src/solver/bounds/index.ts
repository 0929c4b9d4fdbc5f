export { cheapBounds } from './cheap-bounds.ts';
export { provedBounds, type ProvedBoundsOptions } from './proved-bounds.ts';
