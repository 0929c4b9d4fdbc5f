export { preflight, type Preflight, type PreflightOptions, type Purpose } from './preflight.ts';
export { warnBeforehand } from './warn-beforehand.ts';
export { validate, type Validation } from './validate.ts';
