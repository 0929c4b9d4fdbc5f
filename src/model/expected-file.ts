/** What a scenario says of a file that a tool reads, so that it can be looked at before anything starts. */

export interface ExpectedFile {
  /** Formats that are allowed, as documents spell them; absent: any. Not empty. */
  readonly formats?: readonly string[];
  /** Lower-case hex. */
  readonly sha256?: string;
  /** Lower-case hex; what many providers hand out beside their files. */
  readonly md5?: string;
}
