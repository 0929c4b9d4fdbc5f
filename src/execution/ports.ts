/** What the real world needs of the machine it runs on: processes, files of a run, and timers. Tests wire their own. */

import type { ResourcesUsed } from '../model/index.ts';

/** A process to start: an executable with an argv array, never a shell line. */
export interface ProcessSpec {
  /** Absolute path of what is executed. */
  readonly executable: string;
  /** `argv[0]` is the name under which the process sees itself. Not empty. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path of the file that standard output makes; must not exist yet. Absent: kept as an excerpt. */
  readonly stdoutFile?: string;
}

export type ProcessEnd =
  | {
      readonly kind: 'ended';
      /** null where a signal ended it. */
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** Excerpts: beginning and end of long output. `stdout` is '' where it went to a file. */
      readonly stdout: string;
      readonly stderr: string;
      /** As far as the system tells. */
      readonly used?: ResourcesUsed;
    }
  /** The operating system refused: `code` is its error name, e.g. `ENOENT`, `EAGAIN`. */
  | { readonly kind: 'not-started'; readonly code: string; readonly message: string };

export interface RunningProcess {
  /** Never rejects. When it resolves, no process of the group is left. */
  readonly ended: Promise<ProcessEnd>;
  /** Signal the whole process group; without effect once it has ended. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface Processes {
  /** Start in a process group of its own, with standard input empty. */
  start(spec: ProcessSpec): RunningProcess;
  /** How often the kernel has killed for lack of memory since it was booted; undefined where it does not tell. */
  oomKills(): Promise<number | undefined>;
}

/** What is found at a path; symbolic links are not followed. */
export type FileKind = 'absent' | 'file' | 'directory' | 'other';

/** Files of a run, by absolute path. Rejections are the operating system's errors with their `code`. */
export interface RunFiles {
  kind(path: string): Promise<FileKind>;
  /** SHA-256 (lower-case hex) and size of a file, links followed. */
  digest(path: string): Promise<{ readonly sha256: string; readonly bytes: number }>;
  /** Whether this process may execute the file at `path`, links followed; a folder is not executable. */
  isExecutable(path: string): Promise<boolean>;
  /** Whether this process may read the regular file at `path`, links followed. */
  isReadable(path: string): Promise<boolean>;
  /** With all parents. */
  makeFolder(path: string): Promise<void>;
  /** A new folder inside an existing one: `EEXIST` where there is anything of that name. */
  claimFolder(path: string): Promise<void>;
  /** A symbolic link at `path` that leads to `target`. */
  link(target: string, path: string): Promise<void>;
  /** The same regular file under a second name, by a hard link or, where that is not possible, as a copy. */
  share(from: string, to: string): Promise<void>;
  writeText(path: string, text: string): Promise<void>;
  /** Rename a file or folder; what is at `to`, an empty folder aside, must not exist. */
  move(from: string, to: string): Promise<void>;
  /** Make a file's content, or a folder's entries, durable. */
  sync(path: string): Promise<void>;
}

export interface Timers {
  /**
   * Call `action` once, `delayMs` >= 0 from now and never before this returns; the answer takes it back. Delays of any
   * length are kept.
   */
  start(delayMs: number, action: () => void): () => void;
}
