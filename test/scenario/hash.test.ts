import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { scenarioHash } from '../../src/scenario/hash.ts';
import { sha256Hex } from '../../src/sha-256.ts';
import { changed, load, SMALL } from './small-scenario.ts';

describe('sha256Hex', () => {
  it('reproduces the test vectors of FIPS 180-4', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  it('agrees with the platform at every length around a block, and on text beyond ASCII', () => {
    for (const text of ['é∞🙂', ...Array.from({ length: 130 }, (_, length) => 'x'.repeat(length))]) {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });
});

describe('scenarioHash', () => {
  const hash = scenarioHash(load());

  it.each([
    ['comments', `# a comment\n${SMALL}`],
    ['notes', changed(', assumed: a guess', '')],
    [
      'the order of keys',
      changed('  upload: 0.3s\n', '').replace('deletion: { delay: 60s', '  upload: 0.3s\ndeletion: { delay: 60s'),
    ],
    ['the same value in another unit', changed('duration: 1h', 'duration: 60m')],
    ['the question', changed('Does it hold?', 'Will it hold?')],
  ])('does not depend on %s', (_what, text) => {
    expect(scenarioHash(load(text))).toBe(hash);
  });

  it.each([
    ['the threads', changed('threads: 8', 'threads: 9')],
    ['a latency', changed('0.3s', '0.31s')],
    ['a design', changed('slots: 4', 'slots: 5')],
    ['the seed', changed('warmUp: 5m', 'warmUp: 5m\nseed: 2')],
    ['the order of steps', changed('      - release: slots\n      - defer', '      - defer\n      - release: slots')],
    [
      'which design comes first',
      SMALL.replace('  legacy:\n    deletion: sleep-in-pool\n', '').concat('  legacy:\n    deletion: sleep-in-pool\n'),
    ],
  ])('depends on %s', (_what, text) => {
    expect(scenarioHash(load(text))).not.toBe(hash);
  });
});
