/** Single characters of ASCII, by their bytes. */

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
