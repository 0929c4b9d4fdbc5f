import { describe, expect, it } from 'vitest';

import { classifyFailure, type AttemptEvidence } from '../../src/execution/index.ts';
import type { FailureClass } from '../../src/model/index.ts';

const FINE: AttemptEvidence = {
  isCancelled: false,
  exitCode: 0,
  signal: null,
  text: '',
  badInputs: [],
  badOutputs: [],
};

const killed = { exitCode: null, signal: 'SIGKILL' };
const missing = { badOutputs: ['output calls (calls.vcf) is missing'] };

interface Case {
  readonly claim: string;
  readonly evidence: Partial<AttemptEvidence>;
  readonly class: FailureClass;
  readonly detail: string;
}

const CASES: readonly Case[] = [
  {
    claim: 'an exit code that nothing explains is an error of the tool',
    evidence: { exitCode: 1, text: 'usage: bwa' },
    class: 'tool-error',
    detail: 'the tool failed (exit code 1)',
  },
  {
    claim: 'a crash is an error of the tool',
    evidence: { exitCode: null, signal: 'SIGSEGV' },
    class: 'tool-error',
    detail: 'the tool failed (SIGSEGV)',
  },
  {
    claim: 'what we stopped was cancelled, however it ended',
    evidence: { ...killed, isCancelled: true, oomKills: 1, text: 'No space left on device' },
    class: 'cancelled',
    detail: 'stopped on request (SIGKILL)',
  },
  {
    claim: 'an input that is not there comes before all that follows from it',
    evidence: { exitCode: null, badInputs: ['input reads (r.fq) cannot be read: ENOENT'] },
    class: 'corrupt-input',
    detail: 'input reads (r.fq) cannot be read: ENOENT',
  },
  {
    claim: 'a damaged input that the tool names is a corrupt input',
    evidence: { exitCode: 1, text: '[E::bgzf_read_block] CRC32 checksum mismatch' },
    class: 'corrupt-input',
    detail: 'the tool says "CRC32 checksum mismatch" (exit code 1)',
  },
  {
    claim: 'a full disk is told from the words of the tool',
    evidence: { exitCode: 1, text: 'samtools sort: failed to write: No space left on device\n' },
    class: 'disk-full',
    detail: 'the tool says "No space left on device" (exit code 1)',
  },
  {
    claim: 'a full disk explains a truncated output of a tool that ends well',
    evidence: { ...missing, text: 'write error: No space left on device' },
    class: 'disk-full',
    detail: 'the tool says "No space left on device" (exit code 0)',
  },
  {
    claim: 'a full disk that we hit ourselves is a full disk',
    evidence: { exitCode: null, systemError: 'ENOSPC' },
    class: 'disk-full',
    detail: 'the system answered ENOSPC',
  },
  {
    claim: 'lack of memory is told from the words of the tool',
    evidence: { exitCode: 134, signal: null, text: "terminate called after throwing 'std::bad_alloc'" },
    class: 'out-of-memory',
    detail: 'the tool says "std::bad_alloc" (exit code 134)',
  },
  {
    claim: 'lack of memory with exit code 0 and half the output is lack of memory',
    evidence: { ...missing, text: 'java.lang.OutOfMemoryError: Java heap space' },
    class: 'out-of-memory',
    detail: 'the tool says "java.lang.OutOfMemoryError" (exit code 0)',
  },
  {
    claim: 'a kill while the kernel was out of memory is lack of memory',
    evidence: { ...killed, oomKills: 1 },
    class: 'out-of-memory',
    detail: 'killed while the kernel ran out of memory (SIGKILL)',
  },
  {
    claim: 'so is the same kill told by a wrapper as 137',
    evidence: { exitCode: 137, oomKills: 2 },
    class: 'out-of-memory',
    detail: 'killed while the kernel ran out of memory (exit code 137)',
  },
  {
    claim: 'a kill without evidence of memory came from outside',
    evidence: { ...killed, oomKills: 0 },
    class: 'node-lost',
    detail: 'ended from outside (SIGKILL)',
  },
  {
    claim: 'a kill on a machine that does not count came from outside',
    evidence: { exitCode: 137 },
    class: 'node-lost',
    detail: 'ended from outside (exit code 137)',
  },
  {
    claim: 'a SIGTERM that we did not send came from outside',
    evidence: { exitCode: null, signal: 'SIGTERM' },
    class: 'node-lost',
    detail: 'ended from outside (SIGTERM)',
  },
  {
    claim: 'memory kills elsewhere do not explain an exit code',
    evidence: { exitCode: 1, oomKills: 3 },
    class: 'tool-error',
    detail: 'the tool failed (exit code 1)',
  },
  {
    claim: 'a limit on processor time is a walltime failure',
    evidence: { exitCode: null, signal: 'SIGXCPU' },
    class: 'walltime',
    detail: 'the processor time limit was reached (SIGXCPU)',
  },
  {
    claim: 'a machine without a free process is a passing failure',
    evidence: { exitCode: null, systemError: 'EAGAIN' },
    class: 'transient',
    detail: 'the system answered EAGAIN',
  },
  {
    claim: 'a network file system that hiccups is a passing failure',
    evidence: { exitCode: 1, text: 'read: Stale file handle' },
    class: 'transient',
    detail: 'the tool says "Stale file handle" (exit code 1)',
  },
  {
    claim: 'an executable that vanished is an error of the tool',
    evidence: { exitCode: null, systemError: 'ENOENT' },
    class: 'tool-error',
    detail: 'the system answered ENOENT',
  },
  {
    claim: 'exit code 0 without the output is a corrupt output',
    evidence: missing,
    class: 'corrupt-output',
    detail: 'output calls (calls.vcf) is missing (exit code 0)',
  },
  {
    claim: 'outputs of a tool that failed are no evidence',
    evidence: { ...missing, exitCode: 2 },
    class: 'tool-error',
    detail: 'the tool failed (exit code 2)',
  },
];

describe('the failure class', () => {
  it.each(CASES)('$claim', ({ evidence, class: expected, detail }) => {
    expect(classifyFailure({ ...FINE, ...evidence })).toEqual({ class: expected, detail });
  });

  it('of a success is none, whatever the tool wrote', () => {
    expect(classifyFailure({ ...FINE, text: 'tips: out of memory? No space left on device?' })).toBeUndefined();
    expect(classifyFailure({ ...FINE, oomKills: 5 })).toBeUndefined();
  });

  it('is never blank: every end but a clean one has a class', () => {
    for (const exitCode of Array.from({ length: 255 }, (_, code) => code + 1)) {
      expect(classifyFailure({ ...FINE, exitCode })?.class).toMatch(/^(tool-error|node-lost|walltime|disk-full)$/);
    }
  });

  it('quotes of the output only the words that decided', () => {
    const text = 'patient Jane Doe: /data/jane: No space left on device';
    expect(JSON.stringify(classifyFailure({ ...FINE, exitCode: 1, text }))).not.toMatch(/jane/i);
  });
});
