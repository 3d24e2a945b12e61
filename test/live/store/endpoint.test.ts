import { describe, expect, it } from 'vitest';
import { exitCode, InputError } from '../../../src/errors.ts';
import { checkedEndpoint, isLoopback } from '../../../src/live/store/endpoint.ts';

/** The names of a small world of its own, so that no test asks a name server. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'emulator.example.com': ['127.0.0.1', '::1'],
  'six.example.com': ['::1'],
  'mixed.example.com': ['127.0.0.1', '10.0.0.1'],
  'storage.example.com': ['203.0.113.7'],
  'empty.example.com': [],
};

const resolve = (host: string) => {
  const addresses = HOSTS[host];
  return addresses === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(addresses);
};

const checked = (text: string, allowRemote?: string) =>
  checkedEndpoint({ named: '--endpoint', text }, allowRemote, resolve);

describe('an endpoint', () => {
  it.each([
    ['http://127.0.0.1:4443', 'http://127.0.0.1:4443'],
    ['http://127.0.0.1:4443/', 'http://127.0.0.1:4443'],
    ['http://127.8.9.10:80', 'http://127.8.9.10'],
    ['http://[::1]:4443', 'http://[::1]:4443'],
    ['http://[::ffff:127.0.0.1]:4443', 'http://[::ffff:7f00:1]:4443'],
    ['http://LOCALHOST:4443', 'http://localhost:4443'],
    ['https://localhost:4443', 'https://localhost:4443'],
    ['localhost:4443', 'http://localhost:4443'],
    ['127.0.0.1:4443', 'http://127.0.0.1:4443'],
    // A name is replaced by what it means now: it could mean another machine a moment later.
    ['http://emulator.example.com:4443', 'http://127.0.0.1:4443'],
    ['http://six.example.com:4443', 'http://[::1]:4443'],
    // The parser of URLs makes addresses of these, and they are this machine.
    ['http://2130706433:4443', 'http://127.0.0.1:4443'],
    ['http://0x7f.1:4443', 'http://127.0.0.1:4443'],
  ])('%s on this machine is taken', async (text, url) => {
    expect(await checked(text)).toBe(url);
  });

  it.each([
    'https://storage.example.com',
    'http://mixed.example.com:4443',
    'http://empty.example.com:4443',
    'http://10.0.0.1:4443',
    'http://0.0.0.0:4443',
    'http://[::]:4443',
    'http://[fe80::1]:4443',
    'http://[::ffff:10.0.0.1]:4443',
    'http://192.168.1.127:4443',
  ])('%s elsewhere is refused', async (text) => {
    const error = await checked(text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).code).toBe(exitCode.badInput);
    expect((error as InputError).problems[0]?.path).toBe('--endpoint');
  });

  it('elsewhere is taken when exactly its host is allowed', async () => {
    expect(await checked('https://storage.example.com:8080', 'storage.example.com')).toBe(
      'https://storage.example.com:8080',
    );
    expect(await checked('http://10.0.0.1:4443', '10.0.0.1')).toBe('http://10.0.0.1:4443');
    expect(await checked('http://[fd00::1]:4443', 'fd00::1')).toBe('http://[fd00::1]:4443');
    await expect(checked('http://10.0.0.1:4443', '10.0.0.2')).rejects.toThrow('--allow-remote 10.0.0.1');
    await expect(checked('http://10.0.0.1:4443', 'example.com')).rejects.toThrow('is not on this machine');
    await expect(checked('http://10.0.0.1:4443', '')).rejects.toThrow('is not on this machine');
  });

  it.each([
    '',
    'ftp://localhost',
    'http://',
    'http://user:word@localhost:1',
    'http://localhost:1/path',
    'http://localhost:1?q',
    'http://localhost:99999',
  ])('"%s" is none', async (text) => {
    await expect(checked(text)).rejects.toThrow('is not the address of an object store');
  });

  it('names a host that exists', async () => {
    await expect(checked('http://no-such-host.example.com:1')).rejects.toThrow('names a host that does not exist');
  });
});

describe('a loopback address', () => {
  it.each(['127.0.0.1', '127.255.255.255', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'])('%s is one', (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each(['128.0.0.1', '10.127.0.1', '0.0.0.0', '::', '::2', '::ffff:10.0.0.1', '::ffff:a7f:1', '127.example.com'])(
    '%s is none',
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});
