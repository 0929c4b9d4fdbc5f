/**
 * The outside world as arguments. Only `service/` wires the real ones; tests and the simulator wire their own.
 */

/** Wall-clock time, in milliseconds since 1970-01-01T00:00:00Z. */
export interface Clock {
  nowMs(): number;
}

/** An open append-only file. */
export interface AppendFile {
  /** Append all of `bytes`; resolves when the operating system has them, not when they are durable. */
  append(bytes: Uint8Array): Promise<void>;
  /** Make everything appended so far durable (`fdatasync`). After a rejection the file's content is unknown. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** An exclusive hold on a file, advisory; it ends when it is released and when the process ends, however it ends. */
export interface FileLock {
  release(): Promise<void>;
}

/** Files, by absolute path. Rejections are the operating system's errors with their `code` (`ENOENT`, `ENOSPC`, ...). */
export interface Fs {
  readFile(path: string): Promise<Uint8Array>;
  /** Up to `length` bytes from `offset`; fewer only where the file ends before. */
  readAt(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Create or replace, durable before it resolves: temporary file, sync, rename, sync of the folder. */
  writeFileAtomic(path: string, bytes: Uint8Array): Promise<void>;
  /** Open for appending; creates the file, and makes its folder entry durable, where it is missing. */
  openAppend(path: string): Promise<AppendFile>;
  /** Names in a folder, sorted by code unit. */
  list(path: string): Promise<readonly string[]>;
  /** Make a folder, and those on the way to it, where they are missing; its entry is durable before it resolves, also where it was there. */
  mkdir(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Cut a file to `bytes` bytes; durable before it resolves. */
  truncate(path: string, bytes: number): Promise<void>;
  /** Take a file away, where it is there; durable before it resolves. */
  remove(path: string): Promise<void>;
  /** Size in bytes, or undefined where there is no such file. */
  size(path: string): Promise<number | undefined>;
  /**
   * Take hold of a file, which is made where it is missing. Rejects with an error of code `ELOCKED` while anybody else has it,
   * another process or another opener in this one.
   */
  lock(path: string): Promise<FileLock>;
}
