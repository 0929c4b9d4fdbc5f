import { expect, it } from 'vitest';

import { createTerminal } from '../../src/service/terminal.ts';

it('neither results nor notes steer the terminal; lines and tabs stay', () => {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  const terminal = createTerminal({ print: write, note: write });
  const name = 'a\u001b[2J\u202eb\ud800\u009b';
  terminal.print(`name\t${name}\nnext`);
  terminal.note(JSON.stringify({ name }));
  expect(written[0]).toBe('name\ta\\u001b[2J\\u202eb\\ud800\\u009b\nnext\n');
  // What reads the JSON reads the same name.
  expect(JSON.parse(String(written[1]))).toEqual({ name });
});
