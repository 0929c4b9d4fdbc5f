/** Names of samples and projects: Illumina 970-2017-004, BCL Convert guide. They become parts of paths. */

import { excerpt } from '../file-finding.ts';
import type { Add } from './sections.ts';

const LONGEST_ID = 100;
const RESERVED = new Set(['all', 'default', 'none', 'unknown', 'undetermined', 'stats', 'reports']);

const isPath = (name: string): boolean => name === '.' || name === '..' || /[/\\]/.test(name);

export function checkId(id: string, line: number, add: Add): void {
  const show = (): string => `Sample_ID '${excerpt(id)}'`;
  if (isPath(id)) return add('SHEET-PATH', line, show);
  if (!/^[A-Za-z0-9_.-]+$/.test(id)) return add('SHEET-ID', line, show);
  if (id.length > LONGEST_ID) {
    return add('SHEET-ID-LENGTH', line, () => `${show()} has ${id.length} characters; at most ${LONGEST_ID}`);
  }
  if (RESERVED.has(id.toLowerCase())) return add('SHEET-ID-RESERVED', line, show);
  // bcl2fastq takes dots, which are in real sheets; the rules have none.
  if (/^-|\./.test(id)) add('SHEET-ID-UNUSUAL', line, show);
}

export function checkProject(project: string, line: number, add: Add): void {
  const show = (): string => `Sample_Project '${excerpt(project)}'`;
  if (isPath(project)) add('SHEET-PATH', line, show);
  else if (!/^[A-Za-z0-9_-]*$/.test(project) || /^(?:reports|logs)$/i.test(project)) add('SHEET-PROJECT', line, show);
}

export function checkName(name: string, line: number, add: Add): void {
  if (isPath(name)) add('SHEET-PATH', line, () => `Sample_Name '${excerpt(name)}'`);
}
