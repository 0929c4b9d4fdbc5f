/** Checksums of 32 bits in messages. */

export const hex32 = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
