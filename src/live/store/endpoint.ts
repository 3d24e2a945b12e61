import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { InputError } from '../../errors.ts';

/** Where the user named an endpoint, and what it is called there. */
export interface NamedEndpoint {
  readonly text: string;
  /** `--endpoint` or `STORAGE_EMULATOR_HOST`. */
  readonly named: string;
}

/** The addresses of a host; it rejects when there is no such host. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/**
 * Reads an endpoint and holds the rule that keeps real buckets safe: its host is this machine, or exactly the host that the user allowed.
 * @param allowRemote the value of `--allow-remote`: a host, without scheme or port.
 * @returns the URL without a path and without a slash at its end. A name that means this machine has become the address, so that it cannot mean another one later.
 * @throws InputError when it is not such a URL, or its host is neither this machine nor allowed.
 */
export async function checkedEndpoint(
  endpoint: NamedEndpoint,
  allowRemote?: string,
  resolve: Resolve = addressesOf,
): Promise<string> {
  const url = parse(endpoint);
  const host = bareHost(url.hostname);
  // `localhost` is this machine by definition, and may mean two addresses of which a server has one.
  if (host === 'localhost' || host === allowRemote?.toLowerCase()) return url.origin;
  const addresses = isIP(host) === 0 ? await resolved(host, endpoint, resolve) : [host];
  const foreign = addresses.find((address) => !isLoopback(address));
  const [address] = addresses;
  if (foreign === undefined && address !== undefined) {
    url.hostname = isIP(address) === 6 ? `[${address}]` : address;
    return url.origin;
  }
  throw new InputError({
    path: endpoint.named,
    message: 'is not on this machine, and a live run writes and deletes',
    expected: 'a loopback address: localhost, 127.0.0.1 or [::1]',
    found: foreign === undefined || foreign === host ? host : `${host}, which is ${foreign}`,
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

async function resolved(host: string, { named }: NamedEndpoint, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch {
    throw new InputError({ path: named, message: 'names a host that does not exist', found: host });
  }
}

async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Whether an address is of this machine alone: 127.0.0.0/8 or ::1, also as IPv4 within IPv6. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIP(plain) === 4) return plain.startsWith('127.');
  // The URL parser writes ::ffff:127.0.0.1 as ::ffff:7f00:1.
  return plain === '::1' || /^::ffff:7f[0-9a-f]{2}:/i.test(plain);
}
