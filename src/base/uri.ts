/** Whether a path names a place by a scheme, `https://...`: such a file is elsewhere, and an adapter reads it. */

export const isUri = (path: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path);
