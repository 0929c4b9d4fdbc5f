export { openCompanions, openOrRefuse, type OpenedCompanions } from './companions.ts';
export { openHttpSource, type HttpOptions } from './http-source.ts';
export { openSource, STANDARD_ADAPTERS, type OpenedSource, type SourceAdapter } from './open-source.ts';
export { SourceError, type SourceErrorCode } from './source-error.ts';
