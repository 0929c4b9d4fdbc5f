/**
 * Addresses that nothing is fetched from, whatever name leads there: those of the link itself, where clouds answer with the
 * machine's own credentials. Private networks are allowed: that is where laboratories keep their files.
 */

import dns from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { SourceError } from './source-error.ts';

const FORBIDDEN = new BlockList();
// "This network" and link-local: RFC 1122 3.2.1.3, RFC 3927, RFC 4291 2.5.6.
FORBIDDEN.addSubnet('0.0.0.0', 8, 'ipv4');
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addAddress('::', 'ipv6');
// Where single clouds answer with credentials outside of these.
FORBIDDEN.addAddress('100.100.100.200', 'ipv4');
FORBIDDEN.addAddress('192.0.0.192', 'ipv4');
FORBIDDEN.addAddress('fd00:ec2::254', 'ipv6');
// One sender, many receivers: RFC 5771, RFC 4291 2.7.
FORBIDDEN.addSubnet('224.0.0.0', 3, 'ipv4');
FORBIDDEN.addSubnet('ff00::', 8, 'ipv6');

export function isForbidden(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && FORBIDDEN.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** For the host of a URL as it is written; names are looked at when they are resolved. @throws SourceError `ADDRESS` */
export function assertAllowedHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isForbidden(host)) throw forbidden(host);
}

/** As `dns.lookup`; what is connected to is what was looked at, so that a name cannot change in between. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const bad = addresses.find(({ address }) => isForbidden(address));
    if (bad !== undefined) return callback(forbidden(`${hostname}, which is ${bad.address}`), []);
    const [first] = addresses;
    if (options.all === true || first === undefined) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

const forbidden = (host: string): SourceError =>
  new SourceError('ADDRESS', `nothing is read from ${host}: addresses of the link itself are not for files`);
