/** Tells errors of the operating system, which are expected, from bugs, which are not. */

/** The error's name, e.g. `ENOSPC`, where the operating system raised it; undefined: a bug, to be thrown on. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
