/** What people did to records of the life afterwards: signed them, or corrected what they say. */

import type { Notice } from '../../provenance/index.ts';
import type { Words } from './tell.ts';

/** `told`: numbers of the records that the life has so far. */
export function tellNotice(notice: Notice, told: ReadonlySet<number>): Words | undefined {
  switch (notice.type) {
    case 'ledger-resumed':
      return { text: `the record was taken up again: ${notice.reason}`, details: [] };
    case 'record-signed': {
      const { records, size, signer, meaning, reason } = notice;
      const own = records.filter((record) => told.has(record));
      if (records.length > 0 && own.length === 0) return undefined;
      const which = records.length === 0 ? `all ${size} records so far` : `records ${own.join(', ')}`;
      return { text: `signed by ${signer} as ${meaning}: ${which}`, details: [reason, `at ${notice.signedAt}`] };
    }
    case 'value-corrected': {
      if (!told.has(notice.record)) return undefined;
      const { record, path, by, reason } = notice;
      const values = `${JSON.stringify(notice.old)} should read ${JSON.stringify(notice.new)}`;
      return { text: `corrected by ${by}: record ${record}, ${path}: ${values}`, details: [reason] };
    }
    default:
      return undefined;
  }
}
