export { cheapBounds } from './cheap-bounds.ts';
