/**
 * What the command line writes: one JSON document or text on standard output, progress and findings on standard error.
 */

import { printable, type Clock, type Finding } from '../base/index.ts';

export interface Terminal {
  /** Results. */
  print(text: string): void;
  /** Progress, logs, findings. */
  note(text: string): void;
}

/** Texts by lines: names from documents and ledgers may not steer the terminal. In JSON, where they stand in texts, the escapes mean the same. */
export const createTerminal = (write: Record<keyof Terminal, (text: string) => void>): Terminal => ({
  print: (text) => write.print(`${shown(text)}\n`),
  note: (text) => write.note(`${shown(text)}\n`),
});

const shown = (text: string): string => text.replaceAll(/[^\n\t]+/g, printable);

export const describeFinding = (finding: Finding, file: string): string => {
  const place = finding.line === undefined ? '' : `:${finding.line}:${finding.column ?? 1}`;
  const path = finding.path === '' ? '' : ` ${finding.path}`;
  return `${file}${place} ${finding.severity} ${finding.code}${path}\n  ${finding.message}\n  ${finding.hint}`;
};

export function noteFindings(findings: readonly Finding[], file: string, terminal: Terminal): void {
  for (const finding of findings) terminal.note(describeFinding(finding, file));
}

/** Silent for the first two seconds; then at most one line a second, so that nothing longer looks hung. */
export function createProgress(terminal: Terminal, clock: Clock): (message: () => string) => void {
  let next = clock.nowMs() + 2000;
  return (message) => {
    const now = clock.nowMs();
    if (now < next) return;
    next = now + 1000;
    terminal.note(message());
  };
}
