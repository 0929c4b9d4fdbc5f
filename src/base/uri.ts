/** Names of places: what begins with a scheme is none of this machine's files. */

export const isUri = (path: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path);
