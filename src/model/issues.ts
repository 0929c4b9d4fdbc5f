/** What zod says about a document, in the words of our findings: one finding per fault, with value, limit and hint. */

import type { z } from 'zod';

import { didYouMean } from './closest.ts';
import type { FindingCode } from './finding-codes.ts';
import { pointer, type Report } from './report.ts';

type Issue = z.core.$ZodIssue;

/** `issues` must carry their input (`reportInput: true`); `base` is the place of the parsed value in the document. */
export function reportIssues(report: Report, issues: readonly Issue[], base: readonly PropertyKey[] = []): void {
  for (const issue of issues) reportIssue(report, issue, [...base, ...issue.path]);
}

function reportIssue(report: Report, issue: Issue, path: readonly PropertyKey[]): void {
  const place = pointer(...path);
  const name = String(path.at(-1) ?? 'the document');
  const value = show(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      return reportType(report, [issue.expected], issue.input, path);
    case 'unrecognized_keys': {
      const known = issue.message.split(' ');
      for (const key of issue.keys) {
        const hint = didYouMean(key, known, `Known keys here: ${known.join(', ')}.`);
        report.add('UNKNOWN-KEY', pointer(...path, key), `the key '${key}' is not known here`, hint);
      }
      return;
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      if (issue.input === undefined) return reportType(report, allowed, undefined, path);
      const hint = didYouMean(String(issue.input), allowed, `Write one of: ${allowed.join(', ')}.`);
      return report.add('BAD-VALUE', place, `'${name}' is ${value}, which is not one of: ${allowed.join(', ')}`, hint);
    }
    case 'too_small':
      return reportRange(
        report,
        place,
        name,
        issue.input,
        `at least ${issue.inclusive === false ? 'more than ' : ''}${issue.minimum}`,
      );
    case 'too_big':
      return reportRange(
        report,
        place,
        name,
        issue.input,
        `at most ${issue.inclusive === false ? 'less than ' : ''}${issue.maximum}`,
      );
    case 'custom': {
      const { code, hint } = issue.params as { readonly code: FindingCode; readonly hint: string };
      return report.add(code, place, issue.message, hint);
    }
    case 'invalid_union':
      return reportUnion(report, issue, path);
    case 'invalid_key':
      return reportIssues(report, issue.issues, path);
    default:
      return report.add('BAD-VALUE', place, `'${name}' is ${value}: ${issue.message}`, 'Correct the value.');
  }
}

/** The branch that the author meant is the one whose kind fits; where none does, all kinds are named. */
function reportUnion(report: Report, issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): void {
  const discriminator = (issue as { readonly discriminator?: string }).discriminator;
  if (issue.errors.length === 0 && discriminator !== undefined) {
    const options = ((issue as { readonly options?: readonly unknown[] }).options ?? []).map(String);
    const given = (issue.input as Readonly<Record<string, unknown>> | undefined)?.[discriminator];
    const at = path.at(-1) === discriminator ? path : [...path, discriminator];
    if (given === undefined) return reportType(report, options, undefined, at);
    const hint = didYouMean(String(given), options, `Write one of: ${options.join(', ')}.`);
    return report.add('BAD-VALUE', pointer(...at), `'${discriminator}' is ${show(given)}`, hint);
  }
  const meant = issue.errors.find((branch) => !branch.some(isMismatch));
  if (meant !== undefined) return reportIssues(report, meant, path);
  reportType(report, issue.errors.flat().flatMap(expectedKinds), issue.input, path);
}

/** Whether the value as a whole is of another kind than the branch wants. */
const isMismatch = (issue: Issue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    (issue.code === 'invalid_value' && typeof issue.input === 'object') ||
    (issue.code === 'invalid_union' && issue.errors.every((branch) => branch.some(isMismatch))));

function expectedKinds(issue: Issue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(expectedKinds);
  return issue.code === 'invalid_type' ? [issue.expected] : ['string'];
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
};

function reportType(report: Report, expected: readonly string[], input: unknown, path: readonly PropertyKey[]): void {
  const kinds = [...new Set(expected.map((kind) => KINDS[kind] ?? kind))].join(' or ');
  const name = String(path.at(-1) ?? 'the document');
  if (input === undefined) report.add('MISSING-KEY', pointer(...path), `'${name}' is missing`, `Add it: ${kinds}.`);
  else report.add('BAD-TYPE', pointer(...path), `'${name}' is ${show(input)}, not ${kinds}`, `Write ${kinds}.`);
}

function reportRange(report: Report, place: string, name: string, input: unknown, limit: string): void {
  const size = Array.isArray(input)
    ? `a list of ${input.length}`
    : typeof input === 'string'
      ? `text of length ${input.length}`
      : show(input);
  const words = limit.replace('at least more than', 'more than').replace('at most less than', 'less than');
  report.add('OUT-OF-RANGE', place, `'${name}' is ${size}, the limit is ${words}`, `Stay within ${words}.`);
}

/** The value as the message quotes it, at most 60 characters. */
function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
