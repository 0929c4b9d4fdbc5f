import { expect, it } from 'vitest';

import { readScenario } from '../../src/model/index.ts';
import { goodDocument } from './read.ts';

it('the document that the bad ones are made from has no findings', () => {
  expect(readScenario(goodDocument())).toMatchObject({ kind: 'ok', warnings: [] });
});
