/** Which file paths a document may name: beside the scenario, never elsewhere, on every operating system. */

/** Relative, with `/`, no `..`, no drive or scheme. Placeholders count as names. */
export const isSafePath = (path: string): boolean =>
  !path.startsWith('/') &&
  !/[\\:\0]/.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

export const PATH_HINT = 'Use a path below the folder of the scenario, with / and without .. or :.';
