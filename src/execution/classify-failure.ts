/**
 * Which failure class an attempt's evidence amounts to: recovery depends on it, and an exit code alone decides little.
 *
 * `bwa` out of memory, with a full disk and with a damaged index exits 1 each time; a kill by the kernel leaves no word
 * in the victim's output; a tool may exit 0 with half its output. So signs are weighed in the order of `RULES`, first
 * match wins: what we did ourselves, then what the files show, then what the tool said, then how it ended.
 */

import type { FailureClass } from '../model/index.ts';

/** What is known about one attempt. */
export interface AttemptEvidence {
  /** We asked it to stop. */
  readonly isCancelled: boolean;
  /** The operating system's error name where the process could not be started or its files not be handled. */
  readonly systemError?: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Standard error and, where it is not an output, standard output. */
  readonly text: string;
  /** Kills for lack of memory that the kernel counted on this machine meanwhile; undefined: not known. */
  readonly oomKills?: number;
  /** One sentence per input that is missing or not what was published. */
  readonly badInputs: readonly string[];
  /** One sentence per output that is missing, empty or damaged. Looked at only after exit code 0. */
  readonly badOutputs: readonly string[];
}

export interface Classification {
  readonly class: FailureClass;
  /** One sentence with the evidence that decided. Quotes only the matched words: output may name patients or paths. */
  readonly detail: string;
}

/** undefined: no sign of failure. */
export function classifyFailure(evidence: AttemptEvidence): Classification | undefined {
  const hasFailed =
    evidence.isCancelled ||
    evidence.systemError !== undefined ||
    evidence.exitCode !== 0 ||
    evidence.signal !== null ||
    evidence.badInputs.length > 0 ||
    evidence.badOutputs.length > 0;
  // A successful tool may well write "out of memory" into its help text.
  if (!hasFailed) return undefined;
  for (const rule of RULES) {
    const sign = rule.sign(evidence);
    if (sign !== undefined) return { class: rule.class, detail: `${sign}${ending(evidence)}` };
  }
  return { class: 'tool-error', detail: `the tool failed${ending(evidence)}` };
}

interface Rule {
  readonly class: FailureClass;
  /** What speaks for the class; undefined: nothing. */
  readonly sign: (evidence: AttemptEvidence) => string | undefined;
}

const says =
  (...patterns: readonly RegExp[]): Rule['sign'] =>
  ({ text }) => {
    for (const pattern of patterns) {
      const match = pattern.exec(text);
      if (match !== null) return `the tool says "${match[0]}"`;
    }
    return undefined;
  };

const system =
  (...codes: readonly string[]): Rule['sign'] =>
  ({ systemError }) =>
    systemError !== undefined && codes.includes(systemError) ? `the system answered ${systemError}` : undefined;

const endedBy =
  (signals: readonly string[], meaning: string): Rule['sign'] =>
  (evidence) => {
    const signal = endingSignal(evidence);
    return signal !== undefined && signals.includes(signal) ? meaning : undefined;
  };

const RULES: readonly Rule[] = [
  { class: 'cancelled', sign: (e) => (e.isCancelled ? 'stopped on request' : undefined) },
  { class: 'corrupt-input', sign: (e) => e.badInputs[0] },
  // Before everything that a full disk leads to: truncated outputs, and tools that exit 0 all the same.
  { class: 'disk-full', sign: system('ENOSPC', 'EDQUOT') },
  { class: 'disk-full', sign: says(/No space left on device/i, /Disk quota exceeded/i) },
  { class: 'disk-full', sign: endedBy(['SIGXFSZ'], 'a file grew past the size limit') },
  {
    class: 'out-of-memory',
    sign: says(
      /std::bad_alloc/,
      /Cannot allocate memory/i,
      /java\.lang\.OutOfMemoryError/,
      /\bMemoryError\b/,
      /memory allocation of \d+ bytes failed/,
      /cannot allocate vector of size/,
      /JavaScript heap out of memory/,
      /\boom[-_]kill/i,
      /\bout of memory\b/i,
    ),
  },
  {
    class: 'out-of-memory',
    // The counter is the whole machine's: together with a SIGKILL that nobody here sent it is evidence, alone it is not.
    sign: (e) =>
      endingSignal(e) === 'SIGKILL' && (e.oomKills ?? 0) > 0 ? 'killed while the kernel ran out of memory' : undefined,
  },
  { class: 'walltime', sign: endedBy(['SIGXCPU'], 'the processor time limit was reached') },
  {
    class: 'transient',
    // The machine could not start another process just now.
    sign: system('EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM', 'ETXTBSY', 'EBUSY', 'EINTR', 'EIO', 'ESTALE'),
  },
  {
    class: 'transient',
    sign: says(
      /Resource temporarily unavailable/i,
      /Stale (?:NFS )?file handle/i,
      /Input\/output error/i,
      /Text file busy/i,
      /Temporary failure in name resolution/i,
      /Connection (?:reset by peer|timed out|refused)/i,
    ),
  },
  {
    class: 'corrupt-input',
    sign: says(
      /CRC32 checksum (?:mismatch|failed)/i,
      /crc error/i,
      /invalid compressed data/i,
      /not in gzip format/i,
      /\btruncated (?:file|record|input)\b/i,
      /EOF marker is absent/i,
      /unexpected end of (?:file|input)/i,
      /\bmalformed\b/i,
    ),
  },
  {
    class: 'node-lost',
    // Without a word about memory, somebody took the process away: a shutdown, an operator, a kernel that does not tell.
    sign: endedBy(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGPWR'], 'ended from outside'),
  },
  {
    class: 'tool-error',
    sign: (e) => (e.systemError === undefined ? undefined : `the system answered ${e.systemError}`),
  },
  // Only now: how a process ended explains its outputs, not the other way round.
  { class: 'corrupt-output', sign: (e) => (e.exitCode === 0 ? e.badOutputs[0] : undefined) },
];

/** Wrappers and shells report a child's signal as 128 + its number. */
const SIGNAL_OF_EXIT_CODE: ReadonlyMap<number, string> = new Map([
  [129, 'SIGHUP'],
  [130, 'SIGINT'],
  [131, 'SIGQUIT'],
  [137, 'SIGKILL'],
  [143, 'SIGTERM'],
  [152, 'SIGXCPU'],
  [153, 'SIGXFSZ'],
]);

function endingSignal({ signal, exitCode }: AttemptEvidence): string | undefined {
  return signal ?? (exitCode === null ? undefined : SIGNAL_OF_EXIT_CODE.get(exitCode));
}

function ending({ exitCode, signal }: AttemptEvidence): string {
  if (signal !== null) return ` (${signal})`;
  return exitCode === null ? '' : ` (exit code ${exitCode})`;
}
