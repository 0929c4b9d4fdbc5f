/** The one error class of the service room; `code` tells what to do about it. */

import type { Finding } from '../base/index.ts';

export type ServiceErrorCode =
  /** The scenario, or what it needs, has errors: `findings` lists them all. */
  | 'REJECTED'
  /** A plan broke its own rules: a defect of the planner, caught by the checker. `findings` lists the rules. */
  | 'PLAN_BROKEN'
  /** A file could not be read or written. */
  | 'IO';

export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ServiceErrorCode;
  /** Sorted; empty for `IO`. */
  readonly findings: readonly Finding[];

  constructor(
    code: ServiceErrorCode,
    message: string,
    options: { findings?: readonly Finding[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.findings = options.findings ?? [];
  }
}

/** Bad input with one finding, of no place in a document. */
export function rejected(code: string, message: string, hint: string, cause?: unknown): ServiceError {
  const finding = { code, severity: 'error', path: '', message, hint } as const;
  return new ServiceError('REJECTED', message, { findings: [finding], cause });
}
