export { preflight, type Preflight, type PreflightOptions, type Purpose } from './preflight.ts';
export { validate, type Validation } from './validate.ts';
