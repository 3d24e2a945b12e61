import { isIP } from 'node:net';
import { InputError } from '../../errors.ts';

/** Where the user named an endpoint, and what it is called there. */
export interface NamedEndpoint {
  readonly text: string;
  /** `--endpoint` or `STORAGE_EMULATOR_HOST`. */
  readonly named: string;
}

/**
 * Reads an endpoint and holds the rule that keeps real buckets safe: its host is this machine, or exactly the host that the user allowed.
 * @param allowRemote the value of `--allow-remote`: a host, without scheme or port.
 * @returns the URL without a path and without a slash at its end.
 * @throws InputError when it is not such a URL, or its host is neither this machine nor allowed.
 */
export function checkedEndpoint(endpoint: NamedEndpoint, allowRemote?: string): string {
  const url = parse(endpoint);
  const host = bareHost(url.hostname);
  // The rule is of the text: to look a name up is to speak with somebody already, and a name can mean another machine a moment later.
  if (host === 'localhost' || host === allowRemote?.toLowerCase() || isLoopback(host)) return url.origin;
  throw new InputError({
    path: endpoint.named,
    message: 'is not on this machine, and a live run writes and deletes',
    expected: 'a loopback address: localhost, 127.0.0.1 or [::1]',
    found: host,
    hint: `if it is an object store that may be written to, name its host: --allow-remote ${host}`,
  });
}

function parse({ text, named }: NamedEndpoint): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const isPlain =
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.hostname !== '' &&
    url.username + url.password + url.search + url.hash === '' &&
    url.pathname === '/';
  if (isPlain) return url;
  throw new InputError({
    path: named,
    message: 'is not the address of an object store',
    expected: 'http or https, a host and a port, such as http://127.0.0.1:4443',
    found: text === '' ? 'nothing' : text,
  });
}

/** An IPv6 address stands in brackets in a URL, and nowhere else. */
function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** Whether an address is of this machine alone: 127.0.0.0/8 or ::1, also as IPv4 within IPv6. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 4) return plain.startsWith('127.');
  // The URL parser writes ::ffff:127.0.0.1 as ::ffff:7f00:1.
  return plain === '::1' || /^::ffff:7f[0-9a-f]{2}:/i.test(plain);
}
