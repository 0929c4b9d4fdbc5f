import { BAD_MEANINGS } from './meanings.ts';
import { BAD_VALUES } from './values.ts';

export const BAD_DOCUMENTS = { ...BAD_VALUES, ...BAD_MEANINGS };
