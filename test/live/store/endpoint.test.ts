import { describe, expect, it } from 'vitest';
import { exitCode } from '../../../src/errors.ts';
import { checkedEndpoint, isLoopback } from '../../../src/live/store/endpoint.ts';

const checked = (text: string, allowRemote?: string) => checkedEndpoint({ named: '--endpoint', text }, allowRemote);

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
    // The parser of URLs makes addresses of these, and they are this machine.
    ['http://2130706433:4443', 'http://127.0.0.1:4443'],
    ['http://0x7f.1:4443', 'http://127.0.0.1:4443'],
  ])('%s on this machine is taken', (text, url) => {
    expect(checked(text)).toBe(url);
  });

  it.each([
    'https://storage.example.com',
    'http://mixed.example.com:4443',
    // It may mean this machine, but that would have to be looked up: the rule is of the text.
    'http://emulator.example.com:4443',
    'http://localhost.example.com:4443',
    'http://127.0.0.1.example.com:4443',
    'http://10.0.0.1:4443',
    'http://0.0.0.0:4443',
    'http://[::]:4443',
    'http://[fe80::1]:4443',
    'http://[::ffff:10.0.0.1]:4443',
    'http://192.168.1.127:4443',
  ])('%s elsewhere is refused', (text) => {
    expect(() => checked(text)).toThrow(
      expect.objectContaining({ code: exitCode.badInput, problems: [expect.objectContaining({ path: '--endpoint' })] }),
    );
  });

  it('elsewhere is taken when exactly its host is allowed', () => {
    expect(checked('https://storage.example.com:8080', 'storage.example.com')).toBe('https://storage.example.com:8080');
    expect(checked('http://10.0.0.1:4443', '10.0.0.1')).toBe('http://10.0.0.1:4443');
    expect(checked('http://[fd00::1]:4443', 'fd00::1')).toBe('http://[fd00::1]:4443');
    expect(() => checked('http://10.0.0.1:4443', '10.0.0.2')).toThrow('--allow-remote 10.0.0.1');
    expect(() => checked('http://10.0.0.1:4443', 'example.com')).toThrow('is not on this machine');
    expect(() => checked('http://10.0.0.1:4443', '')).toThrow('is not on this machine');
  });

  it.each([
    '',
    'ftp://localhost',
    'http://',
    'http://user:word@localhost:1',
    'http://localhost:1/path',
    'http://localhost:1?q',
    'http://localhost:99999',
  ])('"%s" is none', (text) => {
    expect(() => checked(text)).toThrow('is not the address of an object store');
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
