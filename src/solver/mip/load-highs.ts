/** HiGHS as WebAssembly, one instance per call. Within a process all instances share their compiled code as long as one lives. */

import loadDefault, { type Highs } from 'highs';

/** The package's types take its module for CommonJS, where the default export is one level deeper. */
export const loadHighs = loadDefault as unknown as () => Promise<Highs>;
