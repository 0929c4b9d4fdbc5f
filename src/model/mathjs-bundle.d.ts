/**
 * The one-file build of mathjs, which the package exports without types.
 *
 * Its modules are some 2,000 files and take more than a second to load on a cold command line; the bundle holds the same
 * code and takes a sixth of that. The reduced `mathjs/number` has no units.
 */
declare module 'mathjs/lib/browser/math.js' {
  import type { MathJsInstance } from 'mathjs';
  const math: MathJsInstance;
  export default math;
}
