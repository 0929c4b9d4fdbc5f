/** Files of the layouts that tools write, with numbers of our own: test/fixtures/quality. */

import { readFileSync } from 'node:fs';
import { readQualityFile, type QualityFile } from '../../../src/validation/index.ts';

export const FIXTURES = 'test/fixtures/quality';

export const bytesOf = (name: string): Uint8Array => readFileSync(`${FIXTURES}/${name}`);

export const readFixture = (name: string): QualityFile => readQualityFile(name, bytesOf(name));

export const readText = (text: string, name = 'made.txt'): QualityFile => readQualityFile(name, Buffer.from(text));

/** Of a file that has one sample and no finding. */
export function valuesOf(file: QualityFile): Readonly<Record<string, number>> {
  if (file.findings.length > 0) throw new Error(JSON.stringify(file.findings));
  if (file.samples.length !== 1) throw new Error(`${file.samples.length} samples`);
  return file.samples[0]?.metrics ?? {};
}

export const codesOf = ({ findings }: QualityFile): readonly string[] => findings.map(({ code }) => code);
