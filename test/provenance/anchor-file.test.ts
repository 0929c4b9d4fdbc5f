import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { splitNotes } from '../../src/provenance/index.ts';

const ONE = 'lab.example/a\n1\nAAAA\n\n\u2014 lab.example AAAA\n';
const TWO = 'lab.example/a\n2\nBBBB\n\n\u2014 lab.example BBBB\n\u2014 witness.example CCCC\n';
const split = (text: string): readonly string[] =>
  splitNotes(Buffer.from(text)).map((note) => Buffer.from(note).toString());

describe('a file of checkpoints', () => {
  it('holds a note, or several one behind the other, each up to its last signature', () => {
    expect(split(ONE)).toEqual([ONE]);
    expect(split(ONE + TWO + ONE)).toEqual([ONE, TWO, ONE]);
  });

  it('may be empty', () => {
    expect(split('')).toEqual([]);
  });

  it('loses no byte of what is no note: that is told when it is decoded', () => {
    expect(split(`${TWO}rest`)).toEqual([TWO, 'rest']);
    // The last signature without its newline.
    expect(split(ONE.slice(0, -1))).toEqual([ONE.slice(0, -1)]);
    // A hyphen is no em dash: there is no signature, and nothing ends the note.
    expect(split(`- lab.example AAAA\n${ONE}`)).toEqual([`- lab.example AAAA\n${ONE}`]);
  });
});
