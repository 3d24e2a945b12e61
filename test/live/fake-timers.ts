import FakeTimers from '@sinonjs/fake-timers';

/**
 * Replaces what the live world's clock is made of, and nothing else: `process.nextTick` and microtasks stay real, since the channel between a test and its runner runs on
 * them too.
 */
export function installFakeTimers(): ReturnType<typeof FakeTimers.install> {
  return FakeTimers.install({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'hrtime'],
  });
}
